package sample

import web "net/http"

var client = &web.Client{
	CheckRedirect: func(req *web.Request, via []*web.Request) error {
		// ruleid: check-redirect-headers
		req.Header = via[0].Header
		return nil
	},
}

func follow(req *web.Request, via []*web.Request) error {
	// ruleid: check-redirect-headers
	req.Header.Set("Authorization", via[0].Header.Get("Authorization"))
	return nil
}

func direct(c *web.Client) {
	c.CheckRedirect = func(next *web.Request, before []*web.Request) error {
		// ruleid: check-redirect-headers
		next.Header = before[len(before)-1].Header.Clone()
		return nil
	}
}

func safe(req *web.Request, via []*web.Request) error {
	// ok: check-redirect-headers
	req.Header.Set("User-Agent", "tool")
	if req.URL.Host == via[0].URL.Host {
		// ok: check-redirect-headers
		req.Header.Set("Authorization", via[0].Header.Get("Authorization"))
	}
	return nil
}

func send(req *web.Request) {
	// ok: check-redirect-headers
	req.Header.Set("Authorization", "Bearer x")
}
