package sample

import (
	"bytes"
	"io"
	"io/ioutil"
	"net/http"
	"strings"
)

func direct(w http.ResponseWriter, r *http.Request) {
	// ruleid: request-body-unlimited
	b, err := io.ReadAll(r.Body)
	_, _ = b, err
	// ruleid: request-body-unlimited
	if _, err := ioutil.ReadAll(r.Body); err != nil {
		return
	}
	var buf bytes.Buffer
	// ruleid: request-body-unlimited
	buf.ReadFrom(r.Body)
}

func routes(mux *http.ServeMux) {
	mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		// ruleid: request-body-unlimited
		_, _ = io.ReadAll(req.Body)
	})
}

func limited(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	// ok: request-body-unlimited
	_, _ = io.ReadAll(r.Body)
}

func safe(w http.ResponseWriter, r *http.Request, resp *http.Response) {
	// ok: request-body-unlimited
	_, _ = io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	// ok: request-body-unlimited
	_, _ = io.ReadAll(io.LimitReader(r.Body, 1<<20))
	// ok: request-body-unlimited
	_, _ = io.ReadAll(resp.Body)
	// ok: request-body-unlimited
	_, _ = io.ReadAll(strings.NewReader("a"))
}
