package sample

import (
	web "net/http"
)

type Cookie struct{ Value string }

func direct(w web.ResponseWriter, id string) {
	// ruleid: cookie-not-secure
	web.SetCookie(w, &web.Cookie{Name: "session", Value: id, HttpOnly: true})
	// ruleid: cookie-not-secure
	c := web.Cookie{Name: "session", Value: id, Secure: false}
	web.SetCookie(w, &c)
	func() {
		// ruleid: cookie-not-secure
		web.SetCookie(w, &web.Cookie{
			Name:  "a",
			Value: id,
		})
	}()
}

func safe(w web.ResponseWriter, r *web.Request, id string, tls bool) {
	// ok: cookie-not-secure
	web.SetCookie(w, &web.Cookie{Name: "session", Value: id, Secure: true})
	// ok: cookie-not-secure
	web.SetCookie(w, &web.Cookie{Name: "session", Value: id, Secure: tls})
	// ok: cookie-not-secure
	web.SetCookie(w, &web.Cookie{Name: "session", Value: "gone", MaxAge: -1})
	// ok: cookie-not-secure
	r.AddCookie(&web.Cookie{Name: "session", Value: id})
	// ok: cookie-not-secure
	c := &web.Cookie{Name: "session", Value: id}
	c.Secure = tls
	// ok: cookie-not-secure
	_ = Cookie{Value: id}
}
