package lab_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// levels is a statement of policy: a package imports only from lower levels. A package that is
// missing here fails the test; put it where its imports allow.
var levels = map[string]int{
	// data, and tools that know nothing of the lab
	"lab/event":     0,
	"lab/dom":       0,
	"lab/result":    0,
	"lab/pixel":     0,
	"sdkbundle":     0,
	"sdkbundle/npm": 0,
	"fixtures":      0,
	"scenarios":     0,
	// one outside thing each
	"lab/dom/domtest":   1,
	"lab/browser":       1,
	"lab/origin":        1,
	"lab/ingest":        1,
	"lab/live":          1,
	"lab/serve/digest":  1,
	"lab/proxy":         1,
	"lab/still":         1,
	"lab/store":         1,
	"lab/model":         1,
	"lab/known":         1,
	"lab/scenario":      1,
	"reports":           1,
	"sdkbundle/adapter": 1,
	"sdkbundle/capture": 1,
	"sdkbundle/player":  1,
	"sdkbundle/world":   1,
	"sdkbundle/globals": 1,
	// what is read, planted and promised
	"lab/truth":                         2,
	"lab/privacy":                       2,
	"sdkbundle/adapters/internal/table": 2,
	"sdkbundle/adapters":                3,
	// the replay server
	"lab/serve/shelf": 2,
	"lab/serve":       3,
	// the stages
	"lab/diff":   3,
	"lab/replay": 4,
	"lab/visit":  4,
	"lab/build":  5,
	"lab/claim":  5,
	"lab":        6,
	// what people start
	"lab/bench":         7,
	"lab/fuzz":          7,
	"lab/fuzz/real":     8,
	"lab/match":         7,
	"lab/trust":         7,
	"lab/cmd/replaylab": 8,
}

// adapterLevel is that of every adapter: a new one changes nothing else, not even the table.
const adapterLevel = 2

func levelOf(name string) (int, bool) {
	if rest, ok := strings.CutPrefix(name, "sdkbundle/adapters/"); ok && !strings.Contains(rest, "/") {
		return adapterLevel, true
	}
	level, ok := levels[name]
	return level, ok
}

// owners says which packages may import a third-party module. Tests may import what they like.
var owners = map[string][]string{
	"github.com/go-json-experiment/json": {"lab/browser"},
	"github.com/go-rod/rod":              {"lab/browser"},
	"github.com/gorilla/websocket":       {"lab/live", "lab/proxy"},
	"github.com/andybalholm/brotli":      {"lab/privacy"},
	"github.com/testcontainers":          {"lab/container"},
	"github.com/evanw/esbuild":           {"sdkbundle"},
	"github.com/klauspost/compress":      {"lab/event", "lab/ingest", "lab/privacy", "lab/store"},
	"github.com/Masterminds/semver":      {"lab/known"},
	"github.com/goccy/go-yaml":           {"lab/known"},
	"github.com/spf13/cobra":             {"lab/cmd/replaylab"},
	"github.com/spf13/pflag":             {"lab/cmd/replaylab"},
	"github.com/onsi/ginkgo/v2/types":    {"lab/cmd/replaylab"},
	"github.com/onsi/gomega":             {"lab/match"},
	"golang.org/x/net":                   {"lab/origin"},
	"golang.org/x/sys":                   {"lab/browser"},
	"golang.org/x/term":                  {"reports"},
	"golang.org/x/tools/txtar":           {"lab/scenario"},
}

const module = "replaylab/"

type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Imports,Deps"}, args...)...)
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v: %s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsPointDown(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range list(t, "./...") {
		name := strings.TrimPrefix(p.ImportPath, module)
		level, ok := levelOf(name)
		if !ok {
			t.Errorf("%s is not in the table of levels", name)
			continue
		}
		seen[name] = true
		for _, i := range p.Imports {
			switch inner, own := strings.CutPrefix(i, module); {
			case own:
				if below, ok := levelOf(inner); !ok || below >= level {
					t.Errorf("%s (level %d) imports %s (level %d): imports point to lower levels only", name, level, inner, below)
				}
			case strings.Contains(i, "."):
				checkOwner(t, name, i)
			}
		}
	}
	for name := range levels {
		if !seen[name] {
			t.Errorf("the table of levels has %s, which does not exist", name)
		}
	}
}

func checkOwner(t *testing.T, name, path string) {
	for module, allowed := range owners {
		if path == module || strings.HasPrefix(path, module+"/") {
			if !slices.Contains(allowed, name) {
				t.Errorf("%s imports %s, which belongs to %v alone", name, path, allowed)
			}
			return
		}
	}
	t.Errorf("%s imports %s, which has no owner in the table: say who, and why in lab/docs/decisions/dependencies.md", name, path)
}

func TestCommandLinksNoTestRunner(t *testing.T) {
	for _, p := range list(t, "./lab/cmd/replaylab") {
		for _, d := range p.Deps {
			if d == "github.com/onsi/ginkgo/v2" || strings.HasPrefix(d, "github.com/onsi/ginkgo/v2/internal") || strings.HasPrefix(d, "github.com/onsi/gomega") || d == "testing" {
				t.Errorf("the command links %s", d)
			}
		}
	}
}
