package sample

import (
	"net/http"

	"github.com/rs/cors"
)

func direct(w http.ResponseWriter, r *http.Request) {
	// ruleid: cors-origin-reflected
	w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	w.Header().Set("Access-Control-Allow-Credentials", "true")
}

func later(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	w.Header().Set("Access-Control-Allow-Credentials", "true")
	if origin != "" {
		// ruleid: cors-origin-reflected
		w.Header().Set("Access-Control-Allow-Origin", origin)
	}
}

func middleware() {
	// ruleid: cors-origin-reflected
	_ = cors.New(cors.Options{AllowedOrigins: []string{"*"}, AllowCredentials: true})
	// ruleid: cors-origin-reflected
	_ = cors.New(cors.Options{
		AllowOriginFunc:  func(origin string) bool { return true },
		AllowCredentials: true,
	})
}

func known(origin string) bool { return origin == "https://app.example.com" }

func safe(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	if known(origin) {
		// ok: cors-origin-reflected
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Set("Access-Control-Allow-Credentials", "true")
	}
	// ok: cors-origin-reflected
	_ = cors.New(cors.Options{AllowedOrigins: []string{"*"}})
	// ok: cors-origin-reflected
	_ = cors.New(cors.Options{AllowedOrigins: []string{"https://a.example"}, AllowCredentials: true})
}

func public(w http.ResponseWriter, r *http.Request) {
	// ok: cors-origin-reflected
	w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
}
