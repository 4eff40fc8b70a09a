package npm_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"replaylab/sdkbundle/npm"
)

// tarball packs files, given as names and texts by turns. A name that ends in "@" is a link.
func tarball(t *testing.T, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for i := 0; i < len(pairs); i += 2 {
		h := &tar.Header{Name: pairs[i], Mode: 0o644, Typeflag: tar.TypeReg, Size: int64(len(pairs[i+1]))}
		if name, link := strings.CutSuffix(pairs[i], "@"); link {
			h = &tar.Header{Name: name, Typeflag: tar.TypeSymlink, Linkname: pairs[i+1]}
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			if _, err := w.Write([]byte(pairs[i+1])); err != nil {
				t.Fatal(err)
			}
		}
	}
	if w.Close() != nil || z.Close() != nil {
		t.Fatal("the tarball cannot be written")
	}
	return b.Bytes()
}

// unpacked lists the files in a folder, each with its text.
func unpacked(t *testing.T, dir string) string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		list = append(list, filepath.ToSlash(name)+"="+string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, " ")
}

func TestExtract(t *testing.T) {
	for name, c := range map[string]struct {
		data       []byte
		want, fail string
	}{
		"files":                {tarball(t, "package/package.json", "{}", "package/lib/a.js", "a"), "lib/a.js=a package.json={}", ""},
		"another outer folder": {tarball(t, "react/index.js", "a"), "index.js=a", ""},
		"dots within":          {tarball(t, "package/./lib/../a.js", "a"), "a.js=a", ""},
		"no folder at all":     {tarball(t, "a.js", "a"), "", ""},
		"a link":               {tarball(t, "package/a@", "/etc/passwd", "package/b", "b"), "b=b", ""},
		"up and out":           {tarball(t, "package/a", "a", "package/../../../evil", "x"), "a=a", `unpack the tarball: "package/../../../evil" leads out of it`},
		"not gzip":             {[]byte("PK"), "", "unpack the tarball: "},
		"no archive":           {gzipped(t, "text that is no archive"), "", "unpack the tarball: "},
		"broken off":           {tarball(t, "package/a", strings.Repeat("a", 5000))[:60], "", "unpack the tarball: "},
	} {
		dir := t.TempDir()
		err := npm.Extract(bytes.NewReader(c.data), dir)
		if (err == nil) != (c.fail == "") || err != nil && !strings.Contains(err.Error(), c.fail) {
			t.Errorf("%s: error %v, want %q", name, err, c.fail)
		}
		if got := unpacked(t, dir); got != c.want && name != "broken off" {
			t.Errorf("%s: unpacked %s, want %s", name, got, c.want)
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(dir), "evil")); err == nil {
			t.Errorf("%s: a file came out of the folder", name)
		}
	}
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil || z.Close() != nil {
		t.Fatal("the text cannot be compressed")
	}
	return b.Bytes()
}
