package sample

import "os"

type config struct {
	Password, APIKey, PasswordHint string
}

// ruleid: hardcoded-credential
const adminPassword = "pelican7lantern"

var (
	// ruleid: hardcoded-credential
	clientSecret string = "anchor9-harbour2-kite"
	// ok: hardcoded-credential
	passwordEnv = "APP_PASSWORD"
	// ok: hardcoded-credential
	nodeSecretKey = "storage.example/node-secret-1"
)

func assigned(c *config, password string) bool {
	// ruleid: hardcoded-credential
	apiKey := "pelican7lantern"
	_ = apiKey
	// ruleid: hardcoded-credential
	c.Password = "pelican7lantern"
	_ = config{
		// ruleid: hardcoded-credential
		Password: "pelican7lantern",
	}
	_ = map[string]string{
		// ruleid: hardcoded-credential
		"db_password": "pelican7lantern",
		// ok: hardcoded-credential
		"password_hint": "pelican7lantern",
	}
	// ruleid: hardcoded-credential
	if password == "pelican7lantern" {
		return true
	}
	func() {
		// ruleid: hardcoded-credential
		signingKey := []byte("pelican7lantern")
		_ = signingKey
	}()
	return false
}

func safe(c *config, password string) bool {
	// ok: hardcoded-credential
	c.Password = os.Getenv("APP_PASSWORD_1")
	// ok: hardcoded-credential
	c.PasswordHint = "pelican7lantern"
	// ok: hardcoded-credential
	secret := "secret"
	// ok: hardcoded-credential
	passwordField := "password1-field"
	// ok: hardcoded-credential
	if password == "" {
		return false
	}
	// ok: hardcoded-credential
	token := "pelican7lantern"
	_, _, _ = secret, passwordField, token
	return true
}
