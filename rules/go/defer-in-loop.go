package sample

import (
	"net/http"
	"os"
	"sync"
)

func direct(paths []string, mu *sync.Mutex) {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		// ruleid: defer-in-loop
		defer f.Close()
	}
	for i := 0; i < 3; i++ {
		mu.Lock()
		// ruleid: defer-in-loop
		defer mu.Unlock()
	}
	for {
		resp, err := http.Get("https://example.com")
		if err == nil {
			// ruleid: defer-in-loop
			defer resp.Body.Close()
		}
	}
}

func safe(paths []string, mu *sync.Mutex) {
	// ok: defer-in-loop
	defer mu.Unlock()
	for _, p := range paths {
		func() {
			f, err := os.Open(p)
			if err != nil {
				return
			}
			// ok: defer-in-loop
			defer f.Close()
		}()
	}
	for range paths {
		go func() {
			// ok: defer-in-loop
			defer mu.Unlock()
		}()
	}
}
