package bench

import (
	"regexp"
	"runtime"
	"syscall"
	"time"
)

// cpuTimes is the CPU time of this process, and of all children that have ended and been waited
// for, with theirs.
func cpuTimes() (self, children time.Duration) {
	var u syscall.Rusage
	read := func(who int) time.Duration {
		if syscall.Getrusage(who, &u) != nil {
			return 0
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return read(syscall.RUSAGE_SELF), read(syscall.RUSAGE_CHILDREN)
}

// CPU is the CPU time of this process and of all children that have ended: of browsers, once they are
// closed.
func CPU() time.Duration {
	self, children := cpuTimes()
	return self + children
}

// peakRSS is the most memory that this process has had, in MB.
func peakRSS() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return float64(u.Maxrss) / (1 << 20) // bytes there
	}
	return float64(u.Maxrss) / 1024
}

var scripts = regexp.MustCompile(`(?is)<script\b.*?</script>`)

// inert takes the scripts out of markup.
func inert(markup string) string { return scripts.ReplaceAllString(markup, "<script></script>") }
