package sample

import (
	"errors"

	"github.com/golang-jwt/jwt/v5"
)

type verifier struct{ key []byte }

func (v verifier) direct(s string, c jwt.Claims) {
	// ruleid: jwt-method-unchecked
	_, _ = jwt.Parse(s, func(t *jwt.Token) (interface{}, error) {
		return v.key, nil
	})
	// ruleid: jwt-method-unchecked
	if _, err := jwt.ParseWithClaims(s, c, func(token *jwt.Token) (any, error) { return v.key, nil }); err != nil {
		return
	}
}

func (v verifier) safe(s string, c jwt.Claims) {
	// ok: jwt-method-unchecked
	_, _ = jwt.Parse(s, func(t *jwt.Token) (any, error) { return v.key, nil }, jwt.WithValidMethods([]string{"HS256"}))
	// ok: jwt-method-unchecked
	_, _ = jwt.ParseWithClaims(s, c, func(t *jwt.Token) (any, error) {
		if _, ok := t.Method.(*jwt.SigningMethodHMAC); !ok {
			return nil, errors.New("wrong method")
		}
		return v.key, nil
	})
}
