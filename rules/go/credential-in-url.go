package sample

import "database/sql"

// ruleid: credential-in-url
const dsn = "postgres://app:lantern7pelican@db.internal/app"

var targets = []string{
	// ruleid: credential-in-url
	"amqp://worker:kite-9-harbour@queue:5672/",
	// ok: credential-in-url
	"amqp://queue:5672/",
}

func direct() {
	// ruleid: credential-in-url
	_, _ = sql.Open("pgx", "postgresql://root:t0psail-anchor@10.0.0.5:5432/x?sslmode=disable")
	func() {
		// ruleid: credential-in-url
		url := `https://robot:lantern7pelican@git.internal/repo.git`
		_ = url
	}()
}

func safe() {
	// ok: credential-in-url
	_, _ = sql.Open("pgx", "postgres://app@db.internal/app")
	// ok: credential-in-url
	_ = "postgres://%s:%s@db.internal/app"
	// ok: credential-in-url
	_ = "https://user:password@example.com/"
	// ok: credential-in-url
	_ = "postgres://app:${DB_PASSWORD}@db/app"
	// ok: credential-in-url
	_ = "http://localhost:8080/user@host"
}
