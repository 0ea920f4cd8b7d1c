package sample

import "crypto/tls"

var preferred = []uint16{
	// ruleid: tls-weak-cipher-suite
	tls.TLS_RSA_WITH_AES_128_CBC_SHA,
	// ok: tls-weak-cipher-suite
	tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
}

func literal(c *tls.Config) {
	_ = &tls.Config{
		CipherSuites: []uint16{
			// ruleid: tls-weak-cipher-suite
			tls.TLS_RSA_WITH_RC4_128_SHA,
			// ruleid: tls-weak-cipher-suite
			tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA,
			// ok: tls-weak-cipher-suite
			tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
		},
	}
	// ruleid: tls-weak-cipher-suite
	c.CipherSuites = append(c.CipherSuites, tls.TLS_ECDHE_ECDSA_WITH_RC4_128_SHA)
}

func safe(suite uint16) bool {
	// ok: tls-weak-cipher-suite
	if suite == tls.TLS_RSA_WITH_RC4_128_SHA {
		return false
	}
	switch suite {
	// ok: tls-weak-cipher-suite
	case tls.TLS_RSA_WITH_AES_128_GCM_SHA256:
		return false
	}
	// ok: tls-weak-cipher-suite
	_ = &tls.Config{CipherSuites: []uint16{tls.TLS_AES_128_GCM_SHA256}}
	return true
}
