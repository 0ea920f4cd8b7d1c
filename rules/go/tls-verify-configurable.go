package sample

import (
	"crypto/tls"

	"example.com/proxy/config"
)

type options struct{ insecure bool }

func variable(insecure bool, o options) {
	// ruleid: tls-verify-configurable
	_ = &tls.Config{InsecureSkipVerify: insecure}
	// ruleid: tls-verify-configurable
	_ = tls.Config{ServerName: "a", InsecureSkipVerify: o.insecure}
}

func (o options) apply(c *tls.Config) {
	// ruleid: tls-verify-configurable
	c.InsecureSkipVerify = !o.insecure
}

func safe(insecure bool) {
	// ok: tls-verify-configurable
	_ = &tls.Config{InsecureSkipVerify: false}
	// ok: tls-verify-configurable
	_ = &tls.Config{InsecureSkipVerify: true}
	// ok: tls-verify-configurable
	_ = &config.Options{InsecureSkipVerify: insecure}
}
