package sample

import (
	"crypto/subtle"
	"net/http"
)

type server struct{ token, name, password string }

func (s *server) direct(w http.ResponseWriter, r *http.Request) {
	// ruleid: secret-compare-timing
	if r.Header.Get("X-Token") != s.token {
		return
	}
	// ruleid: secret-compare-timing
	if s.token == r.Header.Get("Authorization") {
		return
	}
	user, pass, ok := r.BasicAuth()
	// ruleid: secret-compare-timing
	if !ok || user != s.name || pass != s.password {
		return
	}
	given := r.FormValue("key")
	func() {
		// ruleid: secret-compare-timing
		if given == s.token {
			return
		}
	}()
}

func (s *server) safe(r *http.Request) bool {
	// ok: secret-compare-timing
	if r.Header.Get("X-Token") == "" {
		return false
	}
	// ok: secret-compare-timing
	if r.Header.Get("X-Name") == s.name {
		return false
	}
	// ok: secret-compare-timing
	return subtle.ConstantTimeCompare([]byte(r.Header.Get("X-Token")), []byte(s.token)) == 1
}
