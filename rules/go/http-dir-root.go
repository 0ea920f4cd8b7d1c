package sample

import (
	web "net/http"
	"os"

	"example.com/fake/http"
)

const root = "/"

func direct(mux *web.ServeMux) {
	// ruleid: http-dir-root
	mux.Handle("/", web.FileServer(web.Dir("/")))
	// ruleid: http-dir-root
	fs := web.Dir(root)
	_ = fs
	func() {
		// ruleid: http-dir-root
		mux.Handle("/a", web.FileServerFS(os.DirFS("/")))
	}()
}

func safe(mux *web.ServeMux, dir string) {
	// ok: http-dir-root
	mux.Handle("/", web.FileServer(web.Dir("/srv/public")))
	// ok: http-dir-root
	_ = web.Dir(dir)
	// ok: http-dir-root
	_ = web.Dir(".")
	// ok: http-dir-root
	_ = http.Folder("/")
}
