package sample

// ruleid: pprof-imported
import _ "net/http/pprof"

// ruleid: pprof-imported
import (
	_ "net/http/pprof"
)

import (
	// ok: pprof-imported
	"runtime/pprof"

	// ok: pprof-imported
	_ "example.com/fork/net/http/pprof"
)

// ok: pprof-imported
import web "net/http/pprof"

var _ = web.Index
var _ = pprof.Lookup
