package sample

import (
	"archive/tar"
	"os"
	"path/filepath"
)

func direct(h *tar.Header, path string) error {
	switch h.Typeflag {
	case tar.TypeSymlink:
		// ruleid: archive-symlink
		return os.Symlink(h.Linkname, path)
	case tar.TypeLink:
		// ruleid: archive-symlink
		if err := os.Link(h.Linkname, path); err != nil {
			return err
		}
	}
	return nil
}

func checked(h *tar.Header, path string) error {
	if !filepath.IsLocal(h.Linkname) {
		return nil
	}
	// ok: archive-symlink
	return os.Symlink(h.Linkname, path)
}

func safe(target, path string) {
	// ok: archive-symlink
	_ = os.Symlink(target, path)
	// ok: archive-symlink
	_ = os.Symlink("/etc/fixed", path)
}
