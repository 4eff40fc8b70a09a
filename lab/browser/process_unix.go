//go:build unix

package browser

import (
	"errors"
	"os/exec"
	"syscall"
)

// killGroup ends a browser and all its children, which share its process group.
func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }

func alive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

// ownGroup puts the browser into a process group of its own, so that a Ctrl-C at the terminal
// reaches the lab first, and the lab can end every child at once.
func ownGroup(cmd *exec.Cmd) *syscall.SysProcAttr {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	return cmd.SysProcAttr
}
