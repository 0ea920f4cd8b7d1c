package sample

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

func direct(key, msg, sig []byte, header string) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(msg)
	// ruleid: hmac-compare-timing
	if bytes.Equal(mac.Sum(nil), sig) {
		return true
	}
	// ruleid: hmac-compare-timing
	if hex.EncodeToString(mac.Sum(nil)) != header {
		return false
	}
	return false
}

func later(key, msg []byte, header string) bool {
	h := hmac.New(sha256.New, key)
	h.Write(msg)
	want := h.Sum(nil)
	// ruleid: hmac-compare-timing
	if bytes.Equal([]byte(header), want) {
		return true
	}
	expected := "sha256=" + hex.EncodeToString(h.Sum(nil))
	// ruleid: hmac-compare-timing
	return expected == header
}

func safe(key, msg, sig []byte, h hash.Hash) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write(msg)
	sum := sha256.Sum256(msg)
	// ok: hmac-compare-timing
	if bytes.Equal(sum[:], sig) {
		return false
	}
	// ok: hmac-compare-timing
	if bytes.Equal(h.Sum(nil), sig) {
		return false
	}
	// ok: hmac-compare-timing
	return hmac.Equal(mac.Sum(nil), sig)
}
