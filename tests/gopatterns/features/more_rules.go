package p

import (
	"context"
	"fmt"
	"net/http"
)

type S struct{ a int }
// ruleid: q-embedded
type E struct {
	S
	*T
	b int
}
// ruleid: q-iface-method
type J interface {
	M(x int) error
	N()
}

const (
	// ruleid: q-var-block, q-const-block
	five = 5
	// ruleid: q-var-block
	six  = 6
)

var (
	// ruleid: q-var-block
	v1 = src1()
	// ruleid: q-var-block
	v2 = 5
)

func main() {
	http.ListenAndServe(":1", nil)
}

// ruleid: q-named-type-param
func one(ctx context.Context, a string, b int) {
	// ruleid: q-http-not
	http.ListenAndServe(":1", nil)
	// ruleid: q-chan
	c <- struct{}{}
	// ruleid: q-anon, q-not-inside-cond, q-two-either, q-mv-neg, q-ret-call
	func() { sink(1) }()
	// ruleid: q-struct-lit-any
	c := &http.Client{Timeout: 5}
	// ruleid: q-http-tls
	c.Get("x")
	d := http.Client{}
	d.Get("x")
	// ruleid: q-http-get
	http.Get("x")
	// ruleid: q-http-get
	http.Get(a)
	x := src1()
	// ruleid: q-nested-inside, q-either-inside, q-not-inside-cond, q-two-either, q-mv-neg
	sink(x)
	y := src2()
	if check(y) {
		// ruleid: q-nested-inside, q-either-inside, q-two-either, q-mv-neg
		sink(y)
	}
	// ruleid: q-nested-inside, q-either-inside, q-not-inside-cond, q-two-either, q-mv-neg
	sink(y)
	z := src3()
	// ruleid: q-nested-inside, q-not-inside-cond, q-two-either, q-mv-neg
	sink(z)
	// ruleid: q-if-not-ok
	if !check(z) {
		return
	}
	// ruleid: q-nested-inside, q-not-inside-cond, q-two-either, q-mv-neg
	sink(z)
	// ruleid: q-not-inside-cond, q-mv-neg
	sink("lit")
	// ruleid: q-mv-neg
	sink2("lit")
	// ruleid: q-two-either, q-mv-neg
	sink2(a)
	// ruleid: q-not-inside-cond, q-two-either
	sink(req.Body)
	// ruleid: q-not-inside-cond, q-two-either, q-mv-neg, q-sel-mv
	sink(a.b.c)
	// ruleid: q-not-inside-cond, q-two-either, q-mv-neg, q-const-arg
	sink(a + "x")
	// ruleid: q-not-inside-cond, q-two-either, q-mv-neg, q-concat-deep, q-const-arg, q-bin-nest
	sink("x" + a + "y")
	// ruleid: q-not-inside-cond, q-two-either, q-mv-neg, q-const-arg
	sink(fmt.Sprintf("%s", a))
	sink(a, b)
	// ruleid: q-range-int
	for i := range 5 {
		// ruleid: q-anon
		go func() {
			// ruleid: q-not-inside-cond, q-two-either, q-mv-neg, q-closure-cap, q-ret-call
			sink(i)
		}()
	}
	// ruleid: q-append-any
	xs = append(xs, ys...)
	// ruleid: q-map-lookup
	v, ok := m["k"]
	// ruleid: q-if-not-ok
	if !ok {
		return
	}
	// ruleid: q-assert-ok
	t, ok := v.(string)
	// ruleid: q-negint
	f(-1)
	// ruleid: q-hexint
	f(255)
	// ruleid: q-hexint
	f(0xff)
	// ruleid: q-slice-expr
	f(xs[1:])
	f(xs[1:2])
	// ruleid: q-fmt-first
	fmt.Fprintf(w, "x")
	// ruleid: q-fmt-first, q-fmt-nonconst
	fmt.Fprintf(w, a, b)
	// ruleid: q-var-block
	const fm = "%d"
	// ruleid: q-fmt-first
	fmt.Fprintf(w, fm, b)
	// ruleid: q-call-call
	f(1)(2)
	// ruleid: q-anon, q-defer-lit
	defer func() {
		// ruleid: q-not-inside-cond, q-two-either, q-mv-neg, q-ret-call
		sink(t)
	}()
	// ruleid: q-bin-nest
	_ = a + b + c
	// ruleid: q-struct-lit-any
	_ = S{a: 1}
	// ruleid: q-struct-lit-any
	_ = &E{S: S{a: 2}, b: 3}
	// ruleid: q-not-inside-cond, q-two-either, q-mv-neg, q-ret-call
	return sink(a)
	// ruleid: q-not-inside-cond, q-two-either, q-mv-neg, q-ret-two
	return a, sink(b)
}

// ruleid: q-ptr-recv
func (s *S) P(a int) {}
// ruleid: q-any-recv
func (s S) Q(a int)  {}
func (S) R()         {}

func two(a, b string) error {
	// ruleid: q-var-block
	var x, y = src1(), src2()
	// ruleid: q-not-inside-cond, q-two-either, q-mv-neg
	sink(x)
	// ruleid: q-not-inside-cond, q-two-either, q-mv-neg
	sink(y)
	var w string
	w = src1()
	// ruleid: q-not-inside-cond, q-two-either, q-mv-neg
	sink(w)
	if q := src1(); q != "" {
		// ruleid: q-nested-inside, q-either-inside, q-not-inside-cond, q-two-either, q-mv-neg
		sink(q)
	}
	switch r := src2(); r {
	case "a":
		// ruleid: q-nested-inside, q-either-inside, q-not-inside-cond, q-two-either, q-mv-neg
		sink(r)
	}
	for s := src1(); s != ""; s = src2() {
		// ruleid: q-not-inside-cond, q-two-either, q-mv-neg
		sink(s)
	}
	return nil
}
