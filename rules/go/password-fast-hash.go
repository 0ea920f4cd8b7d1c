package sample

import (
	"crypto/md5"
	"crypto/sha1"
	hash "crypto/sha256"
	"crypto/sha512"

	"golang.org/x/crypto/bcrypt"
)

type user struct{ Password, name string }

func (u user) stored() [16]byte {
	// ruleid: password-fast-hash
	return md5.Sum([]byte(u.Password))
}

func plain(password string, passwd []byte, salt string) {
	// ruleid: password-fast-hash
	_ = sha1.Sum([]byte(password))
	// ruleid: password-fast-hash
	_ = hash.Sum256(passwd)
	// ruleid: password-fast-hash
	_ = sha512.Sum512([]byte(password + salt))
	// ruleid: password-fast-hash
	_ = hash.Sum256([]byte(salt + password))
}

func safe(password string, u user, passwordFile []byte) {
	// ok: password-fast-hash
	_, _ = bcrypt.GenerateFromPassword([]byte(password), 12)
	// ok: password-fast-hash
	_ = hash.Sum256([]byte(u.name))
	// ok: password-fast-hash
	_ = hash.Sum256(passwordFile)
}
