package sample

import (
	"net/http"
	re "regexp"
)

var fixed = re.MustCompile(`^[a-z]+$`)

func direct(w http.ResponseWriter, r *http.Request) {
	// ruleid: regexp-request-input
	_ = re.MustCompile(r.FormValue("q"))
	// ruleid: regexp-request-input
	_, _ = re.MatchString("^"+r.URL.Query().Get("q"), "text")
	q := r.PathValue("q")
	func() {
		// ruleid: regexp-request-input
		_, _ = re.Compile("(?i)" + q)
	}()
}

func safe(w http.ResponseWriter, r *http.Request) {
	// ok: regexp-request-input
	_ = re.MustCompile(re.QuoteMeta(r.FormValue("q")))
	// ok: regexp-request-input
	_ = fixed.MatchString(r.FormValue("q"))
	// ok: regexp-request-input
	_, _ = re.MatchString("^a", r.FormValue("q"))
}
