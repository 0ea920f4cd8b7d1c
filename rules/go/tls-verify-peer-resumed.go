package sample

import (
	"crypto/tls"
	"crypto/x509"
)

func check(raw [][]byte, chains [][]*x509.Certificate) error { return nil }

func always(s tls.ConnectionState) error { return nil }

func literal() *tls.Config {
	// ruleid: tls-verify-peer-resumed
	_ = tls.Config{VerifyPeerCertificate: check, ClientAuth: tls.RequireAnyClientCert}
	// ruleid: tls-verify-peer-resumed
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		VerifyPeerCertificate: func(raw [][]byte, chains [][]*x509.Certificate) error {
			return nil
		},
	}
}

func safe() {
	// ok: tls-verify-peer-resumed
	_ = &tls.Config{VerifyConnection: always}
	// ok: tls-verify-peer-resumed
	_ = &tls.Config{VerifyPeerCertificate: check, VerifyConnection: always}
	// ok: tls-verify-peer-resumed
	_ = &tls.Config{VerifyPeerCertificate: check, SessionTicketsDisabled: true}
}
