package p

import "fmt"

func stmts(err error, xs []int, c chan int) (int, error) {
	// ruleid: st-if, st-ifnil, st-if-return, st-if-ret2
	if err != nil {
		// ruleid: st-return1, st-return-any
		return err
	}
	// ruleid: st-if, st-ifnil
	if err != nil {
		f()
		// ruleid: st-return1, st-return-any, st-return2, st-return-e
		return nil, err
	}
	// ruleid: st-if, st-if-return
	if nil != err {
		// ruleid: st-return, st-return-any
		return
	}
	// ruleid: st-if, st-ifnil2, st-empty-if
	if err == nil {
	}
	// ruleid: st-if, st-if-init, st-seq, st-seq3
	if v := f(); v {
		g()
	}
	// ruleid: st-if, st-if-init
	if v, ok := m[k]; ok {
		g()
	}
	// ruleid: st-if, st-if-else
	if a {
		f()
	} else {
		g()
	}
	// ruleid: st-if, st-if-else, st-elseif
	if a {
		f()
	// ruleid: st-if
	} else if b {
		g()
	}
	// ruleid: st-if, st-if-else, st-elseif
	if a {
		f()
	// ruleid: st-if, st-if-else
	} else if b {
		g()
	} else {
		h()
	}
	// ruleid: st-for, st-for-inf
	for {
		// ruleid: st-defer
		defer f()
		// ruleid: st-break
		break
	}
	// ruleid: st-for, st-for-c
	for a {
		// ruleid: st-continue
		continue
	}
	// ruleid: st-for, st-for-cl
	for i := 0; i < 10; i++ {
		// ruleid: st-defer, st-defer-fn
		defer func() {}()
	}
	// ruleid: st-for, st-for-cl
	for i := 0; i < len(xs); i++ {
		// ruleid: st-if
		if a {
			// ruleid: st-defer
			defer f()
		}
	}
	// ruleid: st-for, st-for-range, st-for-inner
	for k, v := range xs {
		f(&v)
	}
	// ruleid: st-for, st-for-range, st-for-inner
	for _, v := range xs {
		g()
		f(&v)
		g()
	}
	// ruleid: st-for, st-for-range1
	for k := range xs {
	}
	// ruleid: st-for, st-for-range0
	for range xs {
	}
	// ruleid: st-for, st-for-range1
	for k = range xs {
	}
	// ruleid: st-for, st-for-range1
	for i := range 10 {
	}
	// ruleid: st-switch-case
	switch a {
	case 1:
		f()
	}
	// ruleid: st-switch-case
	switch a {
	case 1:
	case 2:
		f()
		// ruleid: st-fallthrough
		fallthrough
	default:
	}
	switch s {
	case "b":
	case "a", "c":
	case "a":
		f()
	}
	switch {
	case a > 1:
	}
	switch x.(type) {
	case int:
	}
	switch y := x.(type) {
	case int, string:
	}
	// ruleid: st-select2
	select {
	// ruleid: st-recv
	case <-c:
	default:
	}
	select {
	// ruleid: st-recv
	case v := <-c:
		f()
	}
	select {
	// ruleid: st-recv
	case <-c:
		g()
	// ruleid: st-send
	case c <- 1:
	}
	// ruleid: st-go
	go f(1)
	// ruleid: st-go, st-go-fn, st-go-fn2
	go func() {
		// ruleid: st-return1, st-return-any
		f()
	}()
	// ruleid: st-go, st-go-fn
	go func(i int) {
		// ruleid: st-return1, st-return-any
		f()
	}(1)
	// ruleid: st-go
	go o.m()
	// ruleid: st-defer
	defer f()
	// ruleid: st-defer, st-defer-fn
	defer func() {
		// ruleid: st-return1, st-return-any
		recover()
	}()
	// ruleid: st-defer, st-defer-fn
	defer func() {
		// ruleid: st-if, st-ifnil, st-if-init, st-if-return
		if r := recover(); r != nil {
			// ruleid: st-return1, st-return-any
			f()
		}
	}()
	// ruleid: st-defer, st-defer-m
	defer o.Close()
	// ruleid: st-defer, st-defer-m
	defer o.p.Close()
	// ruleid: st-return, st-return-any
	return
	// ruleid: st-return1, st-return-any
	return 1
	// ruleid: st-return1, st-return-any, st-return2, st-return-e
	return 1, err
	// ruleid: st-return1, st-return-any, st-return2, st-return-e
	return nil, err
	// ruleid: st-return1, st-return-any, st-return-nil
	return nil
	// ruleid: st-return1, st-return-any, st-return2
	return nil, fmt.Errorf("x")
	// ruleid: st-return1, st-return-any, st-return-fmt
	return fmt.Errorf("x")
	// ruleid: st-break-l
	break L
	// ruleid: st-goto
	goto L
L:
	// ruleid: st-for, st-for-inf
	for {
		// ruleid: st-break-l
		break L
	}
M:
	f()
	// ruleid: st-send
	c <- 1
	// ruleid: st-recv
	<-c
	// ruleid: st-recv
	x := <-c
	{
		f()
	}
	// ruleid: st-seq, st-seq2, st-seq3
	f()
	g()
	// ruleid: st-seq, st-seq3
	f()
	h()
	g()
	// ruleid: st-if
	if a {
		// ruleid: st-seq, st-seq3
		f()
		// ruleid: st-if
		if b {
			g()
		}
	}
	// ruleid: st-seq4, st-seq5
	mu.Lock()
	mu.Unlock()
	// ruleid: st-seq5
	o.mu.Lock()
	// ruleid: st-if, st-if-return
	if a {
		// ruleid: st-return1, st-return-any
		return 1
	}
	o.mu.Unlock()
	// ruleid: st-panic
	panic("x")
	// ruleid: st-panic
	panic(err)
	// ruleid: st-var-in
	var z int
	f(z)
	// ruleid: st-var-in
	var w T
	// ruleid: st-if
	if a {
		f(w)
	}
	// ruleid: st-if, st-empty-if
	if a {
	}
}
