package sample

import (
	"log"
	"net"
	web "net/http"

	"github.com/valyala/fasthttp"
)

func direct(l net.Listener, h web.Handler) {
	// ruleid: http-serve-no-timeout
	log.Fatal(web.ListenAndServe(":8080", nil))
	go func() {
		// ruleid: http-serve-no-timeout
		_ = web.Serve(l, h)
	}()
	// ruleid: http-serve-no-timeout
	if err := web.ListenAndServeTLS(":8443", "a.crt", "a.key", h); err != nil {
		panic(err)
	}
}

func safe(s *web.Server, l net.Listener) {
	// ok: http-serve-no-timeout
	_ = s.ListenAndServe()
	// ok: http-serve-no-timeout
	_ = s.Serve(l)
	// ok: http-serve-no-timeout
	_ = fasthttp.ListenAndServe(":8080", nil)
}
