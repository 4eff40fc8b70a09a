package scenario

import (
	"path/filepath"
	"strings"
)

// Config is what the rest of the lab provides. A list that is nil is not checked; an empty one
// allows nothing.
type Config struct {
	Builders     []string // of pages
	Capabilities []string
	Options      []string // of an SDK
	Fixtures     []string // folders that can be mounted
	Root         string   // put before the names of files that ParseFS reads, such as "scenarios"
}

// Parse reads a scenario file and returns its variants, in the order of their values. The error
// is an [Errors] with every mistake in the file.
func Parse(path string, data []byte, c Config) ([]Scenario, error) {
	r := &report{file: path}
	a, ok := readArchive(data, r)
	if !ok {
		return nil, r.err()
	}
	f := &file{report: r, archive: a, c: c, lines: readLines(a.script, r)}
	f.axes = readAxes(f.lines, r)
	checkUse(a, f.lines, f.axes, r)
	list := f.scenarios()
	if err := r.err(); err != nil {
		return nil, err
	}
	return list, nil
}

// id is area/name, from the path of a scenario file.
func id(path string) string {
	parts := strings.Split(strings.TrimSuffix(filepath.ToSlash(path), ".txtar"), "/")
	return strings.TrimPrefix(strings.Join(parts[max(0, len(parts)-2):], "/"), "/")
}

// file is a scenario file while it is read.
type file struct {
	*report
	*archive
	c     Config
	lines []line
	axes  []axis
}

// scenarios reads each variant. When each is at fault, one variant is enough to find the other
// mistakes, and lines that depend on the fault are left out.
func (f *file) scenarios() []Scenario {
	var good []axis
	var bad []string
	count := 1
	for _, a := range f.axes {
		if a.bad {
			bad = append(bad, "${"+a.name+"}")
			continue
		}
		good = append(good, a)
		count = min(count*len(a.values), maxVariants+1)
	}
	var list []Scenario
	expanded := 0
	for v := range variants(good) {
		p := &parser{file: f, variant: v, fill: v.replacer().Replace, unknown: bad}
		list = append(list, p.read())
		if expanded += p.copied; expanded > maxExpanded {
			f.addf(f.script.line, "", "the variants' files are larger than %d MiB together", maxExpanded>>20)
			break
		}
		if bad != nil || count > maxVariants || p.bloated {
			break
		}
	}
	return list
}
