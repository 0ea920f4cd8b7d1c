package sample

import (
	"archive/tar"
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func fromZip(dir string, r *zip.Reader) error {
	for _, f := range r.File {
		// ruleid: archive-path-traversal
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
	}
	return nil
}

func fromTar(dir string, r io.Reader) error {
	t := tar.NewReader(r)
	for {
		header, err := t.Next()
		if err != nil {
			return err
		}
		// ruleid: archive-path-traversal
		if err := os.Mkdir(filepath.Join(dir, header.Name), 0o700); err != nil {
			return err
		}
	}
}

func one(dir string, f *zip.File) string {
	// ruleid: archive-path-traversal
	return filepath.Join(dir, "x", f.Name)
}

func checked(dir string, r *zip.Reader) error {
	for _, f := range r.File {
		if !filepath.IsLocal(f.Name) {
			continue
		}
		// ok: archive-path-traversal
		_ = filepath.Join(dir, f.Name)
	}
	return nil
}

func prefixed(dir string, f *zip.File) string {
	// ok: archive-path-traversal
	path := filepath.Join(dir, f.Name)
	if !strings.HasPrefix(path, filepath.Clean(dir)+string(os.PathSeparator)) {
		return ""
	}
	return path
}

type entry struct{ Name string }

func safe(dir string, f *zip.File, e entry) {
	// ok: archive-path-traversal
	_ = filepath.Join(dir, filepath.Base(f.Name))
	// ok: archive-path-traversal
	_ = filepath.Join(dir, e.Name)
}
