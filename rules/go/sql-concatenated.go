package sample

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"
)

type store struct {
	db   *sql.DB
	conn *pgx.Conn
	orm  *gorm.DB
}

const columns = "id, name"

func direct(db *sql.DB, tx *sql.Tx, name string) {
	// ruleid: sql-concatenated
	rows, err := db.Query("SELECT id FROM users WHERE name = '" + name + "'")
	_, _ = rows, err
	// ruleid: sql-concatenated
	if _, err := tx.Exec(`DELETE FROM users WHERE name = '` + name + `'`); err != nil {
		return
	}
	// ruleid: sql-concatenated
	_, _ = db.Prepare("UPDATE users SET name = '" + name + "' WHERE id = $1")
	// ruleid: sql-concatenated
	_ = db.QueryRow("SELECT " + columns + " FROM users ORDER BY " + name).Scan(nil)
}

func (s *store) earlier(ctx context.Context, name string) error {
	query := "SELECT id FROM users WHERE name = '" + name + "'"
	if name == "" {
		return nil
	}
	// ruleid: sql-concatenated
	if err := s.db.QueryRowContext(ctx, query).Scan(nil); err != nil {
		return err
	}
	return func() error {
		// ruleid: sql-concatenated
		_, err := s.conn.Query(ctx, query)
		return err
	}()
}

func (s *store) extended(ctx context.Context, name string) {
	q := "SELECT id FROM users"
	if name != "" {
		q += " WHERE name = '" + name
	}
	q += name
	// ruleid: sql-concatenated
	_, _ = s.db.QueryContext(ctx, q)
	// ruleid: sql-concatenated
	s.orm.Raw("SELECT id FROM users WHERE name = '" + name + "'").Scan(nil)
}

type command struct{}

func (command) Exec(string) {}

func (s *store) safe(ctx context.Context, name string, ids []any, c command) {
	// ok: sql-concatenated
	_, _ = s.db.QueryContext(ctx, "SELECT id FROM users WHERE name = $1", name)
	// ok: sql-concatenated
	_, _ = s.db.Query("SELECT " + columns + " FROM users")
	// ok: sql-concatenated
	_, _ = s.db.Query("SELECT id FROM users WHERE id IN (?"+strings.Repeat(",?", len(ids)-1)+")", ids...)
	// ok: sql-concatenated
	_, _ = s.db.Query("SELECT id FROM users LIMIT " + strconv.Itoa(len(ids)))
	// ok: sql-concatenated
	c.Exec("deploy " + name)
	// ok: sql-concatenated
	_, _ = s.db.Query("SELECT id FROM "+name+" WHERE name = $1", name)
	// ok: sql-concatenated
	_, _ = s.db.Exec("DROP TABLE " + name)
	q := "SELECT id" + " FROM users"
	// ok: sql-concatenated
	_, _ = s.db.Query(q)
}
