package sample

import (
	"os"

	"example.com/fake/disk"
)

const shared = 0o777

func direct(path string, b []byte) error {
	// ruleid: file-created-world-writable
	if err := os.WriteFile(path, b, 0666); err != nil {
		return err
	}
	// ruleid: file-created-world-writable
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o662)
	_, _ = f, err
	func() {
		// ruleid: file-created-world-writable
		_ = os.MkdirAll(path, shared)
	}()
	// ruleid: file-created-world-writable
	return os.Mkdir(path, os.ModePerm)
}

func safe(path string, b []byte, mode os.FileMode) {
	// ok: file-created-world-writable
	_ = os.WriteFile(path, b, 0600)
	// ok: file-created-world-writable
	_ = os.MkdirAll(path, 0o755)
	// ok: file-created-world-writable
	_ = os.WriteFile(path, b, mode)
	// ok: file-created-world-writable
	_, _ = os.OpenFile(path, os.O_RDONLY, 0777)
	// ok: file-created-world-writable
	_ = disk.WriteFile(path, b, 0666)
}
