package sample

import (
	"fmt"
	"log"
	"net/http"
	dbg "runtime/debug"
)

func direct(w http.ResponseWriter) {
	// ruleid: stack-trace-to-client
	http.Error(w, string(dbg.Stack()), 500)
	// ruleid: stack-trace-to-client
	w.Write(dbg.Stack())
	defer func() {
		if p := recover(); p != nil {
			// ruleid: stack-trace-to-client
			fmt.Fprintf(w, "panic %v\n%s", p, dbg.Stack())
		}
	}()
	stack := dbg.Stack()
	// ruleid: stack-trace-to-client
	fmt.Fprintf(w, "%s", stack)
}

func safe(w http.ResponseWriter, file fmt.Stringer) {
	// ok: stack-trace-to-client
	log.Printf("panic: %s", dbg.Stack())
	// ok: stack-trace-to-client
	http.Error(w, "internal error", 500)
	// ok: stack-trace-to-client
	dbg.SetGCPercent(50)
}
