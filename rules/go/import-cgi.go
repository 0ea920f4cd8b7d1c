package sample

// ruleid: import-cgi
import "net/http/cgi"

// ruleid: import-cgi
import (
	old "net/http/cgi"
)

import (
	// ok: import-cgi
	"net/http/fcgi"

	// ok: import-cgi
	"example.com/fork/net/http/cgi"
)

// ok: import-cgi
const path = "net/http/cgi"
