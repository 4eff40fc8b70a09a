package scenario_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"replaylab/lab/scenario"
)

func files(names ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for _, name := range names {
		m[name] = &fstest.MapFile{Data: []byte(design)}
	}
	return m
}

func TestParseFS(t *testing.T) {
	m := files("b/two.txtar", "b/one.txtar", "a/z.txtar", "a/notes.md", "top.txtar", "a/deep/x.txtar")
	m["a/z.txtar"] = &fstest.MapFile{Data: []byte(whole)}
	variants := []string{`a/z [level="very light" host=a]`, `a/z [level="very light" host=b]`, "a/z [level=light host=a]", "a/z [level=light host=b]"}
	for _, c := range []struct{ globs, want []string }{
		{nil, slices.Concat(variants, []string{"b/one", "b/two"})},
		{[]string{"b/*"}, []string{"b/one", "b/two"}},
		{[]string{"b/two.txtar", "b/one", "*/o*", "b/t*"}, []string{"b/one", "b/two"}},
		{[]string{"a/*/*"}, []string{"deep/x"}},
	} {
		list, err := scenario.ParseFS(m, c.globs, scenario.Config{Root: "scenarios"})
		if err != nil {
			t.Errorf("%q: %v", c.globs, err)
			continue
		}
		var ids []string
		for _, s := range list {
			ids = append(ids, s.ID)
			if !strings.HasPrefix(s.File, "scenarios/") {
				t.Errorf("file %s", s.File)
			}
		}
		if !slices.Equal(ids, c.want) {
			t.Errorf("%q: got %q, want %q", c.globs, ids, c.want)
		}
	}
}

func TestParseFSErrors(t *testing.T) {
	m := files("masking/password.txtar", "masking/select.txtar", "top/a b.txtar", "x/a/one.txtar", "y/a/one.txtar")
	m["masking/bad.txtar"] = &fstest.MapFile{Data: []byte("P.\n-- scenario --\nopn /p.html\nclik #a\ncheckpoint a\n")}
	m["forms/worse.txtar"] = &fstest.MapFile{}
	m["forms/huge.txtar"] = &fstest.MapFile{Data: make([]byte, 16<<20+1)}
	for _, c := range []struct {
		globs []string
		want  string
	}{
		{[]string{"masking/bad", "forms/worse"}, `scenarios/forms/worse.txtar: the file is empty
scenarios/masking/bad.txtar:3: unknown verb "opn"; did you mean "open"?
scenarios/masking/bad.txtar:4: unknown verb "clik"; did you mean "click"?`},
		{[]string{"masking/passwrod", "nothing/*"},
			`no scenario matches "masking/passwrod.txtar"; near it are masking/password.txtar, masking/bad.txtar, masking/select.txtar
no scenario matches "nothing/*.txtar"; near it are masking/bad.txtar, top/a b.txtar, x/a/one.txtar`},
		{[]string{"forms/huge"}, "scenarios/forms/huge.txtar: the file is larger than 16 MiB; a builder can make a large page: page PATH BUILDER(…)"},
		{[]string{"top/*"}, "scenarios/top/a b.txtar: the file's place and name make no ID; it is area/name.txtar, with letters, digits and . _ -"},
		{[]string{"*/a/one"}, "scenarios/y/a/one.txtar: the ID a/one is taken by scenarios/x/a/one.txtar"},
		{[]string{"a["}, `"a[.txtar" is not a pattern; a [ must be closed, and \ takes away a character's meaning`},
	} {
		list, err := scenario.ParseFS(m, c.globs, scenario.Config{Root: "scenarios"})
		if err == nil || err.Error() != c.want || list != nil {
			t.Errorf("%q: got\n%v\nwant\n%s", c.globs, err, c.want)
		}
	}
	_, err := scenario.ParseFS(fstest.MapFS{}, nil, scenario.Config{})
	if err == nil || err.Error() != `no scenario matches "*/*.txtar"; there are no scenario files` {
		t.Errorf("an empty folder: %v", err)
	}
}

// broken is a folder whose files cannot be read.
type broken struct{ fstest.MapFS }

func (b broken) ReadFile(name string) ([]byte, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestParseFSUnreadable(t *testing.T) {
	_, err := scenario.ParseFS(broken{files("a/b.txtar")}, nil, scenario.Config{})
	if err == nil || err.Error() != "a/b.txtar: permission denied" {
		t.Errorf("got %v", err)
	}
}
