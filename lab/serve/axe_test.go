package serve_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"replaylab/sdkbundle/npm"
)

// axeCore is the checker of accessibility.
func axeCore(t *testing.T) string {
	t.Helper()
	dir, err := npm.DefaultDir()
	if err != nil {
		t.Fatal(err)
	}
	p, err := npm.Cache{Dir: filepath.Join(dir, "npm")}.Fetch(t.Context(), "axe-core", "4.14.1")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join(p.Dir, "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// serious lets axe check the page, without what is replayed in it: that is as its makers made it.
func (v *tab) serious(axe, where string) {
	v.t.Helper()
	var found []string
	err := v.EvalMain(v.ctx, "", axe+`;
axe.run({exclude: ['.stage']}, {iframes: false}).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
	.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join('; ')))`, &found)
	if err != nil {
		v.t.Fatal(err)
	}
	if len(found) > 0 {
		v.t.Errorf("%s: %s", where, strings.Join(found, "\n"))
	}
}
