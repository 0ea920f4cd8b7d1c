package sample

import "strconv"

func direct(s string) (int32, error) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, err
	}
	f := func() uint16 {
		// ruleid: atoi-narrowed
		return uint16(n)
	}
	_ = f
	// ruleid: atoi-narrowed
	return int32(n), nil
}

func wide(s string) byte {
	m, _ := strconv.ParseInt(s, 10, 64)
	// ruleid: atoi-narrowed
	return byte(m)
}

func bounded(s string) int32 {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 65535 {
		return 0
	}
	// ok: atoi-narrowed
	return int32(n)
}

func safe(s string, n int) (int64, int32) {
	a, _ := strconv.Atoi(s)
	b, _ := strconv.ParseInt(s, 10, 32)
	// ok: atoi-narrowed
	_ = int32(n)
	// ok: atoi-narrowed
	return int64(a), int32(b)
}
