package sample

import (
	// ok: import-md5
	"crypto/sha256"
	// ok: import-md5
	"example.com/fork/crypto/md5"
	// ok: import-md5
	md5sum "crypto/md5sum"
)

// ruleid: import-md5
import oldmd5 "crypto/md5"

// ruleid: import-md5
import (
	"crypto/md5"
)

// ruleid: import-md5
import _ "crypto/md5"

// ok: import-md5
const path = "crypto/md5"
