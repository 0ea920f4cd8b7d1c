package sample

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/lib/pq"
)

type store struct{ db *sql.DB }

const table = "users"

func (s *store) direct(ctx context.Context, name string) error {
	// ruleid: sql-identifier-inserted
	_, _ = s.db.Exec("DROP TABLE " + name)
	// ruleid: sql-identifier-inserted
	_, _ = s.db.ExecContext(ctx, fmt.Sprintf("CREATE DATABASE IF NOT EXISTS %s", name))
	query := fmt.Sprintf("SELECT id FROM %s WHERE id = $1", name)
	// ruleid: sql-identifier-inserted
	if err := s.db.QueryRow(query, 1).Scan(nil); err != nil {
		return err
	}
	return func() error {
		// ruleid: sql-identifier-inserted
		_, err := s.db.Exec(`ALTER USER ` + name + ` LOGIN`)
		return err
	}()
}

type shell struct{}

func (shell) Exec(string) {}

func (s *store) safe(ctx context.Context, name string, sh shell) {
	// ok: sql-identifier-inserted
	_, _ = s.db.Exec("DROP TABLE " + table)
	// ok: sql-identifier-inserted
	_, _ = s.db.Exec(fmt.Sprintf("DROP TABLE %s", pq.QuoteIdentifier(name)))
	// ok: sql-identifier-inserted
	_, _ = s.db.Query("SELECT id FROM users WHERE name = $1", name)
	// ok: sql-identifier-inserted
	sh.Exec("drop " + name)
}
