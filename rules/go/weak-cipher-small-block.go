package sample

import (
	"crypto/aes"

	bf "golang.org/x/crypto/blowfish"
	"golang.org/x/crypto/cast5"
	"golang.org/x/crypto/twofish"
	"golang.org/x/crypto/xtea"
)

func direct(key, salt []byte) {
	// ruleid: weak-cipher-small-block
	_, _ = bf.NewCipher(key)
	// ruleid: weak-cipher-small-block
	_, _ = bf.NewSaltedCipher(key, salt)
	// ruleid: weak-cipher-small-block
	c, err := cast5.NewCipher(key)
	_, _ = c, err
	func() {
		// ruleid: weak-cipher-small-block
		_, _ = xtea.NewCipher(key)
	}()
}

func safe(key []byte) {
	// ok: weak-cipher-small-block
	_, _ = aes.NewCipher(key)
	// ok: weak-cipher-small-block
	_, _ = twofish.NewCipher(key)
}
