// Package build loads the SDKs and players that a run names: from the npm cache, or from a build
// that is not released yet.
package build

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"replaylab/lab/replay"
	"replaylab/lab/visit"
	"replaylab/sdkbundle/adapters"
	"replaylab/sdkbundle/npm"
)

// Spec is what a person wrote: "name", "name@version" or "name=PATH".
type Spec struct {
	Name    string
	Version string // empty means the adapter's own
	Path    string // of a bundle, a tarball or a package folder
}

// ParseSpec reads a specification.
func ParseSpec(text string) (Spec, error) {
	name, path, isPath := strings.Cut(text, "=")
	if isPath {
		if name == "" || path == "" {
			return Spec{}, fmt.Errorf("%q: write name=PATH, where PATH is a bundle, an npm tarball or a package folder", text)
		}
		return Spec{Name: name, Path: path}, nil
	}
	name, version := npm.Split(text)
	if name == "" {
		return Spec{}, fmt.Errorf("%q: write name, name@version or name=PATH", text)
	}
	return Spec{Name: name, Version: version}, nil
}

// again is what to write to load the same once more, from any folder.
func (s Spec) again(label string) string {
	if s.Path == "" {
		return label
	}
	path, err := filepath.Abs(s.Path)
	if err != nil {
		path = s.Path
	}
	return s.Name + "=" + path
}

// SDK loads a capture SDK.
func SDK(ctx context.Context, cache npm.Cache, text string) (*visit.SDK, error) {
	spec, err := ParseSpec(text)
	if err != nil {
		return nil, fmt.Errorf("--sdk %w", err)
	}
	a, err := adapters.Find(spec.Name, false)
	if err != nil {
		return nil, fmt.Errorf("--sdk %s: %w", text, err)
	}
	bundle, label, err := load(ctx, cache, spec, source{a.SDK.Package, a.SDK.Version, a.SDK.Bundle, a.SDK.Script})
	if err != nil {
		return nil, fmt.Errorf("--sdk %s: %w", text, err)
	}
	sdk := *a.SDK
	if spec.Path != "" {
		sdk.Scripts = nil // a candidate's own are not known
	}
	return &visit.SDK{SDK: sdk, Name: a.Name, Label: label, Source: spec.again(label), Bundle: bundle}, nil
}

// Player loads a player.
func Player(ctx context.Context, cache npm.Cache, text string) (*replay.Player, error) {
	spec, err := ParseSpec(text)
	if err != nil {
		return nil, fmt.Errorf("--player %w", err)
	}
	a, err := adapters.Find(spec.Name, true)
	if err != nil {
		return nil, fmt.Errorf("--player %s: %w", text, err)
	}
	bundle, label, err := load(ctx, cache, spec, source{a.Player.Package, a.Player.Version, a.Player.Bundle, a.Player.Script})
	if err != nil {
		return nil, fmt.Errorf("--player %s: %w", text, err)
	}
	return &replay.Player{Player: *a.Player, Name: a.Name, Label: label, Source: spec.again(label), Bundle: bundle}, nil
}

// source is where an adapter has its script from.
type source struct {
	pkg, pinned string
	bundles     []string
	script      func() (string, error)
}

// load returns the script for a script tag and the label that results carry.
func load(ctx context.Context, cache npm.Cache, s Spec, from source) ([]byte, string, error) {
	if s.Path != "" {
		data, err := local(s.Path, from.bundles)
		return data, s.Name + "=" + filepath.Base(s.Path), err
	}
	version := cmp.Or(s.Version, from.pinned)
	if from.script != nil {
		if version != from.pinned {
			return nil, "", fmt.Errorf("%s is built from the sources in this command, which are version %s: write %s, or %s=PATH for a bundle of another version",
				s.Name, from.pinned, s.Name, s.Name)
		}
		code, err := from.script()
		return []byte(code), s.Name, err
	}
	p, err := cache.Fetch(ctx, from.pkg, version)
	if errors.Is(err, npm.ErrUnknown) {
		return nil, "", fmt.Errorf("%w; the lab is made for %s", err, from.pinned)
	}
	if err != nil {
		return nil, "", err
	}
	data, err := bundleIn(p.Dir, from.bundles)
	return data, s.Name + "@" + version, err
}

// local reads an unreleased build.
func local(path string, bundles []string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return bundleIn(path, bundles)
	}
	if !strings.HasSuffix(path, ".tgz") && !strings.HasSuffix(path, ".tar.gz") {
		return os.ReadFile(path)
	}
	dir, err := os.MkdirTemp("", "replaylab-build-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := npm.Extract(f, dir); err != nil {
		return nil, err
	}
	return bundleIn(dir, bundles)
}

func bundleIn(dir string, bundles []string) ([]byte, error) {
	if len(bundles) == 0 {
		return nil, fmt.Errorf("%s is a package, and this adapter has none: name the bundle itself, a .js file", filepath.Base(dir))
	}
	for _, name := range bundles {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return nil, fmt.Errorf("the package has no %s, which is what a script tag would load", strings.Join(bundles, " or "))
}

// OwnPlayer names the player that an SDK's makers offer, or rrweb's where they offer none.
func OwnPlayer(sdk string) string {
	if _, err := adapters.Find(sdk, true); err == nil {
		return sdk
	}
	return "rrweb"
}
