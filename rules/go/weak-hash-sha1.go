package sample

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"io"
)

func direct(b []byte, r io.Reader) {
	// ruleid: weak-hash-sha1
	h := sha1.New()
	io.Copy(h, r)
	// ruleid: weak-hash-sha1
	sum := sha1.Sum(b)
	_ = sum
}

type store struct{ new func() any }

func (s *store) key(b []byte) [20]byte {
	// ruleid: weak-hash-sha1
	return sha1.Sum(append(b, '\n'))
}

func safe(b, key []byte) {
	// ok: weak-hash-sha1
	_ = sha256.Sum256(b)
	// ok: weak-hash-sha1
	_ = hmac.New(sha1.New, key)
	// ok: weak-hash-sha1
	_ = make([]byte, sha1.Size)
}
