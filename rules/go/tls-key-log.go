package sample

import (
	"crypto/tls"
	"io"
	"os"
)

func literal(f *os.File, w io.Writer, c *tls.Config) {
	// ruleid: tls-key-log
	_ = &tls.Config{ServerName: "a", KeyLogWriter: f}
	if w != nil {
		// ruleid: tls-key-log
		c.KeyLogWriter = w
	}
}

type keyLog struct{ KeyLogWriter io.Writer }

func safe(c *tls.Config, w io.Writer) {
	// ok: tls-key-log
	_ = &tls.Config{KeyLogWriter: nil}
	// ok: tls-key-log
	c.KeyLogWriter = nil
	// ok: tls-key-log
	_ = keyLog{KeyLogWriter: w}
}
