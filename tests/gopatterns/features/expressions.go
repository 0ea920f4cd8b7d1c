package p

import (
	"database/sql"
	"fmt"
	"net/http"
	"pkg"
)

const K = "kk"
// ruleid: li-bin
const N = 1 + 2
const (
	I0 = iota
	I1
	I2
	I3
)

var gv = "pq"
var Gv = "pq"

type S struct {
	s  string
	db *sql.DB
	r  *http.Request
	n  int
	b  []byte
}

func lits(p string, n int, r *http.Request, db *sql.DB, w http.ResponseWriter, s S, ps *S) {
	// ruleid: li-comp, li-comp-empty
	_ = T{}
	// ruleid: li-comp, li-comp-key, li-comp-key2, li-comp-key5, li-kv2
	_ = T{a: 1}
	// ruleid: li-comp, li-comp-key, li-comp-key2, li-comp-key3, li-comp-rev, li-comp-key5, li-kv2
	_ = T{a: 1, b: 2}
	// ruleid: li-comp, li-comp-key, li-comp-key2, li-comp-key3, li-comp-rev, li-comp-key5, li-kv2
	_ = T{b: 2, a: 1}
	// ruleid: li-comp, li-comp-key4
	_ = T{b: 2}
	// ruleid: li-comp, li-comp-key, li-comp-key2, li-comp-key5, li-kv2
	_ = T{b: 2, a: 1, c: 3}
	// ruleid: li-comp
	_ = T{1, 2}
	// ruleid: li-comp, li-comp-key, li-comp-key2, li-comp-key5, li-comp-amp, li-kv2
	_ = &T{a: 1}
	// ruleid: li-comp-pkg, li-comp-pkg-key
	_ = pkg.T{A: true}
	// ruleid: li-comp-pkg
	_ = pkg.T{A: false, B: true}
	// ruleid: li-comp-pkg, li-comp-pkg-key
	_ = &pkg.T{B: 1, A: true}
	// ruleid: li-comp-pkg
	_ = new(pkg.T)
	// ruleid: li-comp-slice, li-comp-slice2, li-comp-slice3
	_ = []string{"a"}
	// ruleid: li-comp-slice, li-comp-slice3
	_ = []string{}
	// ruleid: li-comp-slice, li-comp-slice2, li-comp-slice3
	_ = []string{"x", "a", "b"}
	// ruleid: li-comp-slice3, li-arr
	_ = []int{1}
	// ruleid: li-comp-slice3
	_ = [][]string{{"a"}, {"b"}}
	// ruleid: li-comp-map, li-comp-map2, li-comp-map3
	_ = map[string]string{"k": "v"}
	// ruleid: li-comp-map, li-comp-map2, li-comp-map3
	_ = map[string]string{"j": "v", "k": "w"}
	// ruleid: li-comp-map3
	_ = map[string]int{"k": 1}
	// ruleid: li-comp, li-comp-key2, li-nested, li-kv2
	_ = T{a: U{x: 1}}
	// ruleid: li-comp, li-nested2
	_ = T{t: &U{y: 2, x: 1}}
	// ruleid: li-comp-slice3, li-kv2
	_ = []T{{a: 1}, {b: 2}}
	// ruleid: li-comp-map3, li-kv2
	_ = map[string]T{"k": {a: 1}}
	// ruleid: li-comp-slice3, li-arr
	_ = [...]int{1, 2}
	// ruleid: li-arr2
	_ = [3]int{1, 2, 3}
	// ruleid: li-str, li-regex, li-regex-ci, li-raw
	_ = "abc"
	// ruleid: li-regex-ci
	_ = "xabcx"
	// ruleid: li-str, li-regex, li-regex-ci, li-raw
	_ = `abc`
	// ruleid: li-str, li-regex, li-regex-ci, li-bin, li-binstr, li-binstr2, li-binstr3, li-raw
	_ = "a" + "bc"
	_ = 1
	// ruleid: li-hex
	_ = 0x10
	// ruleid: li-hex
	_ = 16
	// ruleid: li-float
	_ = 1.5
	_ = 'a'
	_ = true
	// ruleid: li-nil
	_ = nil
	// ruleid: li-neg
	_ = -1
	// ruleid: li-bin
	_ = a + b
	// ruleid: li-bin, li-binstr, li-binstr2, li-binstr3
	_ = "a" + x
	// ruleid: li-bin, li-binstr2, li-binstr3
	_ = "b" + x
	_ = a && b
	// ruleid: li-ac
	_ = b && a
	// ruleid: li-ac2
	_ = a && b && c
	// ruleid: li-ac
	_ = c && b && a
	// ruleid: li-or
	_ = a || b
	// ruleid: li-eq
	_ = x == x
	// ruleid: li-eq2
	_ = x == 1
	// ruleid: li-eq3
	_ = 1 == x
	// ruleid: li-lt
	_ = x < y
	_ = y > x
	// ruleid: li-bin, li-plus1
	_ = x + 1
	// ruleid: li-bin
	_ = 1 + x
	// ruleid: li-mul
	_ = 2 * x
	_ = x * 2
	// ruleid: li-bitor
	_ = A | B
	// ruleid: li-bitor
	_ = B | A
	// ruleid: li-not
	_ = !x
	// ruleid: li-not
	_ = !(x)
	// ruleid: li-not
	_ = !f()
	// ruleid: li-slice
	_ = xs[1:2]
	// ruleid: li-slice2
	_ = xs[:2]
	_ = xs[1:]
	// ruleid: li-slice3
	_ = xs[:]
	_ = xs[1:2:3]
	// ruleid: li-index, li-index2
	_ = xs[0]
	// ruleid: li-index
	_ = xs[i]
	// ruleid: li-assert
	_ = x.(T)
	// ruleid: li-assert, li-assert2
	_ = x.(string)
	// ruleid: li-star
	_ = *x
	// ruleid: li-funclit, li-funclit2
	_ = func(a int) string { return "" }
	// ruleid: li-funclit2
	_ = func(a int) { f() }
	// ruleid: li-funclit2, li-funclit3
	_ = func() { f() }
	// ruleid: li-nil, li-funclit2, li-funclit3
	_ = func() error { return nil }
	// ruleid: li-funclit2, li-funclit4, li-funclit5
	_ = func(w http.ResponseWriter, r *http.Request) { f() }
	// ruleid: li-funclit2, li-funclit5
	_ = func(r *http.Request) { f() }
	// ruleid: li-sel
	_ = x.a
	// ruleid: li-sel2
	_ = a.x
	// ruleid: li-sel2, li-sel3, li-deep-stmt
	_ = a.b.c
	// ruleid: li-sel2, li-chain
	_ = a.A().B()
	// ruleid: li-sel2, li-chain, li-chain2, li-chain3, li-chain4, li-chain5
	_ = a.A().B().Z()
	// ruleid: li-sel2, li-chain5
	_ = a.A(1).Y().Z(2)
	// ruleid: li-sel2, li-chain2, li-chain3
	_ = a.Z()
	// ruleid: li-sel2, li-sel3, li-chain2, li-chain3, li-deep-stmt
	_ = a.b.c.Z()
	// ruleid: li-chain3, li-chain4
	_ = b.A().Z()
	// ruleid: li-method-value
	_ = o.M
	// ruleid: li-method-value
	o.M()
	_ = (x)
	// ruleid: li-bin
	_ = (a + b) * c
	// ruleid: li-nil, li-deep-and
	if x == nil && y {
	}
	// ruleid: li-nil, li-deep-and
	if f(x == nil) {
	}
	if y {
		// ruleid: li-nil
		x == nil
	}
	// ruleid: li-str, li-regex, li-regex-ci, li-raw, li-deep-arg
	f(g("abc"))
	// ruleid: li-str, li-regex, li-regex-ci, li-bin, li-binstr2, li-binstr3, li-raw, li-deep-arg
	f("abc" + x)
	// ruleid: li-regex-ci, li-sprintf, li-sprintf2
	f(fmt.Sprintf("abc %s", x))
	// ruleid: li-sprintf
	fmt.Sprintf("a")
	// ruleid: li-sprintf
	fmt.Sprintf("a", 1, 2)
	f(p)
	f("lit")
	f(n)
	f(s.s)
	f(ps.s)
	// ruleid: li-typed3
	r.FormValue("x")
	// ruleid: li-typed3
	s.r.FormValue("x")
	// ruleid: li-typed3
	ps.r.FormValue("x")
	var q string
	f(q)
	q2 := "z"
	f(q2)
	q3 := p
	f(q3)
	q4 := []byte(p)
	f(q4)
	f([]byte(p))
	f([]byte("lit"))
	f(s.b)
	db.Query("x")
	s.db.Query("x")
	db2, err := sql.Open("x", "y")
	db2.Query("x")
	// ruleid: li-nil, li-typed7
	w.Write(nil)
	// ruleid: li-const, li-const2
	f(K)
	// ruleid: li-const2
	f("kk")
	// ruleid: li-const4
	f(N)
	// ruleid: li-bin, li-const4
	f(1 + 2)
	f(I3)
	f(gv)
	f(Gv)
	c1 := "ab"
	f(c1)
	c2 := "a"
	c2 = "ab"
	f(c2)
	// ruleid: li-bin, li-binstr, li-binstr2, li-binstr3
	c3 := "a" + "b"
	f(c3)
	c4 := "a"
	c4 += "b"
	f(c4)
	b1 := true
	f(b1)
	// ruleid: li-not
	f(!false)
	var c5 string = "ab"
	f(c5)
	var c6 = "ab"
	if x {
		c6 = "other"
	}
	f(c6)
	c7 := "ab"
	// ruleid: li-funclit2, li-funclit3
	func() { f(c7) }()
	c8 := "ab"
	g(&c8)
	f(c8)
	// ruleid: li-sprintf, li-sprintf2
	f(fmt.Sprintf("a%s", "b"))
	f(string("ab"))
	// ruleid: li-lt
	for i := 0; i < 3; i++ {
		f(i)
	}
}
