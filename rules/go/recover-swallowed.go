package sample

import "log"

func direct(work func()) {
	// ruleid: recover-swallowed
	defer func() { recover() }()
	work()
	go func() {
		// ruleid: recover-swallowed
		defer func() {
			_ = recover()
		}()
		work()
	}()
}

func empty(work func()) {
	// ruleid: recover-swallowed
	defer func() {
		if p := recover(); p != nil {
		}
	}()
	work()
}

func safe(work func()) (err error) {
	// ok: recover-swallowed
	defer func() {
		if p := recover(); p != nil {
			log.Print(p)
		}
	}()
	// ok: recover-swallowed
	defer work()
	return nil
}
