package sample

import (
	"crypto"
	"crypto/rand"
	pk "crypto/rsa"
	"crypto/sha256"
)

func direct(key *pk.PrivateKey, b []byte) error {
	// ruleid: rsa-pkcs1v15-decrypt
	c, err := pk.EncryptPKCS1v15(rand.Reader, &key.PublicKey, b)
	if err != nil {
		return err
	}
	// ruleid: rsa-pkcs1v15-decrypt
	_, err = pk.DecryptPKCS1v15(rand.Reader, key, c)
	return err
}

func safe(key *pk.PrivateKey, b []byte) {
	// ok: rsa-pkcs1v15-decrypt
	_, _ = pk.EncryptOAEP(sha256.New(), rand.Reader, &key.PublicKey, b, nil)
	// ok: rsa-pkcs1v15-decrypt
	_, _ = pk.SignPKCS1v15(rand.Reader, key, crypto.SHA256, b)
	// ok: rsa-pkcs1v15-decrypt
	_ = pk.DecryptPKCS1v15SessionKey(rand.Reader, key, b, b)
}
