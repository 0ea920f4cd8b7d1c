package sample

import (
	// ok: import-sha1
	"crypto/sha256"
	// ok: import-sha1
	"example.com/fork/crypto/sha1"
	// ok: import-sha1
	sha1sum "crypto/sha1sum"
)

// ruleid: import-sha1
import oldsha1 "crypto/sha1"

// ruleid: import-sha1
import (
	"crypto/sha1"
)

// ruleid: import-sha1
import _ "crypto/sha1"

// ok: import-sha1
const path = "crypto/sha1"
