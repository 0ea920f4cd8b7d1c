package sample

import (
	"database/sql"
	"fmt"
	"net/http"
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

func (a *api) safe(w http.ResponseWriter, r *http.Request) {
	// ok: sql-request-input
	_, _ = a.db.Query("SELECT id FROM users WHERE name = $1", r.FormValue("name"))
	// ok: sql-request-input
	_, _ = a.db.QueryContext(r.Context(), "SELECT id FROM t WHERE a = ? AND b = ?", r.FormValue("a"), r.FormValue("b"))
	// ok: sql-request-input
	fmt.Println("Query " + r.FormValue("name"))
}
