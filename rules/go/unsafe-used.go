package sample

import (
	u "unsafe"

	"example.com/fake/unsafe"
)

func direct(b []byte, p *int) {
	// ruleid: unsafe-used
	_ = *(*string)(u.Pointer(&b))
	func() {
		// ruleid: unsafe-used
		_ = u.String(&b[0], len(b))
	}()
	// ruleid: unsafe-used
	q := u.Add(nil, 8)
	_ = q
}

func safe(b []byte) {
	// ok: unsafe-used
	_ = string(b)
	// ok: unsafe-used
	_ = u.Sizeof(b)
	// ok: unsafe-used
	_ = unsafe.Wrap(b)
}
