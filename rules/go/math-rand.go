package sample

import (
	"crypto/rand"
	"math/big"
	dice "math/rand"
)

func roll() int {
	// ruleid: math-rand
	return dice.Intn(6) + 1
}

func generator(seed int64) {
	// ruleid: math-rand
	src := dice.NewSource(seed)
	_ = src
	func() {
		// ruleid: math-rand
		_ = dice.Uint64()
		// ruleid: math-rand
		_ = 0.1 * dice.Float64()
	}()
}

type table struct{}

func (table) Intn(n int) int { return n }

func safe(t table) {
	// todook: math-rand
	n, err := rand.Int(rand.Reader, big.NewInt(6))
	// ok: math-rand
	_ = t.Intn(6)
	// ok: math-rand
	dice.Shuffle(2, func(i, j int) {})
	_, _ = n, err
}
