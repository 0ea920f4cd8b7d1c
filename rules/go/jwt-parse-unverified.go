package sample

import "github.com/golang-jwt/jwt/v5"

func direct(s string, c jwt.MapClaims) error {
	// ruleid: jwt-parse-unverified
	t, _, err := jwt.NewParser().ParseUnverified(s, c)
	_ = t
	p := &jwt.Parser{}
	func() {
		// ruleid: jwt-parse-unverified
		_, _, _ = p.ParseUnverified(s, jwt.MapClaims{})
	}()
	return err
}

func safe(s string, key jwt.Keyfunc) {
	// ok: jwt-parse-unverified
	_, _ = jwt.Parse(s, key)
	// ok: jwt-parse-unverified
	_, _ = jwt.NewParser().ParseWithClaims(s, jwt.MapClaims{}, key)
}
