package sample

import (
	"crypto/sha256"
	"hash"

	four "golang.org/x/crypto/md4"
	"golang.org/x/crypto/ripemd160"
	"golang.org/x/crypto/sha3"
)

func direct(b []byte) hash.Hash {
	// ruleid: weak-hash-md4
	h := four.New()
	h.Write(b)
	// ruleid: weak-hash-md4
	return ripemd160.New()
}

var factories = map[string]func() hash.Hash{
	"ripemd": func() hash.Hash {
		// ruleid: weak-hash-md4
		return ripemd160.New()
	},
}

func safe() {
	// ok: weak-hash-md4
	_ = sha256.New()
	// ok: weak-hash-md4
	_ = sha3.New256()
	// ok: weak-hash-md4
	_ = ripemd160.Size
}
