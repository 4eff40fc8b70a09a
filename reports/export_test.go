package reports

import "replaylab/lab/result"

// What the tests of package reports_test reach in this one.
var (
	Clean   = clean
	Clip    = clip
	Columns = columns
	Wrap    = wrap
	Around  = around
	Took    = took
	Advice  = advice

	FactsOf = factsOf
	Because = because
	Naming  = naming
)

// View is what the page is given.
type View = view

// Meaning is what a kind of evidence is.
func Meaning(kind string) string { return kindOf(kind).Meaning }

// Sides are the values of a piece of evidence as lines of text, and the rest of its detail.
func Sides(e result.Evidence) (lines []string, detail string) {
	list, detail := sides(e)
	for _, s := range list {
		switch {
		case s.facts != nil:
			lines = append(lines, s.name+": "+told(s.facts))
		case s.value.Present:
			lines = append(lines, s.name+": "+s.value.Text)
		default:
			lines = append(lines, s.name+" absent")
		}
	}
	return lines, detail
}

// WithoutLinks makes symbolic links impossible until the returned function is called.
func WithoutLinks(err error) (restore func()) {
	old := symlink
	symlink = func(string, string) error { return err }
	return func() { symlink = old }
}
