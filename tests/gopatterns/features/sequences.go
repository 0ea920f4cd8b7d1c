package p

func x1() {
	// ruleid: n-in
	f(1)
	// ruleid: n-in
	g(f(2))
	// ruleid: n-in
	h(g(f(3)))
}

// ruleid: n-trail
func x2() int {
	// ruleid: n-seq, n-seq3
	a()
	if q {
		b()
	}
	c()
	b()
	return 1
}

// ruleid: n-trail
func x3() int {
	// ruleid: n-seq2, n-seq3
	a()
	if q {
		return 1
	}
	c()
	return 2
}

// ruleid: n-trail
func x4() int {
	// ruleid: n-seq3
	a()
	if q {
		c()
	}
	return 2
}

// ruleid: n-trail
func x5() {
	a()
	d()
	c()
	d()
}

func x6() {
	// ruleid: n-for
	for q {
		// ruleid: n-seq
		a()
		b()
	}
}
