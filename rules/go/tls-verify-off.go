package sample

import (
	xtls "crypto/tls"
	"net/http"

	other "example.com/proxy/config"
)

const yes = true

type client struct{ conf *xtls.Config }

func literal() {
	// ruleid: tls-verify-off
	_ = &xtls.Config{ServerName: "a", InsecureSkipVerify: true}
	// ruleid: tls-verify-off
	_ = xtls.Config{InsecureSkipVerify: true, MinVersion: xtls.VersionTLS13}
	_ = &http.Client{Transport: &http.Transport{
		// a named constant: semgrep folds no booleans
		// todoruleid: tls-verify-off
		TLSClientConfig: &xtls.Config{InsecureSkipVerify: yes},
	}}
}

func (c *client) assigned(tr *http.Transport) {
	// ruleid: tls-verify-off
	c.conf.InsecureSkipVerify = true
	// ruleid: tls-verify-off
	tr.TLSClientConfig.InsecureSkipVerify = true
	func() {
		conf := &xtls.Config{}
		// ruleid: tls-verify-off
		conf.InsecureSkipVerify = true
	}()
}

func safe(insecure bool, verify func(xtls.ConnectionState) error) {
	// ok: tls-verify-off
	_ = &xtls.Config{InsecureSkipVerify: false}
	// ok: tls-verify-off
	_ = &xtls.Config{InsecureSkipVerify: insecure}
	// ok: tls-verify-off
	_ = &xtls.Config{InsecureSkipVerify: true, VerifyConnection: verify}
	// ok: tls-verify-off
	_ = other.Config{InsecureSkipVerify: true}
}
