package sample

import (
	web "net/http"

	"example.com/fake/http"
)

func work() {}

func direct(w web.ResponseWriter, r *web.Request) {
	if r.Method != "POST" {
		// ruleid: http-error-no-return
		web.Error(w, "wrong method", 405)
	}
	work()
}

type server struct{}

func (s server) twice(w web.ResponseWriter, r *web.Request) {
	err := r.ParseForm()
	if err != nil {
		work()
		// ruleid: http-error-no-return
		web.Error(w, err.Error(), 400)
	}
	work()
	work()
}

func safe(w web.ResponseWriter, r *web.Request) {
	if r.Method != "POST" {
		// ok: http-error-no-return
		web.Error(w, "wrong method", 405)
		return
	}
	if err := r.ParseForm(); err != nil {
		// ok: http-error-no-return
		web.Error(w, "bad form", 400)
	} else {
		work()
	}
}

func last(w web.ResponseWriter, r *web.Request) {
	work()
	if r.Method != "POST" {
		// ok: http-error-no-return
		web.Error(w, "wrong method", 405)
	}
}

func other(w web.ResponseWriter, ok bool) {
	if !ok {
		// ok: http-error-no-return
		http.Log(w, "not ok")
	}
	work()
}
