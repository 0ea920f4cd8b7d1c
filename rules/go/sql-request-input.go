package sample

import (
	"database/sql"
	"fmt"
	"net/http"
	"strconv"
)

type api struct{ db *sql.DB }

func (a *api) direct(w http.ResponseWriter, r *http.Request) {
	// ruleid: sql-request-input
	_, _ = a.db.Query("SELECT id FROM users WHERE name = '" + r.FormValue("name") + "'")
	// ruleid: sql-request-input
	_, _ = a.db.QueryContext(r.Context(), fmt.Sprintf("SELECT id FROM t ORDER BY %s", r.URL.Query().Get("by")))
	func() {
		// ruleid: sql-request-input
		_, _ = a.db.Exec("DELETE FROM users WHERE name = '" + r.PathValue("name") + "'")
	}()
}

func (a *api) carried(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	query := "SELECT id FROM users WHERE name = '" + name + "'"
	if r.FormValue("all") != "" {
		query += " OR 1 = 1"
	}
	// ruleid: sql-request-input
	if _, err := a.db.Exec(query); err != nil {
		return
	}
	args := r.URL.Query()
	// ruleid: sql-request-input
	_ = a.db.QueryRowContext(r.Context(), fmt.Sprintf("SELECT %s FROM t", args.Get("column")))
	id, err := strconv.Atoi(r.FormValue("id"))
	if err != nil {
		return
	}
	// ok: sql-request-input
	_, _ = a.db.Exec(fmt.Sprintf("DELETE FROM t WHERE id = %d", id))
	column := r.FormValue("by")
	if !columns[column] {
		return
	}
	// ok: sql-request-input
	_, _ = a.db.Query("SELECT id FROM t ORDER BY " + column)
}

var columns = map[string]bool{"name": true}

func (a *api) safe(w http.ResponseWriter, r *http.Request) {
	// ok: sql-request-input
	_, _ = a.db.Query("SELECT id FROM users WHERE name = $1", r.FormValue("name"))
	// ok: sql-request-input
	_, _ = a.db.QueryContext(r.Context(), "SELECT id FROM t WHERE a = ? AND b = ?", r.FormValue("a"), r.FormValue("b"))
	// ok: sql-request-input
	fmt.Println("Query " + r.FormValue("name"))
}
