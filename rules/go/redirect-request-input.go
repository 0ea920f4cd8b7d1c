package sample

import (
	"net/http"
	"net/url"
)

func direct(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		// ruleid: redirect-request-input
		http.Redirect(w, r, r.FormValue("next"), 302)
		return
	}
	next := r.URL.Query().Get("next")
	func() {
		// ruleid: redirect-request-input
		http.Redirect(w, r, next, http.StatusFound)
	}()
	// ruleid: redirect-request-input
	http.Redirect(w, r, r.Referer(), http.StatusFound)
}

func local(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host == ""
}

func safe(w http.ResponseWriter, r *http.Request) {
	next := r.FormValue("next")
	if !local(next) {
		next = "/"
	}
	// ok: redirect-request-input
	http.Redirect(w, r, next, http.StatusFound)
	// ok: redirect-request-input
	http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.Path), http.StatusFound)
}
