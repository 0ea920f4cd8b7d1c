package sample

import (
	"os"

	"github.com/gin-contrib/sessions/cookie"
	"github.com/gorilla/csrf"
	sc "github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

const phrase = "a phrase for cookies"

// ruleid: session-key-hardcoded
var store = sessions.NewCookieStore([]byte("a phrase for cookies"))

func direct(other []byte) {
	// ruleid: session-key-hardcoded
	_ = csrf.Protect([]byte(phrase), csrf.Secure(true))
	// ruleid: session-key-hardcoded
	_ = sc.New(other, []byte("a block of sixteen"))
	// ruleid: session-key-hardcoded
	_ = cookie.NewStore([]byte("a phrase for cookies"))
}

func safe(key []byte) {
	// ok: session-key-hardcoded
	_ = sessions.NewCookieStore(key)
	// ok: session-key-hardcoded
	_ = csrf.Protect([]byte(os.Getenv("CSRF_KEY")))
	// ok: session-key-hardcoded
	_ = sc.New(sc.GenerateRandomKey(32), nil)
}
