package sample

import (
	"os"

	"example.com/fake/disk"
)

const public = 0o755

func direct(path string, b []byte) error {
	// ruleid: file-mode-broad
	if err := os.WriteFile(path, b, 0644); err != nil {
		return err
	}
	func() {
		// ruleid: file-mode-broad
		_ = os.MkdirAll(path, public)
	}()
	// ruleid: file-mode-broad
	return os.Chmod(path, 0o604)
}

func safe(path string, b []byte, mode os.FileMode) {
	// ok: file-mode-broad
	_ = os.WriteFile(path, b, 0640)
	// ok: file-mode-broad
	_ = os.MkdirAll(path, 0o750)
	// ok: file-mode-broad
	_ = os.Chmod(path, mode)
	// ok: file-mode-broad
	_, _ = os.OpenFile(path, os.O_RDONLY, 0644)
	// ok: file-mode-broad
	_ = disk.WriteFile(path, b, 0644)
}
