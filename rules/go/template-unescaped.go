package sample

import (
	"html"
	ht "html/template"

	"github.com/microcosm-cc/bluemonday"

	"example.com/own/template"
)

const rule = "<hr>"

type page struct{ body string }

func (p page) direct(text string) {
	// ruleid: template-unescaped
	_ = ht.HTML(p.body)
	// ruleid: template-unescaped
	_ = ht.JS("var x = " + text)
	_ = map[string]any{
		// ruleid: template-unescaped
		"url": ht.URL(text),
		// ok: template-unescaped
		"rule": ht.HTML(rule),
	}
	func() {
		// ruleid: template-unescaped
		_ = ht.HTMLAttr("class=" + text)
	}()
}

func safe(text string, p *bluemonday.Policy) {
	// ok: template-unescaped
	_ = ht.HTML("<b>fixed</b>")
	// ok: template-unescaped
	_ = ht.HTML("<b>" + html.EscapeString(text) + "</b>")
	// ok: template-unescaped
	_ = ht.HTML(p.Sanitize(text))
	// ok: template-unescaped
	_ = template.New(text)
}
