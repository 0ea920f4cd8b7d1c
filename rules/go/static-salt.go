package sample

import (
	"crypto/sha256"

	argon "golang.org/x/crypto/argon2"
	"golang.org/x/crypto/pbkdf2"
	"golang.org/x/crypto/scrypt"
)

var everywhere = []byte("the same for all")

func direct(p []byte) {
	// ruleid: static-salt
	_ = argon.IDKey(p, []byte("somesalt"), 1, 65536, 4, 32)
	// ruleid: static-salt
	_ = pbkdf2.Key(p, everywhere, 600000, 32, sha256.New)
	// ruleid: static-salt
	_, _ = scrypt.Key(p, nil, 32768, 8, 1, 32)
	salt := []byte("local salt")
	// ruleid: static-salt
	_, _ = scrypt.Key(p, salt, 32768, 8, 1, 32)
}

type record struct{ salt []byte }

func (r record) safe(p, salt []byte, user string) {
	// ok: static-salt
	_ = argon.IDKey(p, r.salt, 1, 65536, 4, 32)
	// ok: static-salt
	_ = pbkdf2.Key(p, salt, 600000, 32, sha256.New)
	// ok: static-salt
	_, _ = scrypt.Key(p, []byte(user), 32768, 8, 1, 32)
}
