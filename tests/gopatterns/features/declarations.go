// ruleid: fn-pkg, fn-pkg2
package p

// ruleid: fn-import, fn-import3, fn-import4, fn-import6, fn-import7, fn-uses
import (
	"fmt"
	"net/http"
	crand "crypto/rand"
	"math/rand"
	mr "math/rand"
	_ "embed"
	. "strings"
	"os/exec"
	"sync"
	"testing"
)

// ruleid: fn-import3
import "io"
// ruleid: fn-import3, fn-import6, fn-uses
import r2 "math/rand/v2"

// ruleid: fn-type, fn-type-name, fn-type-field, fn-type-embed, fn-type-any
type S struct {
	a, b string
	c    int `json:"c"`
	sync.Mutex
	d string `json:"d"`
}

// ruleid: fn-iface, fn-type-any
type I interface {
	M()
	io.Reader
}

// ruleid: fn-type-alias
type A = S
// ruleid: fn-type-def, fn-type-any
type B int
// ruleid: fn-type-any
type C func(int) error
// ruleid: fn-type, fn-type-any
type D[T any] struct{ x T }

var global = "g"

// ruleid: fn-any, fn-name, fn-noparam, fn-body, fn-inside3, fn-twofunc, fn-either, fn-either2
func foo()                       { g("a") }
// ruleid: fn-any, fn-param, fn-param3, fn-body, fn-inside3, fn-twofunc, fn-either
func foo1(x int)                 { g("b"); g(x) }
// ruleid: fn-any, fn-param2, fn-body, fn-body2, fn-inside2, fn-twofunc
func foo2(a string, b int)       { g(a) }
// ruleid: fn-any, fn-param2, fn-body, fn-body2, fn-inside2, fn-twofunc
func foo3(a, b string)           { g(b) }
// ruleid: fn-any, fn-param, fn-param3, fn-ret, fn-ret2, fn-twofunc
func foo4(x int) error           { return nil }
// ruleid: fn-any, fn-param, fn-param3, fn-ret2, fn-ret3, fn-ret4, fn-inside6, fn-twofunc
func foo5(x int) (int, error)    { return 1, nil }
// ruleid: fn-any, fn-param, fn-param3, fn-ret2, fn-ret3, fn-ret4, fn-inside6, fn-twofunc
func foo6(x int) (n int, e error) { return 1, nil }
// ruleid: fn-any, fn-body, fn-variadic, fn-inside3, fn-twofunc
func foo7(xs ...int)             { g(xs) }
// ruleid: fn-any, fn-param3, fn-body, fn-inside3, fn-twofunc
func foo8[T any](x T)            { g(x) }
// ruleid: fn-any, fn-noparam, fn-body, fn-main, fn-inside3, fn-globals, fn-twofunc
func main()                      { g(global) }
// ruleid: fn-any, fn-noparam, fn-init, fn-uses2, fn-uses3, fn-rand, fn-twofunc
func init()                      { rand.Int(); mr.Int(); crand.Int(); r2.Int() }
// ruleid: fn-any, fn-method, fn-body, fn-inside3, fn-inside5, fn-twofunc
func (s *S) M(x int)             { g(s.a) }
// ruleid: fn-any, fn-ret, fn-ret2, fn-method, fn-body, fn-inside3, fn-inside5, fn-twofunc
func (s S) M(x int) error        { g(s); return nil }
// ruleid: fn-any, fn-method, fn-method2, fn-body, fn-inside3, fn-inside5, fn-twofunc
func (t *T) N()                  { g(t) }
// ruleid: fn-any, fn-ret2, fn-ret3, fn-ret4, fn-method, fn-method4, fn-inside6, fn-twofunc
func (t T) M() (int, error)      { return 1, nil }
// ruleid: fn-any, fn-ret2, fn-method, fn-method5, fn-twofunc
func (a T) Less(i, j int) bool   { return a[i] < a[j] }
// ruleid: fn-any, fn-twofunc
func (T) P()                     {}
// ruleid: fn-any, fn-method, fn-twofunc
func (t *D[T]) Q()               {}
// ruleid: fn-any, fn-body, fn-handler, fn-handler2, fn-handler3, fn-twofunc
func h1(w http.ResponseWriter, r *http.Request) {
	x := f(1)
	if x {
		// ruleid: fn-inside3, fn-inside4, fn-inside10
		g(x)
	}
	// ruleid: fn-inside3, fn-inside4
	g(x)
	y, err := f(2)
	// ruleid: fn-inside3
	g(y)
	for i := range y {
		// ruleid: fn-inside3, fn-inside9
		defer g(i)
		if x {
			// ruleid: fn-inside3, fn-inside10, fn-either, fn-either2
			g("a")
			// ruleid: fn-inside3, fn-inside9, fn-inside10
			defer func() { g(2) }()
		}
	}
	// ruleid: fn-wg
	go func() {
		w.Add(1)
		// ruleid: fn-inside3, fn-inside11
		g(3)
	}()
	var z int
	// ruleid: fn-inside3, fn-inside12
	g(z)
	// ruleid: fn-cmd
	exec.Command("x", y)
	// ruleid: fn-cmd
	exec.Command("x").Run()
}
// ruleid: fn-any, fn-ret2, fn-body, fn-handler2, fn-twofunc
func h2(ctx C, rw http.ResponseWriter, req *http.Request) string {
	f(ctx)
	// ruleid: fn-inside3
	g(ctx)
	// ruleid: fn-inside3
	g(req)
	// ruleid: fn-either2
	h("a")
	h("b")
	// ruleid: fn-pat-var
	a, b := h(1)
	// ruleid: fn-inside3
	g(a)
	o.K(a)
	o.K(b)
	// ruleid: fn-inside3, fn-inside13
	g(S{a: "x"})
	// ruleid: fn-type, fn-type-any
	type L struct{}
	// ruleid: fn-inside3, fn-inside13
	g(L{})
	return ""
}
// ruleid: fn-any, fn-param2, fn-ret2, fn-body, fn-body2, fn-body3, fn-handler2, fn-twofunc
func h3(a string, r *http.Request) (s string) {
	// ruleid: fn-inside3
	g("x" + a)
	fmt.Println(a)
	// ruleid: fn-inside2
	g(a)
	return
}
// ruleid: fn-any, fn-param3, fn-body, fn-test, fn-twofunc
func TestX(t *testing.T) {
	func(q string) {
		// ruleid: fn-inside3
		g(q)
	}("x")
	// ruleid: fn-inside3
	inner := func(a string) { g(a) }
	inner("b")
}
// ruleid: fn-any, fn-param, fn-param3, fn-ret2
func ext(x int) int
