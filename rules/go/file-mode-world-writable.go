package sample

import (
	"io/fs"
	"os"

	"example.com/fake/disk"
)

const open = 0o666

func direct(path string, f *os.File) error {
	// ruleid: file-mode-world-writable
	if err := os.Chmod(path, 0777); err != nil {
		return err
	}
	// ruleid: file-mode-world-writable
	_ = os.Chmod(path, open)
	// ruleid: file-mode-world-writable
	_ = os.Chmod(path, os.ModePerm)
	func() {
		// ruleid: file-mode-world-writable
		_ = f.Chmod(0x1b6)
	}()
	// ruleid: file-mode-world-writable
	return os.Chmod(path, fs.ModePerm)
}

func safe(path string, mode os.FileMode, f *os.File) {
	// ok: file-mode-world-writable
	_ = os.Chmod(path, 0o600)
	// ok: file-mode-world-writable
	_ = os.Chmod(path, 0755)
	// ok: file-mode-world-writable
	_ = f.Chmod(mode)
	// ok: file-mode-world-writable
	_ = os.Chmod(path, os.ModeSticky|0777)
	// ok: file-mode-world-writable
	_ = disk.Chmod(path, 0777)
}
