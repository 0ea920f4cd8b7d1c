package sample

import (
	"fmt"
	"html"
	"io"
	"net/http"
)

type server struct{}

func (s server) direct(w http.ResponseWriter, r *http.Request) {
	// ruleid: html-request-input
	fmt.Fprintf(w, "<h1>%s</h1>", r.FormValue("name"))
	// ruleid: html-request-input
	io.WriteString(w, "<p>"+r.URL.Query().Get("q")+"</p>")
	name := r.FormValue("name")
	page := fmt.Sprintf("<b>%s</b>", name)
	// ruleid: html-request-input
	io.WriteString(w, page)
	if name != "" {
		// ruleid: html-request-input
		w.Write([]byte(name))
	}
}

func routes(mux *http.ServeMux) {
	mux.HandleFunc("/{id}", func(w http.ResponseWriter, r *http.Request) {
		// ruleid: html-request-input
		fmt.Fprintln(w, r.PathValue("id"))
	})
}

func safe(w http.ResponseWriter, r *http.Request) {
	// ok: html-request-input
	fmt.Fprintf(w, "<h1>%s</h1>", html.EscapeString(r.FormValue("name")))
	// ok: html-request-input
	io.WriteString(w, "<p>fixed</p>")
	// ok: html-request-input
	fmt.Fprintf(w, "unknown name %q", r.FormValue("name"))
	// ok: html-request-input
	w.Write([]byte("unknown name " + r.FormValue("name") + "\n"))
	// ok: html-request-input
	w.Write([]byte(fmt.Sprintf("no page %s", r.FormValue("name"))))
}

func plain(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	// ok: html-request-input
	fmt.Fprintln(w, r.FormValue("name"))
}
