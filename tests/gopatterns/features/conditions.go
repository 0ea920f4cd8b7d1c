package p

import "net/http"

// ruleid: c-pregex6
// TODO: more
const C = 300

// ruleid: c-mvpat-func, c-focus-func
func foo(s string, t *T, t2 T, n int, r *http.Request) {
	// ruleid: c-regex-q, c-regex-str, c-regex-cp, c-mvpat-either, c-mvpat-regex, c-mvpat-regex2, c-cmp-str, c-cmp-str2, c-cmp-re, c-cmp-re2, c-cmp-in, c-focus-str, c-type, c-pregex3, c-match8, c-opt-cp
	f("ab")
	// ruleid: c-regex-cp, c-mvpat-regex, c-mvpat-regex2, c-cmp-re2, c-focus-str, c-type, c-pregex3, c-match8
	f("xab")
	// ruleid: c-mvpat-regex, c-mvpat-regex2, c-cmp-re2, c-focus-str, c-type, c-pregex3, c-match8
	f("ba")
	// ruleid: c-focus-str, c-type, c-pregex3, c-match8
	f("")
	// ruleid: c-regex, c-regex-cp, c-mvpat-regex2, c-cmp-str, c-cmp-re2, c-pregex3
	f(ab)
	// ruleid: c-pregex3
	f(x)
	// ruleid: c-regex-num, c-cmp-in, c-cmp-or, c-pregex, c-match1, c-match3
	f(1)
	// ruleid: c-regex-num, c-cmp-bit, c-cmp-float, c-cmp-pow, c-pregex
	f(2)
	// ruleid: c-regex-num, c-cmp, c-cmp-strip, c-cmp-int, c-cmp-in, c-cmp-mod, c-cmp-float, c-pregex, c-pregex2, c-pregex4, c-pregex5, c-match3, c-match4
	f(200)
	// ruleid: c-regex-num, c-cmp, c-cmp-hex, c-cmp-strip, c-cmp-int, c-cmp-bit, c-cmp-float, c-pregex, c-pregex2, c-pregex4, c-pregex5, c-match4
	f(0777)
	// ruleid: c-regex-num, c-cmp, c-cmp-hex, c-cmp-strip, c-cmp-int, c-cmp-bit, c-cmp-float, c-pregex2, c-pregex5, c-match4
	f(0o777)
	// ruleid: c-regex-num, c-cmp-mod, c-cmp-bit, c-cmp-or, c-cmp-float
	f(0x10)
	// ruleid: c-regex-num, c-cmp, c-cmp-hex, c-cmp-strip, c-cmp-int, c-cmp-bit, c-cmp-float, c-pregex, c-pregex2, c-pregex4, c-pregex5, c-match4
	f(511)
	// ruleid: c-regex-num, c-cmp-float
	f(1.5)
	// ruleid: c-cmp-bit, c-cmp-neg
	f(-5)
	// ruleid: c-cmp, c-cmp-strip, c-cmp-int, c-cmp-mod, c-cmp-float, c-pregex3, c-match4
	f(C)
	// ruleid: c-cmp-strip, c-cmp-int, c-focus-str, c-type, c-pregex2, c-pregex5, c-match8
	f("200")
	// ruleid: c-focus-str, c-type, c-match8
	f("1")
	// ruleid: c-pregex3
	f(true)
	// ruleid: c-regex-num, c-pregex
	f(0)
	// ruleid: c-type, c-pregex3, c-match8
	f(s)
	// ruleid: c-pregex3
	f(n)
	// ruleid: c-pregex3
	f(r)
	// ruleid: c-mvpat, c-mvpat-either, c-match7, c-opt-sp
	f(g(1))
	// ruleid: c-mvpat, c-mvpat-either, c-mvpat-inside, c-pregex6, c-match7, c-opt-sp
	f(g(h(1)))
	// ruleid: c-mvpat, c-mvpat-either, c-match7
	f(h(g(1)))
	// ruleid: c-cmp-nemv, c-focus, c-focus2, c-match5
	f(1, 2)
	// ruleid: c-cmp-nemv, c-focus, c-focus2, c-match5
	f(2, 1)
	// ruleid: c-cmp-eqmv, c-focus, c-focus2, c-match5
	f(2, 2)
	// ruleid: c-focus, c-focus2, c-pregex3
	f(x, x)
	// ruleid: c-cmp-nemv, c-focus, c-focus2, c-pregex3
	f("a", "b")
	// ruleid: c-cmp-eqmv, c-focus, c-focus2, c-pregex3
	f("b", "b")
	// ruleid: c-mvpat-bind, c-cmp-nemv, c-focus, c-focus2, c-match5
	f(g(5), 5)
	// ruleid: c-cmp-nemv, c-focus, c-focus2, c-match5
	f(g(5), 6)
	// ruleid: c-pregex3
	f(os.O_RDWR)
	// ruleid: c-focus-str, c-type, c-pregex2, c-pregex5, c-match8
	f("2020-01-01")
	// ruleid: c-focus-str, c-type, c-pregex2, c-pregex5, c-match8
	f("2999-01-01")
	// ruleid: c-type4
	t.M()
	// ruleid: c-type3
	t2.M()
	http.Get("x")
	x.Get("x")
	o.m(1)
	// ruleid: c-focus-str, c-type, c-pregex3, c-match8
	f("password")
	// ruleid: c-focus-str, c-type, c-pregex3, c-match8
	f("hello world this is text")
	// ruleid: c-focus-str, c-type, c-pregex3, c-match8
	f("(a+)+$")
	// ruleid: c-focus-str, c-type, c-pregex3, c-match8
	f("^a*$")
	// ruleid: c-focus-str, c-type, c-pregex3, c-match8
	f("https://example.com/x/y")
	// ruleid: c-opt-vd
	y := g(1)
	// ruleid: c-pregex3, c-opt-sp
	f(y)
	// ruleid: c-opt-vd
	z := y
	// ruleid: c-pregex3, c-opt-sp
	f(z)
	// ruleid: c-opt-eq, c-opt-vd
	_ = x == 1
	// ruleid: c-opt-eq, c-opt-vd
	_ = 1 == x
	// ruleid: c-opt-vd
	_ = A | B
	// ruleid: c-opt-ac, c-opt-vd
	_ = B | A
	// ruleid: c-opt-cb, c-opt-vd
	_ = a && b
	// ruleid: c-opt-cb, c-opt-vd
	_ = b && a
	// ruleid: c-opt-vd
	x = 1
	// ruleid: c-opt-vd
	y := 2
	var w = 3
	q(1)
	// ruleid: c-regex-num, c-cmp-float, c-pregex
	if f(9) {
		q(2)
	}
	// ruleid: c-regex-num, c-cmp-float, c-pregex, c-opt-vd
	v := f(8)
	q(3)
}

// ruleid: c-mvpat-func, c-focus-func
func bar(n int) {
	// ruleid: c-pregex6
	h(1)
	// ruleid: c-regex-num, c-cmp-in, c-cmp-or, c-pregex, c-match1, c-match3, c-match6
	f(1)
	// ruleid: c-regex-num, c-cmp, c-cmp-strip, c-cmp-int, c-cmp-in, c-cmp-mod, c-cmp-float, c-pregex, c-pregex2, c-pregex4, c-pregex5, c-match3, c-match4, c-match6
	f(200)
	// ruleid: c-mvpat, c-mvpat-either, c-match6, c-match7, c-opt-sp
	f(g(1))
	func() { g(1) }()
}
