package browser

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Locale and TimeZone are what every page of the lab sees, whatever the machine says.
const (
	Locale   = "en-US"
	TimeZone = "UTC"
)

// launchLimit bounds the start of a browser: 0.3 s on a quiet machine, several on one under load.
const launchLimit = 30 * time.Second

// Config says which browser to start. Path is required; see Find.
type Config struct {
	Path   string
	Headed bool     // show a window
	Args   []string // further flags
}

// Process is a browser that this package started.
type Process struct {
	cmd     *exec.Cmd
	url     string
	profile string
	tail    *tail

	exited chan struct{}
	once   sync.Once
}

// Launch starts a browser with an empty profile and waits until it takes connections. ctx bounds
// the start; the browser lives until Close.
func Launch(ctx context.Context, c Config) (*Process, error) {
	if c.Headed && !HasDisplay() {
		return nil, errors.New("start the browser with a window: there is no display to show it on (DISPLAY is not set); run under xvfb-run, or without --headed")
	}
	sweep()
	profile, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", profilePrefix, os.Getpid()))
	if err != nil {
		return nil, fmt.Errorf("make a profile folder for the browser: %w", err)
	}
	if err := writePreferences(profile); err != nil {
		return nil, errors.Join(err, os.RemoveAll(profile))
	}
	cmd := exec.Command(c.Path, args(c, profile)...)
	if cmd.Env, err = environment(profile); err != nil {
		return nil, errors.Join(err, os.RemoveAll(profile))
	}
	own(cmd)
	stderr, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		_ = os.RemoveAll(profile)
		return nil, fmt.Errorf("start the browser %s: %w", c.Path, err)
	}
	p := &Process{cmd: cmd, profile: profile, tail: &tail{}, exited: make(chan struct{})}
	listening := make(chan string, 1)
	go p.drain(stderr, listening)

	limit := time.NewTimer(launchLimit)
	defer limit.Stop()
	select {
	case p.url = <-listening:
		return p, nil
	case <-p.exited:
		err = fmt.Errorf("it ended at once, saying: %s", p.tail)
	case <-limit.C:
		err = fmt.Errorf("no DevTools address after %s; it said: %s", launchLimit, p.tail)
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	return nil, errors.Join(fmt.Errorf("start the browser %s: %w", c.Path, err), p.Close())
}

// HasDisplay reports whether there is a screen to show a window on.
func HasDisplay() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// socketLimit is the longest path that a socket can have on Linux; elsewhere it is a little less.
const socketLimit = 107

// environment is the lab's own, with the locale of every page, without the settings of the user's
// desktop, and with the browser's temporary files and crash reports sent into its profile folder: a
// browser that is killed leaves them.
func environment(profile string) ([]string, error) {
	env := append(os.Environ(), "TZ="+TimeZone, "LANG="+strings.ReplaceAll(Locale, "-", "_")+".UTF-8", "LANGUAGE="+Locale,
		"GSETTINGS_BACKEND=memory", "BREAKPAD_DUMP_LOCATION="+filepath.Join(profile, "crashes"))
	temp := filepath.Join(profile, "tmp")
	// The browser keeps a socket there, and ends at once if the path of that is too long.
	if len(filepath.Join(temp, "org.chromium.Chromium.XXXXXX", "SingletonSocket")) > socketLimit {
		return env, nil
	}
	if err := os.Mkdir(temp, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder for the browser's temporary files: %w", err)
	}
	return append(env, "TMPDIR="+temp), nil
}

// URL is the DevTools WebSocket address.
func (p *Process) URL() string { return p.url }

// PID is the id of the browser's main process, and of its process group.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Exited is closed when the main process has ended.
func (p *Process) Exited() <-chan struct{} { return p.exited }

// Close kills the browser with all its children, waits for them and removes the profile folder.
func (p *Process) Close() error {
	var err error
	p.once.Do(func() {
		killGroup(p.PID())
		<-p.exited
		waitGroup(p.PID())
		if err = removeAll(p.profile); err != nil {
			err = fmt.Errorf("remove the browser's profile folder: %w", err)
		}
	})
	return err
}

var listeningLine = regexp.MustCompile(`^DevTools listening on (ws://\S+)`)

// drain reads what the browser says until it ends, keeps the end of it, and picks out the address.
func (p *Process) drain(r io.Reader, listening chan<- string) {
	defer close(p.exited)
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if m := listeningLine.FindStringSubmatch(lines.Text()); m != nil {
			select {
			case listening <- m[1]:
			default:
			}
			continue
		}
		p.tail.add(lines.Text())
	}
	_, _ = io.Copy(io.Discard, r)
	_ = p.cmd.Wait()
}

// tail keeps the last lines of what the browser said, for error messages.
type tail struct {
	mu    sync.Mutex
	lines []string
}

func (t *tail) add(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lines = append(t.lines, line)
	if len(t.lines) > 8 {
		t.lines = t.lines[1:]
	}
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.lines) == 0 {
		return "(nothing)"
	}
	return strings.Join(t.lines, " | ")
}

const profilePrefix = "replaylab-profile-"

// sweep removes profile folders of labs that were killed outright and could not tidy up. The
// folder's name carries the id of the process that made it.
func sweep() {
	dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), profilePrefix+"*"))
	for _, dir := range dirs {
		rest := strings.TrimPrefix(filepath.Base(dir), profilePrefix)
		pid, err := strconv.Atoi(rest[:max(strings.IndexByte(rest, '-'), 0)])
		if err == nil && !alive(pid) {
			_ = removeAll(dir)
		}
	}
}

// removeAll tries again while something still writes into the folder.
func removeAll(dir string) (err error) {
	for range 20 {
		if err = os.RemoveAll(dir); err == nil {
			return nil
		}
	}
	return err
}
