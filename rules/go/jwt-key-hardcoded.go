package sample

import (
	"os"

	"github.com/golang-jwt/jwt/v5"
)

var signingKey = []byte("signing phrase")

const phrase = "another phrase"

func issue(c jwt.Claims) (string, error) {
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, c)
	if c == nil {
		// ruleid: jwt-key-hardcoded
		return t.SignedString([]byte("signing phrase"))
	}
	if c != nil {
		// ruleid: jwt-key-hardcoded
		return t.SignedString([]byte(phrase))
	}
	// ruleid: jwt-key-hardcoded
	return t.SignedString(signingKey)
}

func check(s string) {
	_, _ = jwt.Parse(s, func(t *jwt.Token) (interface{}, error) {
		// ruleid: jwt-key-hardcoded
		return []byte("signing phrase"), nil
	})
}

func keyOf(t *jwt.Token) (any, error) {
	// ruleid: jwt-key-hardcoded
	return signingKey, nil
}

type issuer struct{ key []byte }

func (i issuer) safe(t *jwt.Token, s string) {
	// ok: jwt-key-hardcoded
	_, _ = t.SignedString(i.key)
	// ok: jwt-key-hardcoded
	_, _ = t.SignedString([]byte(os.Getenv("JWT_KEY")))
	_, _ = jwt.Parse(s, func(t *jwt.Token) (interface{}, error) {
		// ok: jwt-key-hardcoded
		return i.key, nil
	})
}
