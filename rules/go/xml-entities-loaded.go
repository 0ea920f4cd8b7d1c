package sample

import (
	px "github.com/lestrrat-go/libxml2/parser"
)

// ruleid: xml-entities-loaded
var p = px.New(px.XMLParseNoEnt)

func direct(b []byte) {
	// ruleid: xml-entities-loaded
	_ = px.New(px.XMLParseRecover | px.XMLParseDTDLoad)
	func() {
		// ruleid: xml-entities-loaded
		var options px.Option = px.XMLParseDTDAttr
		_ = options
	}()
}

type flags struct{ XMLParseNoEnt int }

func safe(f flags) {
	// ok: xml-entities-loaded
	_ = px.New(px.XMLParseNoNet)
	// ok: xml-entities-loaded
	_ = f.XMLParseNoEnt
}
