package sample

import (
	"crypto/tls"
	network "net"

	"example.com/fake/net"
)

const all = "0.0.0.0:80"

func direct(c *tls.Config) {
	// ruleid: listen-all-interfaces
	_, _ = network.Listen("tcp", "0.0.0.0:6060")
	// ruleid: listen-all-interfaces
	_, _ = network.Listen("tcp", ":6060")
	// ruleid: listen-all-interfaces
	_, _ = network.ListenPacket("udp", "[::]:53")
	func() {
		// ruleid: listen-all-interfaces
		_, _ = tls.Listen("tcp", all, c)
	}()
}

func safe(addr string) {
	// ok: listen-all-interfaces
	_, _ = network.Listen("tcp", "127.0.0.1:0")
	// ok: listen-all-interfaces
	_, _ = network.Listen("tcp", addr)
	// ok: listen-all-interfaces
	_, _ = network.Listen("unix", "/run/a.sock")
	// ok: listen-all-interfaces
	_, _ = net.Join("tcp", "0.0.0.0:1")
}
