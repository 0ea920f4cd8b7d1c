package sample

import (
	bc "golang.org/x/crypto/bcrypt"
)

const cheap = 5

func direct(p []byte) {
	// ruleid: bcrypt-cost-low
	h, err := bc.GenerateFromPassword(p, bc.MinCost)
	_, _ = h, err
	// ruleid: bcrypt-cost-low
	_, _ = bc.GenerateFromPassword(p, 4)
	// ruleid: bcrypt-cost-low
	_, _ = bc.GenerateFromPassword([]byte("x"), cheap)
}

func safe(p []byte, cost int) {
	// ok: bcrypt-cost-low
	_, _ = bc.GenerateFromPassword(p, bc.DefaultCost)
	// ok: bcrypt-cost-low
	_, _ = bc.GenerateFromPassword(p, 12)
	// ok: bcrypt-cost-low
	_, _ = bc.GenerateFromPassword(p, cost)
	// ok: bcrypt-cost-low
	_, _ = bc.GenerateFromPassword(p, 0)
}
