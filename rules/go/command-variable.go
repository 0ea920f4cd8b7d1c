package sample

import (
	"context"
	"os"
	"os/exec"
)

const tool = "git"

type job struct{ program string }

func (j job) run(ctx context.Context, script string) {
	// ruleid: command-variable
	_ = exec.Command(j.program, "-v").Run()
	// ruleid: command-variable
	_ = exec.CommandContext(ctx, j.program)
	func() {
		// ruleid: command-variable
		_ = exec.Command("sh", "-c", script)
	}()
}

func safe(ctx context.Context, arg string) {
	// ok: command-variable
	_ = exec.Command("git", arg)
	// ok: command-variable
	_ = exec.Command(tool, "status")
	// ok: command-variable
	_ = exec.CommandContext(ctx, "git", "status")
	// ok: command-variable
	_ = exec.Command(os.Args[0], arg)
}
