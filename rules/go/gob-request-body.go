package sample

import (
	wire "encoding/gob"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
)

func direct(w http.ResponseWriter, r *http.Request, v any) {
	// ruleid: gob-request-body
	_ = wire.NewDecoder(r.Body).Decode(v)
	func() {
		// ruleid: gob-request-body
		d := wire.NewDecoder(io.LimitReader(r.Body, 1<<20))
		_ = d
	}()
}

func serve(c net.Conn, v any) error {
	// ruleid: gob-request-body
	return wire.NewDecoder(c).Decode(v)
}

func safe(w http.ResponseWriter, r *http.Request, f *os.File, v any) {
	// ok: gob-request-body
	_ = json.NewDecoder(r.Body).Decode(v)
	// ok: gob-request-body
	_ = wire.NewDecoder(f).Decode(v)
}
