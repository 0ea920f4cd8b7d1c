package sample

import (
	"context"
	"fmt"
	run "os/exec"
	"strings"
)

const dir = "/srv"

func direct(ctx context.Context, name string, args []string) {
	// ruleid: command-shell-built
	_ = run.Command("sh", "-c", "ls "+name).Run()
	// ruleid: command-shell-built
	_ = run.CommandContext(ctx, "/bin/bash", "-lc", fmt.Sprintf("ls %s", name))
	// ruleid: command-shell-built
	cmd := run.Command("cmd.exe", "/C", strings.Join(args, " "))
	_ = cmd
	line := fmt.Sprintf("ls %s", name)
	go func() {
		// ruleid: command-shell-built
		_ = run.Command("bash", "-c", line).Run()
	}()
}

type shell struct{}

func (shell) Command(a, b, c string) {}

func safe(name, script string, exec shell) {
	// ok: command-shell-built
	_ = run.Command("ls", "--", name)
	// ok: command-shell-built
	_ = run.Command("sh", "-c", "ls "+dir)
	// ok: command-shell-built
	_ = run.Command("sh", "-c", `ls -- "$1"`, "sh", name)
	// ok: command-shell-built
	_ = run.Command("sh", "-c", script)
	// ok: command-shell-built
	_ = run.Command("git", "-c", "user.name="+name, "commit")
}
