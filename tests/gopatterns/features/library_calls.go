package p

import (
	"context"
	"crypto/hmac"
	"crypto/md5"
	"encoding/json"
	"fmt"
	"log"
)

func g1[T any](x T) {}

func h(ctx context.Context, err error, data []byte) *int {
	// ruleid: o-iter
	for k, v := range m.F() {
		_, _ = k, v
	}
	// ruleid: o-unused
	_, _ = g(1)
	// ruleid: o-strings
	strings.Replace(s, "a", "b", -1)
	strings.Replace(s, "a", "b", 1)
	// ruleid: o-mv-str
	f("x", "y")
	// ruleid: o-eq-nil
	if ctx == nil {
		return data
	}
	_ = a &^ b
	// ruleid: o-shift
	_ = 1 << 3
	_ = ^a
	// ruleid: o-mod
	if a%2 == 0 {
	}
	// ruleid: o-ifelseif
	if a {
	} else if b {
	} else {
		f()
	}
	// ruleid: o-ctx
	context.Background()
	// ruleid: o-err
	if err != nil {
		// ruleid: o-print
		log.Fatal(err)
	}
	if err != nil {
		// ruleid: o-print
		log.Fatal(err)
		return nil
	}
	if err := f(); err != nil {
		// ruleid: o-print
		log.Fatalf("x")
	}
	// ruleid: o-print
	fmt.Println("x")
	// ruleid: o-print
	log.Println("x")
	// ruleid: o-time-now
	time.Now().Sub(t0)
	// ruleid: o-json
	json.Unmarshal(data, &x)
	// ruleid: o-json, o-not-amp
	json.Unmarshal(data, x)
	// ruleid: o-md5
	md5.New()
	// ruleid: o-md5
	md5.Sum(data)
	// ruleid: o-md5-h
	hmac.New(md5.New, nil)
	template.HTML("a" + "b")
	template.HTML("a")
	// ruleid: o-tmpl
	template.HTML("a" + x)
	// ruleid: o-tmpl
	template.HTML(x)
	// ruleid: o-conc
	s = s + "x"
	// ruleid: o-plus
	s += "y"
	// ruleid: o-url2
	u := fmt.Sprintf("http://%s", h)
	// ruleid: o-url, o-url2
	u = fmt.Sprintf("http://...", h)
	// ruleid: o-url2
	u = "http://x"
	// ruleid: o-mv-str, o-bind
	net.Listen("tcp", "0.0.0.0:80")
	// ruleid: o-mv-str
	net.Listen("tcp", "127.0.0.1:80")
	// ruleid: o-unsafe
	unsafe.Pointer(x)
	// ruleid: o-zip
	for _, f := range r.File {
		rc, err := f.Open()
		// ruleid: o-swallow
		if err != nil {
			return nil
		}
		io.Copy(w, rc)
	}
	return nil
}
