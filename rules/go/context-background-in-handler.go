package sample

import (
	ctx "context"
	"net/http"
	"time"
)

type server struct{}

func query(c ctx.Context) {}

func (s *server) show(w http.ResponseWriter, r *http.Request) {
	// ruleid: context-background-in-handler
	query(ctx.Background())
	// ruleid: context-background-in-handler
	c, cancel := ctx.WithTimeout(ctx.TODO(), time.Second)
	defer cancel()
	query(c)
}

func routes(mux *http.ServeMux) {
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		// ruleid: context-background-in-handler
		query(ctx.Background())
	})
	// ok: context-background-in-handler
	query(ctx.Background())
}

func safe(w http.ResponseWriter, r *http.Request) {
	// ok: context-background-in-handler
	query(r.Context())
	go func() {
		// ok: context-background-in-handler
		query(ctx.Background())
	}()
}
