package sample

import (
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	plain "google.golang.org/grpc/credentials/insecure"

	"example.com/fake/dialer"
)

func direct(addr string) {
	// ruleid: grpc-plaintext
	_, _ = grpc.Dial(addr, grpc.WithInsecure())
	opts := []grpc.DialOption{
		// ruleid: grpc-plaintext
		grpc.WithTransportCredentials(plain.NewCredentials()),
	}
	go func() {
		// ruleid: grpc-plaintext
		creds := plain.NewCredentials()
		_, _ = grpc.NewClient(addr, append(opts, grpc.WithTransportCredentials(creds))...)
	}()
}

func safe(addr string, creds credentials.TransportCredentials) {
	// ok: grpc-plaintext
	_, _ = grpc.NewClient(addr, grpc.WithTransportCredentials(creds))
	// ok: grpc-plaintext
	_ = dialer.WithInsecure()
}
