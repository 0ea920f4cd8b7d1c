package sample

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

func direct(w http.ResponseWriter, r *http.Request) {
	// ruleid: file-path-request-input
	_, _ = os.ReadFile(filepath.Join("/srv", r.FormValue("name")))
	name := r.URL.Query().Get("name")
	if name == "" {
		return
	}
	// ruleid: file-path-request-input
	_, _ = os.Open("/srv/" + name)
	full := filepath.Join("/srv", name)
	func() {
		// ruleid: file-path-request-input
		_ = os.Remove(full)
	}()
}

func carried(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(r.URL.Path, "/")
	file := filepath.Join(append([]string{"/srv"}, parts...)...)
	if _, err := os.Stat(file); err != nil {
		return
	}
	// ruleid: file-path-request-input
	if f, err := os.Open(file); err == nil {
		f.Close()
	}
}

func checked(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if !filepath.IsLocal(name) {
		return
	}
	// ok: file-path-request-input
	_, _ = os.Open(filepath.Join("/srv", name))
}

func safe(w http.ResponseWriter, r *http.Request, root *os.Root) {
	// ok: file-path-request-input
	_, _ = os.Open(filepath.Join("/srv", filepath.Base(r.FormValue("name"))))
	// ok: file-path-request-input
	_, _ = root.Open(r.FormValue("name"))
	// ok: file-path-request-input
	_, _ = os.Open("/srv/fixed")
	// ok: file-path-request-input
	_ = os.Getenv(r.FormValue("name"))
}
