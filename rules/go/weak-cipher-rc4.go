package sample

import (
	arc "crypto/rc4"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/salsa20"
)

func direct(key []byte) {
	// ruleid: weak-cipher-rc4
	c, err := arc.NewCipher(key)
	_, _ = c, err
	go func() {
		// ruleid: weak-cipher-rc4
		_, _ = arc.NewCipher([]byte("k"))
	}()
}

func safe(key []byte) {
	// ok: weak-cipher-rc4
	_, _ = chacha20poly1305.New(key)
	// ok: weak-cipher-rc4
	salsa20.XORKeyStream(nil, nil, nil, nil)
}
