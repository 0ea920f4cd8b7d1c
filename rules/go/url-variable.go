package sample

import (
	"net/http"

	"example.com/fake/transport"
)

const base = "https://example.com"

func direct(url string, c *http.Client) {
	// ruleid: url-variable
	resp, err := http.Get(url)
	_, _ = resp, err
	func() {
		// ruleid: url-variable
		_, _ = http.Post(url+"/a", "text/plain", nil)
	}()
	// ruleid: url-variable
	if _, err := http.Head("https://" + url); err != nil {
		return
	}
}

func safe(path string) {
	// ok: url-variable
	_, _ = http.Get("https://example.com/")
	// ok: url-variable
	_, _ = http.Get(base + "/fixed")
	// ok: url-variable
	_, _ = http.Get("https://example.com/" + path)
	// ok: url-variable
	_, _ = transport.Get(path)
}
