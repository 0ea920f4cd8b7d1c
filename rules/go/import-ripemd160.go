package sample

import (
	// ok: import-ripemd160
	"crypto/sha256"
	// ok: import-ripemd160
	"example.com/fork/golang.org/x/crypto/ripemd160"
	// ok: import-ripemd160
	ripemd160sum "golang.org/x/crypto/ripemd160sum"
)

// ruleid: import-ripemd160
import oldripemd160 "golang.org/x/crypto/ripemd160"

// ruleid: import-ripemd160
import (
	"golang.org/x/crypto/ripemd160"
)

// ruleid: import-ripemd160
import _ "golang.org/x/crypto/ripemd160"

// ok: import-ripemd160
const path = "golang.org/x/crypto/ripemd160"
