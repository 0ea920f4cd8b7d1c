package sample

import (
	"crypto/aes"
	"crypto/cipher"
)

func byIndex(b cipher.Block, dst, src []byte) {
	for i := 0; i+16 <= len(src); i += 16 {
		// ruleid: ecb-mode
		b.Encrypt(dst[i:i+16], src[i:i+16])
	}
}

func byShrinking(key, dst, src []byte) error {
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	size := block.BlockSize()
	for len(src) > 0 {
		// ruleid: ecb-mode
		block.Encrypt(dst[:size], src[:size])
		src, dst = src[size:], dst[size:]
	}
	return nil
}

func safe(b cipher.Block, aead cipher.AEAD, counter, pad, nonce []byte, msgs [][]byte) {
	// ok: ecb-mode
	b.Encrypt(pad[0:16], counter[0:16])
	for _, m := range msgs {
		// ok: ecb-mode
		_ = aead.Seal(nil, nonce, m, nil)
		// ok: ecb-mode
		b.Encrypt(pad, counter)
	}
}
