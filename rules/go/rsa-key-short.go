package sample

import (
	"crypto/rand"
	r "crypto/rsa"

	"example.com/other/keys"
)

const short = 1024
const long = 4096

func direct() {
	// ruleid: rsa-key-short
	k, err := r.GenerateKey(rand.Reader, 1024)
	_, _ = k, err
	// ruleid: rsa-key-short
	_, _ = r.GenerateKey(rand.Reader, short)
	// ruleid: rsa-key-short
	_, _ = r.GenerateMultiPrimeKey(rand.Reader, 3, 1536)
	go func() {
		// ruleid: rsa-key-short
		if _, err := r.GenerateKey(rand.Reader, 512); err != nil {
			panic(err)
		}
	}()
}

func safe(bits int) {
	// ok: rsa-key-short
	_, _ = r.GenerateKey(rand.Reader, 2048)
	// ok: rsa-key-short
	_, _ = r.GenerateKey(rand.Reader, long)
	// ok: rsa-key-short
	_, _ = r.GenerateKey(rand.Reader, bits)
	// ok: rsa-key-short
	_, _ = keys.GenerateKey(rand.Reader, 1024)
}
