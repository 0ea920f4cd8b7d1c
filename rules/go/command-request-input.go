package sample

import (
	"net/http"
	"os/exec"
	"regexp"
	"strings"
)

var plain = regexp.MustCompile(`^[a-z]+$`)

func direct(w http.ResponseWriter, r *http.Request) {
	// ruleid: command-request-input
	_, _ = exec.Command("ping", r.FormValue("host")).Output()
	// ruleid: command-request-input
	_ = exec.CommandContext(r.Context(), "sh", "-c", "ls "+r.URL.Query().Get("dir")).Run()
	name := r.PathValue("name")
	if name != "" {
		// ruleid: command-request-input
		_ = exec.Command("tool", "--name="+name).Run()
	}
}

func carried(w http.ResponseWriter, r *http.Request) {
	args := []string{"-c"}
	args = append(args, strings.TrimSpace(r.URL.Query().Get("line")))
	// ruleid: command-request-input
	if err := exec.Command("sh", args...).Run(); err != nil {
		return
	}
	host := "localhost"
	if v := r.FormValue("host"); v != "" {
		host = v
	}
	// ruleid: command-request-input
	_ = exec.Command("ping", host).Run()
}

func checked(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if !plain.MatchString(name) {
		return
	}
	// ok: command-request-input
	_ = exec.Command("tool", "--", name).Run()
}

func safe(w http.ResponseWriter, r *http.Request) {
	// ok: command-request-input
	_ = exec.Command("tool", "--version").Run()
	switch mode := r.FormValue("mode"); mode {
	case "fast":
		// ok: command-request-input
		_ = exec.Command("tool", "--fast").Run()
	}
}
