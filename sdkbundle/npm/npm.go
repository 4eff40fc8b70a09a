// Package npm fetches packages from the npm registry into a cache, by name and exact version.
// Nothing from there is ever part of the repository.
package npm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Cache is a folder of packages.
type Cache struct {
	Dir string    // one folder a package: name@version, with "/" written as "+"
	Log io.Writer // told of every download; nil means nobody
}

// DefaultDir is the folder of everything that the lab fetches: REPLAYLAB_CACHE, or replaylab in
// the user's cache folder.
func DefaultDir() (string, error) {
	if dir := os.Getenv("REPLAYLAB_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find a cache folder (REPLAYLAB_CACHE names one): %w", err)
	}
	return filepath.Join(dir, "replaylab"), nil
}

// ErrNoNPM is why a package cannot be fetched on a machine without npm.
var ErrNoNPM = errors.New("npm is not installed: install Node.js (on Debian: apt-get install npm)")

// ErrUnknown is why a package cannot be fetched that the registry does not have.
var ErrUnknown = errors.New("npm has no such package")

// ErrRefused is why a package cannot be fetched when npm or its registry did not do as asked.
var ErrRefused = errors.New("npm could not fetch it")

// Package is a package in the cache.
type Package struct {
	Name, Version string
	Dir           string // the package's own folder
}

var exact = regexp.MustCompile(`^\d+\.\d+\.\d+[-+.\w]*$`)

// named does not take a name that begins with a hyphen: npm would read it as an option.
var named = regexp.MustCompile(`^(@[a-z0-9~][a-z0-9-._~]*/)?[a-z0-9~][a-z0-9-._~]*$`)

// Split parts "name@version". The version may be missing.
func Split(spec string) (name, version string) {
	if i := strings.LastIndexByte(spec, '@'); i > 0 {
		return spec[:i], spec[i+1:]
	}
	return spec, ""
}

// Fetch returns a package's folder, downloading it if the cache does not have it. The version
// must be exact, so that two runs mean the same bytes.
func (c Cache) Fetch(ctx context.Context, name, version string) (Package, error) {
	if !named.MatchString(name) {
		return Package{}, fmt.Errorf("%q is not the name of an npm package", name)
	}
	if !exact.MatchString(version) {
		return Package{}, fmt.Errorf("npm package %s needs an exact version such as 1.2.3, not %q", name, version)
	}
	p := Package{name, version, filepath.Join(c.Dir, folder(name, version))}
	if whole(p.Dir) {
		return p, nil
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return Package{}, fmt.Errorf("make the cache folder: %w", err)
	}
	c.say("fetching %s@%s from npm\n", name, version)
	work, err := os.MkdirTemp(c.Dir, ".fetch-")
	if err != nil {
		return Package{}, fmt.Errorf("fetch %s@%s: %w", name, version, err)
	}
	defer os.RemoveAll(work)
	if err := pack(ctx, work, name+"@"+version); err != nil {
		return Package{}, fmt.Errorf("fetch %s@%s: %w", name, version, err)
	}
	if err := c.keep(filepath.Join(work, "package"), p.Dir); err != nil {
		return Package{}, fmt.Errorf("fetch %s@%s: %w", name, version, err)
	}
	return p, nil
}

// whole reports whether a folder holds a package. A folder comes to its place with all that is in
// it, so one without a package.json that can be read is what a crash or a person left of it.
func whole(dir string) bool {
	data, err := os.ReadFile(filepath.Join(dir, "package.json"))
	return err == nil && json.Valid(data)
}

// keep moves a finished folder to its place. Another process may have been faster; its copy of
// the same version is as good. What stands there and is no package goes.
func (c Cache) keep(from, to string) error {
	err := os.Rename(from, to)
	if err == nil || whole(to) {
		return nil
	}
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	return os.Rename(from, to)
}

// pack downloads one tarball, without the packages it depends on: what a browser loads of an SDK
// is a bundle that has them inside.
func pack(ctx context.Context, dir, spec string) error {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return ErrNoNPM
	}
	cmd := exec.CommandContext(ctx, npm, "pack", "--loglevel=error", "--ignore-scripts", "--pack-destination", dir, spec)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return refusal(err, stderr.String())
	}
	lines := strings.Fields(string(out))
	if len(lines) == 0 {
		return fmt.Errorf("%w: npm pack named no tarball", ErrRefused)
	}
	tarball, err := os.Open(filepath.Join(dir, lines[len(lines)-1]))
	if err != nil {
		return err
	}
	defer tarball.Close()
	return Extract(tarball, filepath.Join(dir, "package"))
}

// refusal reads why npm failed. It says so in lines such as "npm error code E404"; what follows a
// code is advice, a stack, and where its log is.
func refusal(err error, said string) error {
	var lines []string
	for line := range strings.Lines(said) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), "npm error ")
		switch code, isCode := strings.CutPrefix(text, "code "); {
		case isCode && (code == "E404" || code == "ETARGET"):
			return ErrUnknown
		case ok && len(lines) < 4:
			lines = append(lines, text)
		}
	}
	if len(lines) == 0 {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return fmt.Errorf("%w: %s", ErrRefused, strings.Join(lines, "; "))
}

// List names the packages in the cache, sorted.
func (c Cache) List() ([]Package, error) {
	entries, err := os.ReadDir(c.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the cache: %w", err)
	}
	var list []Package
	for _, e := range entries {
		name, version := Split(strings.ReplaceAll(e.Name(), "+", "/"))
		if e.IsDir() && exact.MatchString(version) {
			list = append(list, Package{name, version, filepath.Join(c.Dir, e.Name())})
		}
	}
	slices.SortFunc(list, func(a, b Package) int { return strings.Compare(a.Dir, b.Dir) })
	return list, nil
}

func folder(name, version string) string { return strings.ReplaceAll(name, "/", "+") + "@" + version }

func (c Cache) say(format string, args ...any) {
	if c.Log != nil {
		fmt.Fprintf(c.Log, format, args...)
	}
}
