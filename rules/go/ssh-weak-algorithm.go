package sample

import "golang.org/x/crypto/ssh"

func literal(c *ssh.ClientConfig) {
	_ = ssh.Config{
		Ciphers: []string{
			// ruleid: ssh-weak-algorithm
			"arcfour256",
			// ok: ssh-weak-algorithm
			"aes256-ctr",
		},
		// ruleid: ssh-weak-algorithm
		MACs: []string{"hmac-sha1-96"},
	}
	// ruleid: ssh-weak-algorithm
	c.KeyExchanges = append(c.KeyExchanges, []string{"diffie-hellman-group1-sha1"}...)
}

func safe(name string) bool {
	// ok: ssh-weak-algorithm
	_ = ssh.Config{KeyExchanges: []string{"curve25519-sha256"}}
	// ok: ssh-weak-algorithm
	return name == "3des-cbc"
}
