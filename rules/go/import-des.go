package sample

import (
	// ok: import-des
	"crypto/aes"
	// ok: import-des
	"example.com/fork/crypto/des"
	// ok: import-des
	dessum "crypto/dessum"
)

// ruleid: import-des
import olddes "crypto/des"

// ruleid: import-des
import (
	"crypto/des"
)

// ruleid: import-des
import _ "crypto/des"

// ok: import-des
const path = "crypto/des"
