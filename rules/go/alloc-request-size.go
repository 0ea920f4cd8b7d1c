package sample

import (
	"net/http"
	"strconv"
	"strings"
)

func direct(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		return
	}
	// ruleid: alloc-request-size
	b := make([]byte, n)
	_ = b
	func() {
		// ruleid: alloc-request-size
		_ = strings.Repeat("a", n)
	}()
	size := r.ContentLength
	// ruleid: alloc-request-size
	_ = make([]byte, 0, int(size))
}

func bounded(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil || n > 1000 {
		return
	}
	// ok: alloc-request-size
	_ = make([]byte, n)
}

func safe(w http.ResponseWriter, r *http.Request, n int) {
	// ok: alloc-request-size
	_ = make([]byte, 1024)
	// ok: alloc-request-size
	_ = make([]byte, n)
	page, _ := strconv.Atoi(r.FormValue("page"))
	// ok: alloc-request-size
	_ = strings.Repeat("a", 3)
	_ = page
}
