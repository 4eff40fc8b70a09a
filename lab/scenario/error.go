package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is one mistake in a scenario file.
type Error struct {
	File string
	Line int    // of the file, also for a mistake inside a section; 0 when it is about the whole file
	Text string // what is wrong
	Hint string // what to write instead, or ""
}

func (e *Error) Error() string {
	var b strings.Builder
	switch {
	case e.File != "" && e.Line > 0:
		fmt.Fprintf(&b, "%s:%d: ", e.File, e.Line)
	case e.File != "":
		fmt.Fprintf(&b, "%s: ", e.File)
	case e.Line > 0:
		fmt.Fprintf(&b, "line %d: ", e.Line)
	}
	b.WriteString(e.Text)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// Errors is every mistake that was found, by file and line.
type Errors []*Error

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find one *Error among them.
func (e Errors) Unwrap() []error {
	list := make([]error, len(e))
	for i, one := range e {
		list[i] = one
	}
	return list
}

// wrong is a mistake whose place is not known yet.
func wrong(hint, format string, args ...any) *Error {
	return &Error{Text: fmt.Sprintf(format, args...), Hint: hint}
}

// report gathers the mistakes of one file. A mistake that several variants share is kept once.
type report struct {
	file string
	list Errors
	seen map[Error]bool
}

func (r *report) add(line int, e *Error) {
	placed := Error{File: r.file, Line: line, Text: e.Text, Hint: e.Hint}
	if r.seen[placed] {
		return
	}
	if r.seen == nil {
		r.seen = map[Error]bool{}
	}
	r.seen[placed] = true
	r.list = append(r.list, &placed)
}

func (r *report) addf(line int, hint, format string, args ...any) {
	r.add(line, wrong(hint, format, args...))
}

// err is nil or all mistakes, in the order of their lines.
func (r *report) err() error {
	if len(r.list) == 0 {
		return nil
	}
	slices.SortStableFunc(r.list, func(a, b *Error) int { return cmp.Compare(a.Line, b.Line) })
	return r.list
}
