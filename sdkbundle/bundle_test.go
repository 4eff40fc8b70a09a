package sdkbundle_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"replaylab/sdkbundle"
)

// folder has files, given as names and texts by turns.
func folder(t testing.TB, pairs ...string) string {
	t.Helper()
	dir := t.TempDir()
	for pair := range slices.Chunk(pairs, 2) {
		file := filepath.Join(dir, filepath.FromSlash(pair[0]))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(pair[1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// options are those of a folder whose first file is the entry.
func options(t testing.TB, pairs ...string) sdkbundle.Options {
	t.Helper()
	return sdkbundle.Options{Source: os.DirFS(folder(t, pairs...)), Entry: pairs[0]}
}

func script(t testing.TB, o sdkbundle.Options) string {
	t.Helper()
	code, err := sdkbundle.Script(o)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestScript(t *testing.T) {
	parts := []string{
		"a/main.ts", `import {name} from './part'; import {far} from '../b'; import css from './style.css'; console.log(name as string, far, css, KIND)`,
		"a/part.ts", `export const name: string = 'é from part'`,
		"b/index.ts", `export enum Unused { One } export const far = 'from index'`,
		"a/style.css", "p { color: red }",
	}
	o := options(t, parts...)
	o.Define = map[string]string{"KIND": `"defined"`}
	code := script(t, o)
	for _, part := range []string{`(() => {`, `\xE9 from part`, "from index", "p { color: red }", `"defined"`} {
		if !strings.Contains(code, part) {
			t.Errorf("%q is not in %s", part, code)
		}
	}
	for _, part := range []string{"import", "KIND", "as string", ": string", "é"} {
		if strings.Contains(code, part) {
			t.Errorf("%q is still in %s", part, code)
		}
	}
	o.Minify = true
	if small := script(t, o); len(small) >= len(code) || strings.Contains(small, "\n ") {
		t.Errorf("minified it has %d bytes of %d: %s", len(small), len(code), small)
	}
}

func TestGlobal(t *testing.T) {
	o := options(t, "main.ts", `export function f() { return 1 }`)
	if code := script(t, o); strings.Contains(code, "var lab") {
		t.Errorf("without a name: %s", code)
	}
	o.Global = "lab"
	if code := script(t, o); !strings.Contains(code, "var lab = (() => {") {
		t.Errorf("with a name: %s", code)
	}
}

func TestModule(t *testing.T) {
	o := options(t, "main.ts", "import {x} from './shared'; export const twice = x + x", "shared/index.ts", "export const x: string = 'shared'")
	o.Module = true
	if code := script(t, o); !strings.Contains(code, "export {") || !strings.Contains(code, `"shared"`) {
		t.Errorf("as one module: %s", code)
	}
	o.Beside, o.BesideAs = "shared/index.ts", "./other.js"
	if code := script(t, o); !strings.Contains(code, `from "./other.js"`) || strings.Contains(code, `"shared"`) {
		t.Errorf("beside another: %s", code)
	}
}

func TestMistakesSayWhereTheyAre(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  []string
	}{
		"syntax":                    {[]string{"main.ts", "let a = 1\nlet 2b = a\n"}, []string{"bundle main.ts: ", "main.ts:2:"}},
		"in another file":           {[]string{"main.ts", "import './part'", "part.ts", "\n\n}"}, []string{"bundle main.ts: ", "part.ts:3:"}},
		"no such file":              {[]string{"main.ts", "import './none'"}, []string{"main.ts:1:", `main.ts imports "./none", which is not among the sources`}},
		"a package":                 {[]string{"main.ts", "import 'react'"}, []string{`main.ts imports "react": the lab's own sources have no runtime dependency`}},
		"what is above the sources": {[]string{"main.ts", "import '../../etc/hosts'"}, []string{"which is not among the sources"}},
	} {
		_, err := sdkbundle.Script(options(t, c.files...))
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: error %v, want %q in it", name, err, want)
			}
		}
	}
	o := options(t, "main.ts", "")
	o.Entry = "other.ts"
	if _, err := sdkbundle.Script(o); err == nil || !strings.Contains(err.Error(), "other.ts") {
		t.Errorf("no entry: %v", err)
	}
}

// An entry that is also a file of the folder that the lab runs in is still that of the sources.
func TestTheWorkingFolderIsNoSource(t *testing.T) {
	o := options(t, "main.ts", "console.log('embedded')")
	t.Chdir(t.TempDir())
	if err := os.WriteFile("main.ts", []byte("console.log('working folder')"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code := script(t, o); !strings.Contains(code, "embedded") {
		t.Errorf("bundled %s", code)
	}
}

// The same options are bundled once; any that differs makes another script.
func TestScriptsAreKept(t *testing.T) {
	dir := folder(t, "main.ts", "console.log('first', typeof KIND)")
	o := sdkbundle.Options{Source: os.DirFS(dir), Entry: "main.ts"}
	first := script(t, o)
	if err := os.WriteFile(filepath.Join(dir, "main.ts"), []byte("console.log('second', typeof KIND)"), 0o644); err != nil {
		t.Fatal(err)
	}
	if script(t, o) != first {
		t.Error("it was bundled again")
	}
	small, named, defined := o, o, o
	small.Minify, named.Global, defined.Define = true, "lab", map[string]string{"KIND": "1"}
	for name, other := range map[string]sdkbundle.Options{"minified": small, "named": named, "defined": defined} {
		if code := script(t, other); !strings.Contains(code, "second") {
			t.Errorf("%s, it is still the first: %s", name, code)
		}
	}
}
