package sample

import (
	"crypto/tls"

	stls "crypto/tls"
)

func literal() {
	// ruleid: tls-old-version
	_ = &tls.Config{MinVersion: tls.VersionTLS10}
	// ruleid: tls-old-version
	_ = stls.Config{ServerName: "a", MinVersion: stls.VersionTLS11, MaxVersion: stls.VersionTLS13}
	// ruleid: tls-old-version
	_ = &tls.Config{MaxVersion: tls.VersionSSL30}
	// ruleid: tls-old-version
	_ = &tls.Config{MinVersion: 0x0301}
}

func assigned(c *tls.Config) {
	// ruleid: tls-old-version
	c.MinVersion = tls.VersionTLS10
	go func() {
		d := &tls.Config{}
		// ruleid: tls-old-version
		d.MaxVersion = tls.VersionTLS11
	}()
}

type rules struct{ MinVersion uint16 }

func safe(v uint16) {
	// ok: tls-old-version
	_ = &tls.Config{MinVersion: tls.VersionTLS12}
	// ok: tls-old-version
	_ = &tls.Config{MinVersion: v}
	// ok: tls-old-version
	_ = rules{MinVersion: tls.VersionTLS10}
	// ok: tls-old-version
	if v < tls.VersionTLS11 {
		return
	}
}
