package browser

import (
	"os/exec"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// own also ties the browser's life to the lab's: if the lab is killed outright, the kernel ends
// the browser.
func own(cmd *exec.Cmd) {
	adopt()
	ownGroup(cmd).Pdeathsig = syscall.SIGKILL
}

// adopt makes the browser's grandchildren ours when their parent dies, so that waitGroup can wait
// for each of them. Where process 1 is slow to reap, dead children would linger for seconds.
var adopt = sync.OnceFunc(func() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) })

// waitGroup returns when the last member of a killed group has gone.
func waitGroup(pid int) {
	for {
		if _, err := syscall.Wait4(-pid, nil, 0, nil); err != nil && err != syscall.EINTR {
			return // ECHILD: nobody is left
		}
	}
}
