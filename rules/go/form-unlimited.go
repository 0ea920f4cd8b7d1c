package sample

import "net/http"

func direct(w http.ResponseWriter, r *http.Request) {
	// ruleid: form-unlimited
	if err := r.ParseMultipartForm(32 << 20); err != nil {
		return
	}
}

func routes(mux *http.ServeMux) {
	mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		// ruleid: form-unlimited
		_ = req.ParseMultipartForm(1 << 20)
	})
}

type reader struct{}

func (reader) ParseMultipartForm(int) {}

func safe(w http.ResponseWriter, r *http.Request, own reader) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<20)
	// ok: form-unlimited
	_ = r.ParseMultipartForm(32 << 20)
	// ok: form-unlimited
	own.ParseMultipartForm(1)
}
