package sample

import "net/http"

const name = "auth_token"

func direct(w http.ResponseWriter, id string) {
	// ruleid: cookie-not-httponly
	http.SetCookie(w, &http.Cookie{Name: "session_id", Value: id, Secure: true})
	// ruleid: cookie-not-httponly
	c := http.Cookie{Name: name, Value: id, HttpOnly: false}
	_ = c
	func() {
		// ruleid: cookie-not-httponly
		http.SetCookie(w, &http.Cookie{Value: id, Name: "jwt"})
	}()
}

func safe(w http.ResponseWriter, r *http.Request, id string) {
	// ok: cookie-not-httponly
	http.SetCookie(w, &http.Cookie{Name: "session_id", Value: id, HttpOnly: true})
	// ok: cookie-not-httponly
	http.SetCookie(w, &http.Cookie{Name: "theme", Value: id})
	// ok: cookie-not-httponly
	http.SetCookie(w, &http.Cookie{Name: "session_id", MaxAge: -1})
	// ok: cookie-not-httponly
	r.AddCookie(&http.Cookie{Name: "session_id", Value: id})
}
