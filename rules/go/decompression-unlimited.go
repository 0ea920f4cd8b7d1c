package sample

import (
	"bytes"
	"compress/bzip2"
	gz "compress/gzip"
	"compress/zlib"
	"io"
)

func direct(w io.Writer, r io.Reader) error {
	z, err := gz.NewReader(r)
	if err != nil {
		return err
	}
	// ruleid: decompression-unlimited
	if _, err = io.Copy(w, z); err != nil {
		return err
	}
	b := bzip2.NewReader(r)
	// ruleid: decompression-unlimited
	_, err = io.ReadAll(b)
	return func() error {
		y, err := zlib.NewReader(r)
		if err != nil {
			return err
		}
		// ruleid: decompression-unlimited
		_, err = io.CopyBuffer(w, y, nil)
		return err
	}()
}

func safe(w io.Writer, r io.Reader) {
	z, _ := gz.NewReader(r)
	// ok: decompression-unlimited
	_, _ = io.CopyN(w, z, 1<<20)
	// ok: decompression-unlimited
	_, _ = io.Copy(w, io.LimitReader(z, 1<<20))
	// ok: decompression-unlimited
	_, _ = io.Copy(w, r)
	// ok: decompression-unlimited
	_, _ = io.ReadAll(bytes.NewReader(nil))
}
