package npm_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"replaylab/sdkbundle/npm"
)

func TestSplit(t *testing.T) {
	for spec, want := range map[string][2]string{
		"react":               {"react", ""},
		"react@19.0.0":        {"react", "19.0.0"},
		"@scope/pkg":          {"@scope/pkg", ""},
		"@scope/pkg@1.2.3-rc": {"@scope/pkg", "1.2.3-rc"},
		"react@":              {"react", ""},
		"a@b@1.0.0":           {"a@b", "1.0.0"},
		"@1.0.0":              {"@1.0.0", ""},
		"":                    {"", ""},
	} {
		if name, version := npm.Split(spec); name != want[0] || version != want[1] {
			t.Errorf("Split(%q) = %q, %q; want %q", spec, name, version, want)
		}
	}
}

// offline makes npm unfindable, so that nothing can be fetched.
func offline(t *testing.T) { t.Setenv("PATH", t.TempDir()) }

func TestFetchRefusesWhatIsNotExact(t *testing.T) {
	offline(t)
	for _, c := range []struct{ name, version, want string }{
		{"is-number", "", `npm package is-number needs an exact version such as 1.2.3, not ""`},
		{"is-number", "latest", `needs an exact version such as 1.2.3, not "latest"`},
		{"is-number", "^7.0.0", `not "^7.0.0"`},
		{"is-number", "7", `not "7"`},
		{"is-number", "7.0.x", `not "7.0.x"`},
		{"is-number", "7.0.0 || 8", "needs an exact version"},
		{"is-number", "7.0.0/../../x", "needs an exact version"},
		{"../is-number", "7.0.0", `"../is-number" is not the name of an npm package`},
		{"--pack-destination", "7.0.0", `"--pack-destination" is not the name of an npm package`},
		{"https://example.com/x.tgz", "7.0.0", "is not the name of an npm package"},
		{"a/b", "1.0.0", `"a/b" is not the name of an npm package`},
		{"", "1.0.0", `"" is not the name of an npm package`},
		{".hidden", "1.0.0", "is not the name of an npm package"},
	} {
		cache := npm.Cache{Dir: filepath.Join(t.TempDir(), "cache")}
		if _, err := cache.Fetch(t.Context(), c.name, c.version); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s@%s: %v, want %s", c.name, c.version, err, c.want)
		}
	}
}

func TestFetchWithoutNPM(t *testing.T) {
	offline(t)
	dir := filepath.Join(t.TempDir(), "new", "cache")
	_, err := npm.Cache{Dir: dir}.Fetch(t.Context(), "is-number", "7.0.0")
	if !errors.Is(err, npm.ErrNoNPM) || !strings.Contains(err.Error(), "fetch is-number@7.0.0") {
		t.Errorf("error %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
}

// fetch gets a small package from the registry. Without npm there is no cache to test: the lab says
// so and makes what needs it n/a; make test asks for npm before it gets here.
func fetch(t *testing.T, cache npm.Cache) npm.Package {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not installed, so nothing can be fetched")
	}
	p, err := cache.Fetch(t.Context(), "is-number", "7.0.0")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func read(t *testing.T, p npm.Package, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(p.Dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFetch(t *testing.T) {
	var log bytes.Buffer
	cache := npm.Cache{Dir: t.TempDir(), Log: &log}
	p := fetch(t, cache)
	if p.Name != "is-number" || p.Version != "7.0.0" || p.Dir != filepath.Join(cache.Dir, "is-number@7.0.0") || !strings.Contains(read(t, p, "index.js"), "isFinite") {
		t.Errorf("fetched %+v", p)
	}
	if log.String() != "fetching is-number@7.0.0 from npm\n" {
		t.Errorf("said %q", &log)
	}
	if entries, _ := os.ReadDir(cache.Dir); len(entries) != 1 {
		t.Errorf("the cache holds %v", entries)
	}

	t.Run("a version that there is not", func(t *testing.T) {
		_, err := cache.Fetch(t.Context(), "is-number", "99.0.0")
		if !errors.Is(err, npm.ErrUnknown) || !strings.Contains(err.Error(), "fetch is-number@99.0.0: npm has no such package") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("a fetch that is called off", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := cache.Fetch(ctx, "is-number", "6.0.0"); err == nil || errors.Is(err, npm.ErrUnknown) {
			t.Errorf("error %v", err)
		}
		if entries, _ := os.ReadDir(cache.Dir); len(entries) != 1 {
			t.Errorf("the cache holds %v", entries)
		}
	})
	about := read(t, p, "package.json")
	for name, spoil := range map[string]func(file string) error{
		"a cache that lost a file":      os.Remove,
		"a file that is half written":   func(file string) error { return os.Truncate(file, 20) },
		"a cache that is a folder only": func(file string) error { return os.RemoveAll(filepath.Dir(file)) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := spoil(filepath.Join(p.Dir, "package.json")); err != nil {
				t.Fatal(err)
			}
			if again := fetch(t, cache); again != p || read(t, again, "package.json") != about {
				t.Errorf("fetched %+v", again)
			}
		})
	}
	t.Run("a second fetch", func(t *testing.T) {
		offline(t)
		log.Reset()
		if again, err := cache.Fetch(t.Context(), "is-number", "7.0.0"); err != nil || again != p || log.Len() > 0 {
			t.Errorf("fetched %+v, %v, and said %q", again, err, &log)
		}
	})
}

func TestList(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b@1.0.0", "@scope+pkg@2.0.0-rc.1", "a@10.0.0", ".fetch-123", "notes", "c@latest"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "file@1.0.0"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	list, err := npm.Cache{Dir: dir}.List()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range list {
		got = append(got, p.Name+" "+p.Version+" "+filepath.Base(p.Dir))
	}
	if text := strings.Join(got, ", "); text != "@scope/pkg 2.0.0-rc.1 @scope+pkg@2.0.0-rc.1, a 10.0.0 a@10.0.0, b 1.0.0 b@1.0.0" {
		t.Errorf("listed %s", text)
	}
	if list, err := (npm.Cache{Dir: filepath.Join(dir, "none")}).List(); err != nil || len(list) != 0 {
		t.Errorf("a cache that is not there: %v, %v", list, err)
	}
}

func TestDefaultDir(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", "/somewhere")
	t.Setenv("HOME", "/home/of/nobody")
	t.Setenv("REPLAYLAB_CACHE", "")
	if dir, err := npm.DefaultDir(); err != nil || filepath.Base(dir) != "replaylab" {
		t.Errorf("%s, %v", dir, err)
	}
	t.Setenv("REPLAYLAB_CACHE", "here")
	want, _ := filepath.Abs("here")
	if dir, err := npm.DefaultDir(); err != nil || dir != want {
		t.Errorf("%s, %v; want %s", dir, err, want)
	}
}
