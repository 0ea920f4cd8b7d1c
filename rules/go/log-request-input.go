package sample

import (
	std "log"
	"log/slog"
	"net/http"
)

func direct(w http.ResponseWriter, r *http.Request) {
	// ruleid: log-request-input
	std.Printf("user %s", r.FormValue("user"))
	// ruleid: log-request-input
	std.Println("agent", r.UserAgent())
	func() {
		// ruleid: log-request-input
		std.Print("page " + r.FormValue("page"))
	}()
}

func safe(w http.ResponseWriter, r *http.Request) {
	// ok: log-request-input
	std.Printf("user %q", r.FormValue("user"))
	// ok: log-request-input
	slog.Info("call", "user", r.FormValue("user"))
	// ok: log-request-input
	std.Println("call", r.Method)
}
