package sample

import (
	kube "k8s.io/client-go/rest"
)

type rest struct{ Insecure bool }

func literal(c *kube.Config) {
	_ = &kube.Config{
		Host: "h",
		// ruleid: kube-tls-unchecked
		TLSClientConfig: kube.TLSClientConfig{ServerName: "a", Insecure: true},
	}
	// ruleid: kube-tls-unchecked
	c.TLSClientConfig.Insecure = true
	func() {
		// ruleid: kube-tls-unchecked
		c.Insecure = true
	}()
}

func safe(c *kube.Config, ca []byte, insecure bool) {
	// ok: kube-tls-unchecked
	c.TLSClientConfig = kube.TLSClientConfig{CAData: ca}
	// ok: kube-tls-unchecked
	c.Insecure = insecure
	// ok: kube-tls-unchecked
	_ = rest{Insecure: true}
}
