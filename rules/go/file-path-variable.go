package sample

import (
	"io/ioutil"
	"os"

	"example.com/fake/disk"
)

const file = "/etc/app.conf"

func direct(name string) error {
	// ruleid: file-path-variable
	f, err := os.Open(name)
	_ = f
	// ruleid: file-path-variable
	if _, err := ioutil.ReadFile("/srv/" + name); err != nil {
		return err
	}
	func() {
		// ruleid: file-path-variable
		_, _ = os.Create(name)
	}()
	return err
}

func safe(root *os.Root, name string) {
	// ok: file-path-variable
	_, _ = os.Open("/etc/app.conf")
	// ok: file-path-variable
	_, _ = os.ReadFile(file)
	// ok: file-path-variable
	_, _ = root.Open(name)
	// ok: file-path-variable
	_, _ = disk.Open(name)
}
