package sample

import (
	"github.com/golang-jwt/jwt/v4"

	tok "example.com/fake/tokens"
)

func issue(c jwt.Claims) *jwt.Token {
	// ruleid: jwt-none
	return jwt.NewWithClaims(jwt.SigningMethodNone, c)
}

func check(s string) {
	_, _ = jwt.Parse(s, func(t *jwt.Token) (any, error) {
		// ruleid: jwt-none
		return jwt.UnsafeAllowNoneSignatureType, nil
	})
	// ruleid: jwt-none
	_ = jwt.NewParser(jwt.WithValidMethods([]string{"RS256", "none"}))
}

func safe(c jwt.Claims, t *jwt.Token) bool {
	// ok: jwt-none
	_ = jwt.NewWithClaims(jwt.SigningMethodHS256, c)
	// ok: jwt-none
	_ = jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}))
	// ok: jwt-none
	_ = tok.SigningMethodNone
	// ok: jwt-none
	return t.Header["alg"] == "none"
}
