package sample

import (
	"fmt"
	std "log"
	"log/slog"

	"go.uber.org/zap"
)

type user struct{ Name, Password string }

type server struct{ logger *zap.SugaredLogger }

func (s *server) direct(u user, apiKey string, accessToken []byte) {
	// ruleid: secret-logged
	std.Printf("login %s %s", u.Name, u.Password)
	// ruleid: secret-logged
	slog.Info("call", "key", apiKey)
	// ruleid: secret-logged
	s.logger.Infow("token", "value", string(accessToken))
	func() {
		// ruleid: secret-logged
		std.Println("key:", apiKey)
	}()
	// ruleid: secret-logged
	_ = zap.String("k", apiKey)
}

func (s *server) safe(u user, password string, passwordLength int) {
	// ok: secret-logged
	std.Printf("login %s", u.Name)
	// ok: secret-logged
	std.Println("the password was changed")
	// ok: secret-logged
	std.Println(len(password), passwordLength)
	// ok: secret-logged
	_ = fmt.Sprintf("%s", password)
	// ok: secret-logged
	slog.Info("call", "password", "redacted")
}
