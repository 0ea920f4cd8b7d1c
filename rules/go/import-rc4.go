package sample

import (
	// ok: import-rc4
	"crypto/aes"
	// ok: import-rc4
	"example.com/fork/crypto/rc4"
	// ok: import-rc4
	rc4sum "crypto/rc4sum"
)

// ruleid: import-rc4
import oldrc4 "crypto/rc4"

// ruleid: import-rc4
import (
	"crypto/rc4"
)

// ruleid: import-rc4
import _ "crypto/rc4"

// ok: import-rc4
const path = "crypto/rc4"
