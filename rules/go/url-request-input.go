package sample

import (
	web "net/http"
	"net/url"
)

func allowed(s string) bool { return s == "https://example.com" }

func direct(w web.ResponseWriter, r *web.Request) {
	// ruleid: url-request-input
	_, _ = web.Get(r.FormValue("url"))
	target := r.URL.Query().Get("target")
	if target != "" {
		// ruleid: url-request-input
		req, err := web.NewRequestWithContext(r.Context(), "GET", target, nil)
		_, _ = req, err
	}
	go func() {
		// ruleid: url-request-input
		_, _ = web.Post(target, "text/plain", nil)
	}()
}

func checked(w web.ResponseWriter, r *web.Request) {
	target := r.FormValue("target")
	if !allowed(target) {
		return
	}
	// ok: url-request-input
	_, _ = web.Get(target)
}

func safe(w web.ResponseWriter, r *web.Request) {
	// ok: url-request-input
	_, _ = web.Get("https://example.com/?q=" + url.QueryEscape(r.FormValue("q")))
	// ok: url-request-input
	_, _ = web.NewRequest(r.Method, "https://example.com", r.Body)
}
