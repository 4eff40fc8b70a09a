package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strings"
)

// Role is what a browser is for.
type Role string

// The two browsers of a run. The live one must be a full Chromium, since a headless shell does
// not model a window that loses the focus; the replay one may be a shell, which is cheaper.
const (
	Live   Role = "live"
	Replay Role = "replay"
)

// The environment variables that name a browser, by role.
var variables = map[Role]string{Live: "REPLAYLAB_BROWSER", Replay: "REPLAYLAB_REPLAY_BROWSER"}

// names are what browsers are called, best first. Debian's /usr/bin/chromium is a wrapper that
// adds flags of its own, so the program behind it comes before it.
var names = map[Role][]string{
	Live: {
		"/usr/lib/chromium/chromium", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	},
	Replay: {"/usr/lib/chromium/chromium-headless-shell", "chromium-headless-shell", "chrome-headless-shell", "headless-shell"},
}

// ErrMissing is why Find fails when there is no browser on the machine.
var ErrMissing = errors.New("no browser found")

// Found is a browser on this machine, or the DevTools address of one elsewhere.
type Found struct {
	Path string // of the program, or empty
	URL  string // ws://, wss://, http:// or https:// address, or empty
	From string // what named it: "flag", a variable, "PATH" …
	Role Role   // what it was looked for
}

// Find looks for the browser of a role: by the flag's value, by the role's variable, then under
// the usual names. A flag or variable that names something unusable is an error, not passed over.
func Find(role Role, flag string) (Found, error) {
	for _, named := range []struct{ value, from string }{
		{flag, "--" + flagName(role)}, {os.Getenv(variables[role]), variables[role]},
	} {
		if named.value == "" {
			continue
		}
		if isAddress(named.value) {
			return Found{URL: named.value, From: named.from, Role: role}, nil
		}
		path, err := exec.LookPath(named.value)
		if err != nil {
			return Found{}, fmt.Errorf("%s names a browser that cannot be run: %w", named.from, reason(err))
		}
		return Found{Path: path, From: named.from, Role: role}, nil
	}
	for _, name := range names[role] {
		if path, err := exec.LookPath(name); err == nil {
			return Found{Path: path, From: "found as " + name, Role: role}, nil
		}
	}
	return Found{}, fmt.Errorf("%w for the %s page (looked for %s, %s and %s)",
		ErrMissing, role, "--"+flagName(role), variables[role], strings.Join(names[role], ", "))
}

func flagName(role Role) string {
	if role == Live {
		return "browser"
	}
	return "replay-browser"
}

func reason(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w (is it executable?)", err)
	}
	return err
}

// Packages are the Debian packages that a lab needs: both browsers, and fonts so that text has
// the same width everywhere.
var Packages = []string{"chromium", "chromium-headless-shell", "fonts-liberation", "fonts-dejavu-core"}

// Require finds the browser of a role and installs one if there is none: by apt as root on
// Debian, by download into the folder cache elsewhere. What it does is told to log. Where only the
// headless shell cannot be had, the full browser plays its part.
func Require(ctx context.Context, role Role, flag, cache string, log io.Writer) (Found, error) {
	found, err := Find(role, flag)
	if !errors.Is(err, ErrMissing) {
		return found, err
	}
	var install error
	switch {
	case debian() && os.Geteuid() == 0:
		install = Install(ctx, log)
	case debian():
		install = fmt.Errorf("this user may not install packages; run: sudo apt-get install %s", strings.Join(Packages, " "))
	default:
		var path string
		if path, install = download(ctx, cache, log); install == nil {
			return Found{Path: path, From: "downloaded", Role: role}, nil
		}
	}
	if install == nil {
		if found, err = Find(role, flag); err == nil {
			return found, nil
		}
	}
	if role == Replay {
		if full, fullErr := Find(Live, ""); fullErr == nil {
			fmt.Fprintf(log, "no headless shell for the replayed page (%v); using %s\n", install, full.Path)
			full.Role = role
			return full, nil
		}
	}
	return Found{}, errors.Join(err, install)
}

func debian() bool {
	_, err := os.Stat("/etc/debian_version")
	return err == nil
}

// Install installs Packages with apt, which needs root.
func Install(ctx context.Context, log io.Writer) error {
	fmt.Fprintf(log, "installing %s with apt-get\n", strings.Join(Packages, " "))
	for _, args := range [][]string{
		{"update", "-qq"},
		append([]string{"install", "-y", "-qq", "--no-install-recommends"}, Packages...),
	} {
		cmd := exec.CommandContext(ctx, "apt-get", args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("apt-get %s: %w: %s", args[0], err, lastLines(string(out), 3))
		}
	}
	return nil
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], " | ")
}
