package sample

import (
	"crypto/hmac"
	sum "crypto/md5"
	"crypto/sha256"

	"example.com/checks/md5sum"
)

func direct(b []byte) {
	// ruleid: weak-hash-md5
	h := sum.New()
	h.Write(b)
	// ruleid: weak-hash-md5
	_ = sum.Sum(b)
	f := func() {
		// ruleid: weak-hash-md5
		_ = sum.Sum([]byte("x"))
	}
	f()
}

func mac(key []byte) {
	// ruleid: weak-hash-md5
	_ = hmac.New(sum.New, key)
}

func safe(b []byte) {
	// ok: weak-hash-md5
	_ = sha256.Sum256(b)
	// ok: weak-hash-md5
	_ = md5sum.New()
	// ok: weak-hash-md5
	_ = sum.Size
}
