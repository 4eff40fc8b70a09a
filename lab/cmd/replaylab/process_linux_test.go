package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// apart gives the command a session of its own, which everything that it starts belongs to.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// process is one process of the machine.
type process struct {
	PID   int
	group int
	state string // as in ps: R, S, T, Z …
	args  []string
}

func (p process) String() string {
	line := fmt.Sprintf("%d %s %s", p.PID, p.state, strings.Join(p.args, " "))
	return line[:min(len(line), 160)]
}

// signal sends a signal to this process alone.
func (p process) signal(s syscall.Signal) error { return syscall.Kill(p.PID, s) }

// processes lists what lives of the command and of all that it started, by session and by the mark
// in the environment.
func (c *command) processes() []process {
	var list []process
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		stat, err := os.ReadFile(dir + "/stat")
		if err != nil {
			continue // gone meanwhile
		}
		// The name of the program, in brackets, may hold anything.
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		environ, _ := os.ReadFile(dir + "/environ")
		marked := slices.Contains(strings.Split(string(environ), "\x00"), c.mark)
		if !marked && fields[3] != strconv.Itoa(c.Command.Process.Pid) {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(dir))
		args, _ := os.ReadFile(dir + "/cmdline")
		group, _ := strconv.Atoi(fields[2])
		p := process{pid, group, fields[0], strings.Split(strings.TrimRight(string(args), "\x00"), "\x00")}
		if p.state != "Z" && p.state != "X" { // dead, and not yet noted by its parent
			list = append(list, p)
		}
	}
	return list
}

func (c *command) killAll() {
	for _, p := range c.processes() {
		_ = p.signal(syscall.SIGKILL)
	}
}

// chromium is the main process of a browser that the command started.
type chromium struct {
	process
	profile string
}

// browsers lists those that live, the live page's as well as the replayed page's.
func (c *command) browsers() []chromium {
	var list []chromium
	for _, p := range c.processes() {
		profile := ""
		for _, a := range p.args {
			if dir, ok := strings.CutPrefix(a, "--user-data-dir="); ok {
				profile = dir
			}
		}
		// A child has its parent's arguments until it has become another program.
		if profile != "" && p.PID == p.group {
			list = append(list, chromium{p, profile})
		}
	}
	return list
}

// showing is the browser with a page of that title.
func (c *command) showing(title string) (chromium, error) {
	for _, b := range c.browsers() {
		titles, err := b.titles()
		if err == nil && slices.Contains(titles, title) {
			return b, nil
		}
	}
	return chromium{}, fmt.Errorf("none of %d browsers shows a page with the title %q", len(c.browsers()), title)
}

// titles are those of the browser's pages.
func (b chromium) titles() ([]string, error) {
	port, err := os.ReadFile(filepath.Join(b.profile, "DevToolsActivePort"))
	if err != nil {
		return nil, err
	}
	address, _, _ := strings.Cut(string(port), "\n")
	return titles("127.0.0.1:" + address)
}
