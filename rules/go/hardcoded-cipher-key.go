package sample

import (
	"crypto/aes"
	mac "crypto/hmac"
	"crypto/sha256"
	"os"

	"golang.org/x/crypto/chacha20poly1305"
)

var packageKey = []byte("an example key!!")

const phrase = "an example key!!"

func direct() {
	// ruleid: hardcoded-cipher-key
	_, _ = aes.NewCipher([]byte("an example key!!"))
	// ruleid: hardcoded-cipher-key
	_, _ = aes.NewCipher(packageKey)
	// ruleid: hardcoded-cipher-key
	h := mac.New(sha256.New, []byte(phrase))
	_ = h
	local := []byte("an example key!!")
	func() {
		// ruleid: hardcoded-cipher-key
		_, _ = chacha20poly1305.New(local)
	}()
}

type box struct{ key []byte }

func (b box) safe(key []byte, text string) {
	// ok: hardcoded-cipher-key
	_, _ = aes.NewCipher(b.key)
	// ok: hardcoded-cipher-key
	_, _ = aes.NewCipher([]byte(text))
	// ok: hardcoded-cipher-key
	_ = mac.New(sha256.New, []byte(os.Getenv("KEY")))
	// ok: hardcoded-cipher-key
	_ = mac.New(sha256.New, []byte{})
	// ok: hardcoded-cipher-key
	_ = mac.New(sha256.New, key)
}
