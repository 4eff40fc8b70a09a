package build_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"replaylab/lab/build"
	"replaylab/sdkbundle/adapters/reference"
	"replaylab/sdkbundle/adapters/rrweb"
	"replaylab/sdkbundle/npm"
)

func TestParseSpec(t *testing.T) {
	for text, want := range map[string]build.Spec{
		"rrweb":             {Name: "rrweb"},
		"rrweb@2.2.2":       {Name: "rrweb", Version: "2.2.2"},
		"rrweb=dist/a.js":   {Name: "rrweb", Path: "dist/a.js"},
		"rrweb=@dir/a=b.js": {Name: "rrweb", Path: "@dir/a=b.js"},
		"rrweb@2=a.js":      {Name: "rrweb@2", Path: "a.js"},
	} {
		if got, err := build.ParseSpec(text); err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"":       `"": write name, name@version or name=PATH`,
		"=a.js":  `"=a.js": write name=PATH, where PATH is a bundle, an npm tarball or a package folder`,
		"rrweb=": `"rrweb=": write name=PATH`,
	} {
		if _, err := build.ParseSpec(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
}

// bundles are the places in rrweb's package where its script may be.
var bundles = rrweb.Adapter.SDK.Bundle

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func tarball(t *testing.T, path, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	if err := w.WriteHeader(&tar.Header{Name: "package/" + name, Mode: 0o644, Size: int64(len(text)), Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil || w.Close() != nil || z.Close() != nil {
		t.Fatal("the tarball cannot be written")
	}
	return write(t, path, b.String())
}

// TestUnreleasedBuilds loads a bundle, a folder and a tarball, as SDK and as player, without npm.
func TestUnreleasedBuilds(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	dir := t.TempDir()
	first, second := filepath.FromSlash(bundles[0]), filepath.FromSlash(bundles[1])
	folder, older, both := filepath.Join(dir, "folder"), filepath.Join(dir, "older"), filepath.Join(dir, "both")
	write(t, filepath.Join(folder, first), "in a folder")
	write(t, filepath.Join(older, second), "in an older folder")
	write(t, filepath.Join(both, first), "the first")
	write(t, filepath.Join(both, second), "the second")
	for path, want := range map[string]string{
		write(t, filepath.Join(dir, "bundle.js"), "a bundle"): "a bundle",
		folder: "in a folder",
		older:  "in an older folder",
		both:   "the first",
		tarball(t, filepath.Join(dir, "a.tgz"), bundles[0], "in a tarball"):  "in a tarball",
		tarball(t, filepath.Join(dir, "b.tar.gz"), bundles[1], "in another"): "in another",
	} {
		label := "rrweb=" + filepath.Base(path)
		sdk, err := build.SDK(t.Context(), npm.Cache{}, "rrweb="+path)
		if err != nil || string(sdk.Bundle) != want || sdk.Label != label || sdk.Name != "rrweb" {
			t.Errorf("the SDK %s: %+v, %v", path, sdk, err)
		}
		player, err := build.Player(t.Context(), npm.Cache{}, "rrweb="+path)
		if err != nil || string(player.Bundle) != want || player.Label != label || player.Name != "rrweb" {
			t.Errorf("the player %s: %+v, %v", path, player, err)
		}
	}
	// What is given in a word that a run can be repeated with is true in any folder.
	t.Chdir(dir)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	sdk, err := build.SDK(t.Context(), npm.Cache{}, "rrweb=folder")
	if want := "rrweb=" + filepath.Join(here, "folder"); err != nil || sdk.Source != want {
		t.Errorf("the source is %s, %v; want %s", sdk.Source, err, want)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("unpacked tarballs are left: %v, %v", left, err)
	}
}

func TestBuildsThatCannotBeLoaded(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	lacks := "the package has no " + strings.Join(bundles, " or ") + ", which is what a script tag would load"
	for text, want := range map[string]string{
		"acme":                                   `no # is called "acme"; there are `,
		"rrweb=" + filepath.Join(dir, "none.js"): "no such file",
		"rrweb=" + empty:                         lacks,
		"rrweb=" + tarball(t, filepath.Join(dir, "other.tgz"), "lib/other.js", "x"): lacks,
		"rrweb=" + write(t, filepath.Join(dir, "broken.tgz"), "no archive"):         "unpack the tarball",
		"rrweb@latest": `needs an exact version such as 1.2.3, not "latest"`,
		"rrweb@2.2.2":  "npm is not installed",
	} {
		cache := npm.Cache{Dir: t.TempDir()}
		_, sdk := build.SDK(t.Context(), cache, text)
		_, player := build.Player(t.Context(), cache, text)
		for kind, err := range map[string]error{"SDK": sdk, "player": player} {
			want := strings.Replace(want, "#", kind, 1)
			if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "--"+strings.ToLower(kind)+" ") {
				t.Errorf("%s %s: error %v, want %s", kind, text, err, want)
			}
		}
	}
}

// A released build comes from the cache, under the version that was asked for or the adapter's own.
func TestReleasedBuilds(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	cache := npm.Cache{Dir: t.TempDir()}
	pinned := rrweb.Adapter.SDK.Version
	for version, text := range map[string]string{pinned: "its own", "1.0.0": "an old one"} {
		folder := filepath.Join(cache.Dir, rrweb.Adapter.SDK.Package+"@"+version)
		write(t, filepath.Join(folder, "package.json"), "{}")
		write(t, filepath.Join(folder, filepath.FromSlash(bundles[0])), text)
	}
	for spec, want := range map[string][2]string{"rrweb": {"its own", "rrweb@" + pinned}, "rrweb@1.0.0": {"an old one", "rrweb@1.0.0"}} {
		if sdk, err := build.SDK(t.Context(), cache, spec); err != nil || string(sdk.Bundle) != want[0] || sdk.Label != want[1] || sdk.Source != want[1] {
			t.Errorf("%s: %+v, %v", spec, sdk, err)
		}
	}
}

// A build that is part of the command needs neither npm nor the cache, and has one version.
func TestBuiltIn(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for _, spec := range []string{"reference", "reference@" + reference.Adapter.SDK.Version} {
		sdk, err := build.SDK(t.Context(), npm.Cache{}, spec)
		if err != nil || !strings.Contains(string(sdk.Bundle), "sessionReplay") || sdk.Label != "reference" || sdk.Source != "reference" {
			t.Errorf("%s: %+v, %v", spec, sdk, err)
		}
	}
	for spec, want := range map[string]string{
		"reference@9.9.9":          "--sdk reference@9.9.9: reference is built from the sources in this command, which are version " + reference.Adapter.SDK.Version,
		"reference=" + t.TempDir(): "is a package, and this adapter has none",
	} {
		if _, err := build.SDK(t.Context(), npm.Cache{}, spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", spec, err, want)
		}
	}
	file := write(t, filepath.Join(t.TempDir(), "candidate.js"), "a candidate")
	if sdk, err := build.SDK(t.Context(), npm.Cache{}, "reference="+file); err != nil || string(sdk.Bundle) != "a candidate" {
		t.Errorf("a bundle of one's own: %+v, %v", sdk, err)
	}
}

func TestOwnPlayer(t *testing.T) {
	for sdk, want := range map[string]string{"amplitude": "amplitude", "rrweb": "rrweb", "acme": "rrweb"} {
		if got := build.OwnPlayer(sdk); got != want {
			t.Errorf("the player of %s is %s, want %s", sdk, got, want)
		}
	}
}
