package scenario

import (
	"bytes"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

// Maximum size of a scenario file, and of one of its sections after variables are filled in.
// Pages that need more come from a builder.
const maxSize = 16 << 20

var tooLarge = wrong("a builder can make a large page: page PATH BUILDER(…)", "the file is larger than 16 MiB")

// archive is a scenario file cut into its parts.
type archive struct {
	prose  string
	script section // the scenario section
	files  []section
}

// section is one file of the archive.
type section struct {
	name string // as in its marker
	path string // with a slash at its beginning
	line int    // of its marker
	data []byte
}

// readArchive cuts a file into its parts. Without a scenario section that can be read it reports
// so and returns false; other mistakes leave something to go on with.
func readArchive(data []byte, r *report) (*archive, bool) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > maxSize:
		r.add(0, tooLarge)
		return nil, false
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		r.addf(0, "save it as UTF-8", "the file is UTF-16")
		return nil, false
	case len(bytes.TrimSpace(data)) == 0:
		r.addf(0, "", "the file is empty")
		return nil, false
	case !bytes.HasSuffix(data, []byte("\n")):
		// txtar reads the last line differently without it: a marker that ends in \r is then text.
		data = append(bytes.Clone(data), '\n')
	}
	in := txtar.Parse(data)
	a := &archive{prose: readProse(in.Comment, r)}
	a.readSections(in, r)
	if a.script.line == 0 {
		at, hint := 1, `begin it with the line "-- scenario --", right below the prose`
		for _, f := range a.files {
			if near(f.name, []string{"scenario"}) != "" {
				at, hint = f.line, `is it the section "`+f.name+`"?`
			}
		}
		r.addf(at, hint, "the file has no scenario section")
		return nil, false
	}
	if text := a.script.data; !utf8.Valid(text) {
		bad := a.script.line + 1 + bytes.Count(validPrefix(text), []byte("\n"))
		r.addf(bad, "save the file as UTF-8", "the scenario section is not UTF-8")
		return nil, false
	}
	return a, true
}

// readSections tells the scenario section from the files, and where each begins.
func (a *archive) readSections(in *txtar.Archive, r *report) {
	line := 1 + bytes.Count(in.Comment, []byte("\n"))
	first := map[string]int{}
	for i, f := range in.Files {
		s := section{name: f.Name, path: path.Clean("/" + f.Name), line: line, data: f.Data}
		line += 1 + bytes.Count(f.Data, []byte("\n"))
		if before, twice := first[s.path]; twice {
			r.addf(s.line, "", "section %s is there twice, first at line %d", s.name, before)
			continue
		}
		first[s.path] = s.line
		if f.Name == "scenario" {
			a.script = s
			if i > 0 {
				r.addf(s.line, "move it up, right below the prose", "the scenario section is not the first")
			}
			continue
		}
		if !validName(f.Name) {
			r.addf(s.line, "", "section name %q is not a path", f.Name)
		}
		a.files = append(a.files, s)
	}
}

// validName refuses names that no request could ask for, or whose request would not be clear.
func validName(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return false
		}
	}
	return utf8.ValidString(name) && !strings.ContainsAny(name, `\?#%`) && !strings.Contains(name, "${") &&
		!strings.HasSuffix(name, "/") && strings.IndexFunc(name, unicode.IsControl) < 0
}

// validPrefix is data up to the first byte that is not UTF-8.
func validPrefix(data []byte) []byte {
	for i := 0; i < len(data); {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return data[:i]
		}
		i += n
	}
	return data
}
