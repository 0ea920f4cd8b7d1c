package sample

import (
	"crypto/pbkdf2"
	"crypto/sha256"

	xp "golang.org/x/crypto/pbkdf2"
)

const rounds = 1000

func direct(p string, salt []byte) {
	// ruleid: pbkdf2-iterations-low
	_ = xp.Key([]byte(p), salt, 4096, 32, sha256.New)
	// ruleid: pbkdf2-iterations-low
	_ = xp.Key([]byte(p), salt, rounds, 32, sha256.New)
	// ruleid: pbkdf2-iterations-low
	k, err := pbkdf2.Key(sha256.New, p, salt, 10000, 32)
	_, _ = k, err
}

func safe(p string, salt []byte, n int) {
	// ok: pbkdf2-iterations-low
	_ = xp.Key([]byte(p), salt, 600_000, 32, sha256.New)
	// ok: pbkdf2-iterations-low
	_ = xp.Key([]byte(p), salt, n, 32, sha256.New)
	// ok: pbkdf2-iterations-low
	_, _ = pbkdf2.Key(sha256.New, p, salt, 310000, 32)
}
