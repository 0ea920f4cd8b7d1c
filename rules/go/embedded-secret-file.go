package sample

import _ "embed"

// ruleid: embedded-secret-file
//go:embed server.key
var key []byte

// ruleid: embedded-secret-file
//go:embed static/index.html deploy/id_rsa
var files []byte

var (
	// ruleid: embedded-secret-file
	//go:embed config/.env
	settings string
)

// ok: embedded-secret-file
//go:embed server.crt
var cert []byte

// ok: embedded-secret-file
//go:embed keys.html monkey.json
var page []byte

// ok: embedded-secret-file
// see //go:embed server.key
var note string
