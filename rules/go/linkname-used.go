package sample

import _ "unsafe"

// ruleid: linkname-used
//go:linkname now runtime.nanotime
func now() int64

// ruleid: linkname-used
//go:linkname	rand   runtime.fastrand
func rand() uint32

// ok: linkname-used
//go:noinline
func plain() {}

// ok: linkname-used
// see //go:linkname now runtime.nanotime
func note() {}

// ok: linkname-used
//go:linkname offered
func offered() {}
