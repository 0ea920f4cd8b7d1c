package sample

import (
	"bytes"
	"net/http"
	tt "text/template"
)

var page = tt.Must(tt.New("").Parse("hello {{.}}"))

type server struct{ t *tt.Template }

func (s *server) show(w http.ResponseWriter, r *http.Request) {
	// ruleid: text-template-response
	_ = s.t.Execute(w, r.FormValue("name"))
	// ruleid: text-template-response
	if err := page.ExecuteTemplate(w, "a", nil); err != nil {
		return
	}
}

func routes(mux *http.ServeMux) {
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		// ruleid: text-template-response
		_ = page.Execute(w, r.URL.Path)
	})
}

func safe(w http.ResponseWriter) {
	var b bytes.Buffer
	// ok: text-template-response
	_ = page.Execute(&b, nil)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	// ok: text-template-response
	_ = page.Execute(w, nil)
}
