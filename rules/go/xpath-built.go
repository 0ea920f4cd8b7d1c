package sample

import (
	"fmt"

	xq "github.com/antchfx/xmlquery"
	"github.com/antchfx/xpath"
)

const all = "//user"

func direct(doc *xq.Node, name string) {
	// ruleid: xpath-built
	_ = xq.FindOne(doc, "//user[@name='"+name+"']")
	// ruleid: xpath-built
	_, _ = xq.QueryAll(doc, fmt.Sprintf("//user[@name='%s']", name))
	func() {
		// ruleid: xpath-built
		_, _ = xpath.Compile("//a[text()='" + name + "']")
	}()
}

func safe(doc *xq.Node, expr string) {
	// ok: xpath-built
	_ = xq.Find(doc, "//user")
	// ok: xpath-built
	_ = xq.Find(doc, all+"/name")
	// ok: xpath-built
	_, _ = xpath.Compile(expr)
}
