package sample

import (
	"net/http"

	ws "github.com/gorilla/websocket"
)

// ruleid: websocket-origin-unchecked
var upgrader = ws.Upgrader{
	ReadBufferSize: 1024,
	CheckOrigin: func(r *http.Request) bool {
		return true
	},
}

func direct(u *ws.Upgrader) {
	// ruleid: websocket-origin-unchecked
	u.CheckOrigin = func(_ *http.Request) bool { return true }
	func() {
		// ruleid: websocket-origin-unchecked
		_ = &ws.Upgrader{CheckOrigin: func(r *http.Request) bool { return true }}
	}()
}

type Upgrader struct{ CheckOrigin func(*http.Request) bool }

func safe(u *ws.Upgrader) {
	// ok: websocket-origin-unchecked
	_ = ws.Upgrader{}
	// ok: websocket-origin-unchecked
	u.CheckOrigin = func(r *http.Request) bool { return r.Host == "a.example" }
	// ok: websocket-origin-unchecked
	_ = Upgrader{CheckOrigin: func(r *http.Request) bool { return true }}
}
