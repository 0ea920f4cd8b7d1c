package sample

import (
	"os"
	"path/filepath"

	"example.com/fake/disk"
)

const file = "/tmp/report.txt"

func direct(name string, b []byte) {
	// ruleid: temp-path-predictable
	_, _ = os.Create("/tmp/report.txt")
	// ruleid: temp-path-predictable
	_ = os.WriteFile(filepath.Join(os.TempDir(), "state"), b, 0o600)
	// ruleid: temp-path-predictable
	_, _ = os.OpenFile(file, os.O_CREATE|os.O_WRONLY, 0o600)
	func() {
		// ruleid: temp-path-predictable
		_ = os.MkdirAll("/var/tmp/cache", 0o700)
	}()
}

func safe(dir string, b []byte) {
	// ok: temp-path-predictable
	_, _ = os.CreateTemp("", "report-*")
	// ok: temp-path-predictable
	_ = os.WriteFile(filepath.Join(dir, "state"), b, 0o600)
	// ok: temp-path-predictable
	_, _ = os.Create("/tmpfs/report.txt")
	// ok: temp-path-predictable
	_, _ = os.Open("/tmp/report.txt")
	// ok: temp-path-predictable
	_ = disk.Create("/tmp/report.txt")
}
