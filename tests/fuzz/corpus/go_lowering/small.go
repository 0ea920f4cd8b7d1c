package p

import r "math/rand"

func f[T any](a T) { x := new(1 + 2); for i := range 3 { g(i, "a"+"b") }; _ = T{A: 1} }
