package sdkbundle_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"replaylab/sdkbundle"
)

func TestPatch(t *testing.T) {
	o := options(t, "main.ts", "import './part'; console.log('main', 1)", "part.ts", "console.log('part', 1)", "other.ts", "")
	plain := script(t, o)
	o.Patch = sdkbundle.Patch{File: "part.ts", Old: "'part', 1", New: "'part' as string, 2"}
	code := script(t, o)
	if !strings.Contains(code, `"part", 2`) || !strings.Contains(code, `"main", 1`) || strings.Contains(code, `"part", 1`) {
		t.Errorf("with the patch: %s", code)
	}
	o.Patch = sdkbundle.Patch{}
	if script(t, o) != plain {
		t.Error("the patch is still there in a script without")
	}
}

// A patch that no longer says exactly one thing about the source is an error, and never a script without it.
func TestPatchesThatDoNotApply(t *testing.T) {
	o := options(t, "main.ts", "import './part'; console.log('main', 1)", "part.ts", "f(1); f(2); function f(n: number) {}", "other.ts", "g(1)")
	for name, c := range map[string]struct {
		patch sdkbundle.Patch
		want  string
	}{
		"not there":         {sdkbundle.Patch{File: "part.ts", Old: "h(", New: "i("}, `patch part.ts: there is no "h(" in it; the source has changed`},
		"twice":             {sdkbundle.Patch{File: "part.ts", Old: "f(", New: "i("}, `patch part.ts: "f(" is in it 3 times`},
		"no change":         {sdkbundle.Patch{File: "part.ts", Old: "f(1)", New: "f(1)"}, "patch part.ts: it changes nothing"},
		"no text":           {sdkbundle.Patch{File: "part.ts", New: "f(1)"}, "patch part.ts: it changes nothing"},
		"not in the script": {sdkbundle.Patch{File: "other.ts", Old: "g(1)", New: "g(2)"}, "patch other.ts: the script does not contain that file"},
		"no file":           {sdkbundle.Patch{File: "none.ts", Old: "g(1)", New: "g(2)"}, "patch none.ts: the script does not contain that file"},
		"another's ending":  {sdkbundle.Patch{File: "art.ts", Old: "f(1)", New: "f(2)"}, "patch art.ts: the script does not contain that file"},
		"no longer code":    {sdkbundle.Patch{File: "part.ts", Old: "f(1);", New: "f(1"}, "part.ts:1:"},
	} {
		o.Patch = c.patch
		code, err := sdkbundle.Script(o)
		if err == nil || !strings.Contains(err.Error(), c.want) || code != "" {
			t.Errorf("%s: error %v, want %q in it", name, err, c.want)
		}
	}
}

// A patch never reaches the files themselves.
func TestPatchLeavesTheSource(t *testing.T) {
	dir := folder(t, "main.ts", "console.log(1)")
	script(t, sdkbundle.Options{Source: os.DirFS(dir), Entry: "main.ts", Patch: sdkbundle.Patch{File: "main.ts", Old: "1", New: "2"}})
	if data, err := os.ReadFile(filepath.Join(dir, "main.ts")); err != nil || string(data) != "console.log(1)" {
		t.Errorf("the file is now %q, %v", data, err)
	}
}
