package sample

import (
	crand "crypto/rand"
	mrand "math/rand"

	"example.com/dice/rand2"
)

type account struct {
	salt  int64
	delay int
}

func assigned() {
	// ruleid: weak-rand
	token := mrand.Int63()
	// ruleid: weak-rand
	var sessionID = mrand.Uint64()
	// ruleid: weak-rand
	otp := 100000 + mrand.Intn(900000)
	_, _, _ = token, sessionID, otp
}

func (a *account) field() {
	// ruleid: weak-rand
	a.salt = mrand.Int63()
	// ok: weak-rand
	a.delay = mrand.Intn(30)
}

func filled() []byte {
	nonce := make([]byte, 12)
	// ruleid: weak-rand
	mrand.Read(nonce)
	return nonce
}

func newPassword(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		// ruleid: weak-rand
		b[i] = byte('a' + mrand.Intn(26))
	}
	return b
}

func own(seed int64) {
	r := mrand.New(mrand.NewSource(seed))
	go func() {
		// ruleid: weak-rand
		csrf := r.Int63()
		_ = csrf
	}()
}

func safe() {
	secret := make([]byte, 32)
	// todook: weak-rand
	crand.Read(secret)
	// ok: weak-rand
	jitter := mrand.Intn(100)
	// ok: weak-rand
	token := rand2.Int63()
	_, _ = jitter, token
}

func pick(tokens []string) string {
	// ok: weak-rand
	token := tokens[mrand.Intn(len(tokens))]
	return token
}
