package sample

import (
	"errors"
	"fmt"
	web "net/http"
)

func direct(w web.ResponseWriter, err error) {
	// ruleid: error-detail-to-client
	web.Error(w, err.Error(), web.StatusInternalServerError)
	// ruleid: error-detail-to-client
	web.Error(w, "cannot read: "+err.Error(), 500)
	func() {
		// ruleid: error-detail-to-client
		web.Error(w, fmt.Sprintf("cannot read: %v", err), web.StatusInternalServerError)
	}()
}

func safe(w web.ResponseWriter, err error) {
	// ok: error-detail-to-client
	web.Error(w, err.Error(), web.StatusBadRequest)
	// ok: error-detail-to-client
	web.Error(w, "internal error", web.StatusInternalServerError)
	// ok: error-detail-to-client
	_ = errors.New(err.Error())
}
