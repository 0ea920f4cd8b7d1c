package sample

import (
	"net/http"
	"net/smtp"
	"net/url"
	"os"

	"github.com/aws/aws-sdk-go-v2/credentials"
	"golang.org/x/crypto/ssh"
)

const phrase = "pelican7lantern"

type fake struct{}

func (fake) Password(string) {}

func direct(r *http.Request) {
	// ruleid: credential-in-call
	r.SetBasicAuth("robot", "pelican7lantern")
	// ruleid: credential-in-call
	_ = url.UserPassword("robot", phrase)
	// ruleid: credential-in-call
	_ = []ssh.AuthMethod{ssh.Password("pelican7lantern")}
	func() {
		// ruleid: credential-in-call
		_ = smtp.PlainAuth("", "robot", "pelican7lantern", "localhost")
	}()
	// ruleid: credential-in-call
	_ = credentials.NewStaticCredentialsProvider("robot", "pelican7lantern", "")
}

func safe(r *http.Request, password string, f fake) {
	// ok: credential-in-call
	r.SetBasicAuth("robot", password)
	// ok: credential-in-call
	r.SetBasicAuth(password, "")
	// ok: credential-in-call
	_ = ssh.Password(os.Getenv("SSH_PASSWORD"))
	// ok: credential-in-call
	_ = url.UserPassword("xxxxx", "xxxxx")
	// ok: credential-in-call
	f.Password("pelican7lantern")
}
