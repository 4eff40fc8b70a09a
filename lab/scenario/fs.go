package scenario

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// ParseFS reads the scenario files of fsys that the globs match, all of them if there is no glob,
// and returns their scenarios by ID. A glob may leave out ".txtar", so an area/name is one. The
// error is an [Errors] with every mistake in every file.
func ParseFS(fsys fs.FS, globs []string, c Config) ([]Scenario, error) {
	var all Errors
	if len(globs) == 0 {
		globs = []string{"*/*.txtar"}
	}
	var names []string
	for _, glob := range globs {
		found, err := match(fsys, glob)
		if err != nil {
			all = append(all, err)
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	var list []Scenario
	from := map[string]string{} // file of each ID, without the suffix of variants
	for _, name := range slices.Compact(names) {
		file := path.Join(c.Root, name)
		if err := checkName(name); err != nil {
			err.File = file
			all = append(all, err)
		}
		if first, twice := from[id(name)]; twice {
			all = append(all, &Error{File: file, Text: fmt.Sprintf("the ID %s is taken by %s", id(name), first)})
			continue
		}
		from[id(name)] = file
		found, err := loadFile(fsys, name, file, c)
		all = append(all, err...)
		list = append(list, found...)
	}
	if len(all) > 0 {
		return nil, all
	}
	slices.SortStableFunc(list, func(a, b Scenario) int { return cmp.Compare(a.ID, b.ID) })
	return list, nil
}

func loadFile(fsys fs.FS, name, file string, c Config) ([]Scenario, Errors) {
	unread := func(err error) Errors {
		if inner, ok := errors.AsType[*fs.PathError](err); ok {
			err = inner.Err // the path is in front already
		}
		return Errors{{File: file, Text: err.Error()}}
	}
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, unread(err)
	}
	if info.Size() > maxSize {
		return nil, Errors{{File: file, Text: tooLarge.Text, Hint: tooLarge.Hint}}
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, unread(err)
	}
	list, err := Parse(file, data, c)
	found, _ := errors.AsType[Errors](err)
	return list, found
}

// match returns the files that a glob matches. None is an error that lists near names.
func match(fsys fs.FS, glob string) ([]string, *Error) {
	if path.Ext(glob) != ".txtar" {
		glob += ".txtar"
	}
	names, err := fs.Glob(fsys, glob)
	if err != nil {
		return nil, wrong("a [ must be closed, and \\ takes away a character's meaning", "%q is not a pattern", glob)
	}
	if len(names) > 0 {
		return names, nil
	}
	var all []string
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ".txtar" {
			all = append(all, name)
		}
		return nil
	})
	if err != nil || len(all) == 0 {
		return nil, wrong("there are no scenario files", "no scenario matches %q", glob)
	}
	const shown = 3
	return nil, wrong("near it are "+strings.Join(nearest(glob, all, shown), ", "), "no scenario matches %q", glob)
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$`)

// checkName keeps IDs free of what has a meaning in IDs, reports and shells.
func checkName(name string) *Error {
	if idForm.MatchString(id(name)) {
		return nil
	}
	return wrong("it is area/name.txtar, with letters, digits and . _ -", "the file's place and name make no ID")
}
