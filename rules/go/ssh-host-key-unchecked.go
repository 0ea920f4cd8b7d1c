package sample

import (
	"net"

	sshc "golang.org/x/crypto/ssh"

	"example.com/fake/ssh"
)

func literal() {
	_ = &sshc.ClientConfig{
		// ruleid: ssh-host-key-unchecked
		HostKeyCallback: sshc.InsecureIgnoreHostKey(),
	}
	c := &sshc.ClientConfig{}
	// ruleid: ssh-host-key-unchecked
	c.HostKeyCallback = sshc.InsecureIgnoreHostKey()
	_ = &sshc.ClientConfig{
		// ruleid: ssh-host-key-unchecked
		HostKeyCallback: func(host string, addr net.Addr, key sshc.PublicKey) error { return nil },
	}
}

func safe(key sshc.PublicKey, verify func(sshc.PublicKey) error) {
	// ok: ssh-host-key-unchecked
	_ = &sshc.ClientConfig{HostKeyCallback: sshc.FixedHostKey(key)}
	// ok: ssh-host-key-unchecked
	_ = &sshc.ClientConfig{HostKeyCallback: func(host string, addr net.Addr, key sshc.PublicKey) error {
		return verify(key)
	}}
	// ok: ssh-host-key-unchecked
	ssh.IgnoreHostKey()
}
