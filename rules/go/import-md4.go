package sample

import (
	// ok: import-md4
	"crypto/sha256"
	// ok: import-md4
	"example.com/fork/golang.org/x/crypto/md4"
	// ok: import-md4
	md4sum "golang.org/x/crypto/md4sum"
)

// ruleid: import-md4
import oldmd4 "golang.org/x/crypto/md4"

// ruleid: import-md4
import (
	"golang.org/x/crypto/md4"
)

// ruleid: import-md4
import _ "golang.org/x/crypto/md4"

// ok: import-md4
const path = "golang.org/x/crypto/md4"
