package sample

import t "crypto/tls"

func literal(c *t.Config) {
	// ruleid: tls-renegotiation-free
	_ = &t.Config{ServerName: "a", Renegotiation: t.RenegotiateFreelyAsClient}
	// ruleid: tls-renegotiation-free
	c.Renegotiation = t.RenegotiateFreelyAsClient
}

func safe(c *t.Config, level t.RenegotiationSupport) {
	// ok: tls-renegotiation-free
	c.Renegotiation = t.RenegotiateOnceAsClient
	// ok: tls-renegotiation-free
	_ = &t.Config{Renegotiation: t.RenegotiateNever}
	// ok: tls-renegotiation-free
	if level == t.RenegotiateFreelyAsClient {
		return
	}
}
