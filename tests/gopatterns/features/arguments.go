package p

import "pkg"

func args(x int, o O, xs []int) {
	// ruleid: args-none
	f()
	f(1)
	// ruleid: args-mid, args-exact, args-anon
	f(1, 2)
	// ruleid: args-mid, args-var
	f(1, 2, 3)
	// ruleid: args-exact, args-same, args-var, args-anon
	f(3, 3)
	// ruleid: args-exact, args-same, args-anon
	f(x, x)
	// ruleid: args-exact, args-anon
	f(x, 1+x)
	// ruleid: args-str, args-strmv, args-strre
	f("abc")
	// ruleid: args-str, args-strmv
	f("xab")
	// ruleid: args-str, args-strmv, args-strre
	f(`abc`)
	// ruleid: args-str, args-strmv
	f("")
	// ruleid: args-str, args-strmv, args-strre
	f("ab" + "c")
	// ruleid: args-spread, args-spread2
	f(xs...)
	// ruleid: args-exact, args-anon, args-spread2
	f(1, xs...)
	pkg.G(1)
	// ruleid: args-two-mv
	pkg.G()
	// ruleid: args-method, args-method-name, args-two-mv
	o.M()
	// ruleid: args-method, args-method-name
	o.M(1, 2)
	// ruleid: args-method-name, args-two-mv
	o.N()
	// ruleid: args-method, args-two-mv
	o.P.M()
	// ruleid: args-nested, args-deep
	f(g(1))
	// ruleid: args-nested, args-deep
	f(g())
	// ruleid: args-deep
	f(1 + g(2))
	// ruleid: args-deep
	f(h(g(2)))
	// ruleid: args-deep-mv
	f(x + 1)
	// ruleid: args-func, args-func2
	f(func() {})
	// ruleid: args-func, args-func2
	f(func() { g() })
	// ruleid: args-func, args-func3
	f(func(p int) { g() })
	// ruleid: args-func
	f(func(p, q int) { g() })
	// ruleid: args-func, args-func3, args-func-ret
	f(func(p int) error { return nil })
	f((1))
	// ruleid: args-deep-mv, args-addr
	f(&x)
	// ruleid: args-addr, args-addr-lit
	f(&T{})
	// ruleid: args-addr, args-addr-lit
	f(&T{a: 1})
	// ruleid: args-star
	f(*o)
	new(T)
	new(int)
	// ruleid: args-make2
	make([]byte, 1)
	make([]byte, 1, 2)
	make([]int, 5)
	// ruleid: args-make3
	make(map[string]int)
	make(map[string]bool, 5)
	make(chan int)
	make(chan int, 1)
	// ruleid: args-conv
	_ = []byte("x")
	// ruleid: args-conv
	_ = []byte(o.s)
	// ruleid: args-conv2
	_ = string(xs)
	// ruleid: args-conv3
	_ = int32(x)
	// ruleid: args-conv4
	_ = (*T)(o)
	_ = T(o)
	f[int](1)
	// ruleid: args-mid, args-exact, args-anon
	f[int, string](1, 2)
	pkg.G[int](1)
	go f(1)
	defer f(1)
	if f(1) {
	}
	y := f(1)
	// ruleid: args-mid, args-exact, args-anon
	f(f(1), 2)
	func() { f(1) }()
	// ruleid: args-method, args-method-name, args-two-mv
	o.M().M()
	f(1)(2)
	// ruleid: args-method
	xs[0].M(1)
	xs[f(1)]++
	// ruleid: args-method, args-two-mv
	_ = x.(interface{ M() }).M()
}
