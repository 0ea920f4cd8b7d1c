package p

// ruleid: as-var, as-int2, as-int3
var x = 1
// ruleid: as-var, as-vart, as-int2, as-int3, as-int4
var x int = 1

var (
	// ruleid: as-var
	a1    = 1
	// ruleid: as-var
	b1, c1 = 1, 2
	// ruleid: as-vart0
	d1    string
	// ruleid: as-var, as-str
	e1    = "s"
)

// ruleid: as-var, as-const
const k = 1
// ruleid: as-var, as-vart, as-const, as-constt
const k2 int = 1
const (
	// ruleid: as-var, as-const
	k3 = iota
	k4
	// ruleid: as-var, as-const, as-str
	k5 = "x"
)

func assign(o O, m map[string]int) {
	// ruleid: as-int, as-int2
	x := 1
	// ruleid: as-int2
	x = 1
	// ruleid: as-var, as-int2, as-int3
	var x = 1
	// ruleid: as-var, as-vart, as-int2, as-int3, as-int4
	var x int = 1
	// ruleid: as-vart0
	var x int
	// ruleid: as-two, as-twob
	y, z := 1, 2
	// ruleid: as-twob
	y, z = 1, 2
	// ruleid: as-two, as-call, as-call-eq, as-ellipsis, as-ell2, as-ell4
	v, err := f(1)
	// ruleid: as-call-eq
	v, err = f(1)
	// ruleid: as-two, as-blank2, as-ellipsis, as-ell4
	v, _ := f(1)
	// ruleid: as-call-eq
	_, err = f(1)
	// ruleid: as-blank
	_ = x
	// ruleid: as-plus
	x += 1
	// ruleid: as-inc
	x++
	x--
	// ruleid: as-self
	x = x + 1
	x = 1 + x
	// ruleid: as-field
	o.f = 1
	// ruleid: as-field, as-str
	o.p.f = "s"
	// ruleid: as-index
	m["k"] = 2
	// ruleid: as-self, as-index, as-map
	m["k"] = m["k"] + 1
	// ruleid: as-inc
	m["k"]++
	// ruleid: as-append
	y = append(y, 1)
	y = append(z, 1)
	// ruleid: as-star
	*o = 1
	// ruleid: as-func
	w := func(a int) { g() }
	// ruleid: as-func
	w2 := func() int { return 1 }
	lst := []string{"a"}
	// ruleid: as-var, as-lit
	var lst2 = []string{}
	// ruleid: as-var, as-vart, as-lit
	var lst3 []string = []string{"b"}
	// ruleid: as-str
	s1 := "abc"
	// ruleid: as-vart0
	var s2 string
	// ruleid: as-str
	s2 = "abc"
	// ruleid: as-var, as-const, as-str
	const s3 = "abc"
	// ruleid: as-var
	var aa, bb = f(1)
	// ruleid: as-vart0
	var cc, dd int
	// ruleid: as-ellipsis, as-seq, as-seq2, as-seq3
	q := f(2)
	g(q)
	// ruleid: as-ellipsis, as-seq, as-seq2
	r := f(2)
	h()
	g(r)
	// ruleid: as-var, as-seq2
	var t = f(3)
	g(t)
	// ruleid: as-vart0, as-seq4
	var u int
	h()
	g(&u)
	// ruleid: as-two, as-call, as-call-eq, as-ellipsis, as-ell2, as-ell4, as-seqerr
	w3, err := f(1)
	if err != nil {
		return
	}
	// ruleid: as-two, as-call, as-call-eq, as-ellipsis, as-ell2, as-ell4
	w4, err := f(1)
	if err == nil {
		return
	}
	// ruleid: as-inc
	for i := 0; i < 10; i++ {
	}
	for i, j := range m {
	}
	for i := range m {
	}
	for i = range m {
	}
	// ruleid: as-ellipsis, as-seq, as-seq2
	if v := f(1); v != nil {
		g(v)
	}
	// ruleid: as-ellipsis
	switch v := f(1); v {
	}
	switch v := x.(type) {
	}
	select {
	case v := <-c:
	case v = <-c:
	case <-c:
	}
	// ruleid: as-two
	v2, ok := m["k"]
	// ruleid: as-two
	v3, ok := x.(T)
	// ruleid: as-two
	v4, ok := <-c
	// ruleid: as-twob
	x, y = y, x
}
