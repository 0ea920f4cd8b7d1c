package sample

import (
	"crypto/cipher"
	"crypto/rand"
	"io"
)

var fixed = []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}

func direct(b cipher.Block, aead cipher.AEAD, msg []byte) {
	// ruleid: hardcoded-iv
	_ = cipher.NewCBCEncrypter(b, []byte("0123456789abcdef"))
	// ruleid: hardcoded-iv
	_ = cipher.NewCTR(b, fixed)
	iv := []byte("0123456789abcdef")
	// ruleid: hardcoded-iv
	_ = cipher.NewCFBEncrypter(b, iv)
	func() {
		// ruleid: hardcoded-iv
		_ = aead.Seal(nil, []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, msg, nil)
	}()
}

func safe(b cipher.Block, aead cipher.AEAD, msg, given []byte) {
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	// ok: hardcoded-iv
	_ = aead.Seal(nil, nonce, msg, nil)
	iv := make([]byte, 16)
	io.ReadFull(rand.Reader, iv)
	// ok: hardcoded-iv
	_ = cipher.NewCBCEncrypter(b, iv)
	// ok: hardcoded-iv
	_ = cipher.NewCTR(b, given)
	// ok: hardcoded-iv
	_ = cipher.NewCBCDecrypter(b, []byte("0123456789abcdef"))
}
