package sample

import (
	"crypto/aes"
	old "crypto/des"

	"example.com/fake/des"
)

func direct(key []byte) error {
	// ruleid: weak-cipher-des
	b, err := old.NewCipher(key)
	_ = b
	// ruleid: weak-cipher-des
	if _, err = old.NewTripleDESCipher(key); err != nil {
		return err
	}
	return func() error {
		// ruleid: weak-cipher-des
		_, err := old.NewCipher(key[:8])
		return err
	}()
}

func safe(key []byte) {
	// ok: weak-cipher-des
	_, _ = aes.NewCipher(key)
	// ok: weak-cipher-des
	_ = old.BlockSize
	// ok: weak-cipher-des
	_ = des.New(key)
}
