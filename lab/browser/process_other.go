//go:build unix && !linux

package browser

import (
	"errors"
	"os/exec"
	"syscall"
	"time"
)

func own(cmd *exec.Cmd) { ownGroup(cmd) }

// waitGroup returns when the last member of a killed group has gone. Children of a dead browser
// are reaped by process 1, so all there is to watch is their disappearance.
func waitGroup(pid int) {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(5 * time.Second)
	for !errors.Is(syscall.Kill(-pid, 0), syscall.ESRCH) {
		select {
		case <-tick.C:
		case <-limit:
			return
		}
	}
}
