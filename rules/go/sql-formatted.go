package sample

import (
	"context"
	"database/sql"
	f "fmt"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

type store struct {
	db *sql.DB
	x  *sqlx.DB
}

const table = "users"

func direct(db *sql.DB, tx *sql.Tx, name string) {
	// ruleid: sql-formatted
	rows, err := db.Query(f.Sprintf("SELECT id FROM users WHERE name = '%s'", name))
	_, _ = rows, err
	// ruleid: sql-formatted
	_, _ = tx.Exec(f.Sprintf(`DELETE FROM users WHERE name = %q`, name))
	// ruleid: sql-formatted
	_, _ = db.Prepare(f.Sprintf("UPDATE users SET name = '%v' WHERE id = $1", name))
	// ruleid: sql-formatted
	_ = db.QueryRow(f.Sprintf("SELECT * FROM "+table+" WHERE id = %d AND name = '%s'", 1, name)).Scan(nil)
}

func (s *store) earlier(ctx context.Context, name string) error {
	query := f.Sprintf("SELECT id FROM users WHERE name = '%s'", name)
	if name == "" {
		return nil
	}
	// ruleid: sql-formatted
	if err := s.db.QueryRowContext(ctx, query).Scan(nil); err != nil {
		return err
	}
	return func() error {
		// ruleid: sql-formatted
		return s.x.Select(nil, query)
	}()
}

func (s *store) extended(ctx context.Context, name string) {
	q := "SELECT id FROM users"
	q += f.Sprintf(" WHERE name = '%s'", name)
	// ruleid: sql-formatted
	_, _ = s.db.QueryContext(ctx, q)
}

type command struct{}

func (command) Exec(string) {}

func (s *store) safe(ctx context.Context, name string, ids []any, c command) {
	// ok: sql-formatted
	_, _ = s.db.QueryContext(ctx, "SELECT id FROM users WHERE name = $1", name)
	// ok: sql-formatted
	_, _ = s.db.Query(f.Sprintf("SELECT id FROM users LIMIT %d", len(ids)))
	// ok: sql-formatted
	_, _ = s.db.Query(f.Sprintf("SELECT id FROM users WHERE id IN (?%s)", strings.Repeat(",?", len(ids)-1)), ids...)
	// ok: sql-formatted
	_, _ = s.db.Exec(f.Sprintf("DROP TABLE %s", pq.QuoteIdentifier(name)))
	// ok: sql-formatted
	c.Exec(f.Sprintf("deploy %s", name))
	// ok: sql-formatted
	_, _ = s.db.Query(f.Sprintf("SELECT id FROM %s WHERE name = $1 LIMIT %d", name, 3), name)
	// ok: sql-formatted
	_, _ = s.db.Exec(f.Sprintf("CREATE TABLE IF NOT EXISTS %s (id int)", name))
	// ok: sql-formatted
	_ = f.Sprintf("SELECT id FROM users WHERE name = '%s'", name)
}
