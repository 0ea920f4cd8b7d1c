package sample

import "net/http"

const api = "/api/"

func direct(c *http.CrossOriginProtection) {
	// ruleid: csrf-bypass-broad
	c.AddInsecureBypassPattern("/")
	// ruleid: csrf-bypass-broad
	c.AddInsecureBypassPattern(api)
	d := http.NewCrossOriginProtection()
	func() {
		// ruleid: csrf-bypass-broad
		d.AddInsecureBypassPattern("POST /{path...}")
	}()
}

func safe(c *http.CrossOriginProtection, p string) {
	// ok: csrf-bypass-broad
	c.AddInsecureBypassPattern("/webhook/payment")
	// ok: csrf-bypass-broad
	c.AddInsecureBypassPattern("POST /hooks/{id}/run")
	// ok: csrf-bypass-broad
	c.AddInsecureBypassPattern(p)
}
