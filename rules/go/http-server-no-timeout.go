package sample

import (
	web "net/http"
	"time"

	"example.com/fake/http"
)

type app struct{ server *web.Server }

func literal(h web.Handler) *app {
	// ruleid: http-server-no-timeout
	s := &web.Server{Addr: ":8080", Handler: h}
	_ = s.ListenAndServe()
	// ruleid: http-server-no-timeout
	_ = web.Server{}
	// ruleid: http-server-no-timeout
	return &app{server: &web.Server{Handler: h, WriteTimeout: time.Second}}
}

func safe(h web.Handler) {
	// ok: http-server-no-timeout
	_ = &web.Server{Handler: h, ReadHeaderTimeout: time.Second}
	// ok: http-server-no-timeout
	_ = web.Server{ReadTimeout: time.Second, Handler: h}
	// ok: http-server-no-timeout
	s := &web.Server{Handler: h}
	s.ReadHeaderTimeout = 5 * time.Second
	_ = s.ListenAndServe()
	// ok: http-server-no-timeout
	_ = http.NewServer(":1")
}
