// Package known is the list of what SDKs and players are known to get wrong, so that a run can
// tell a new failure from an old one, and an old one from one that has been fixed.
package known

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"replaylab/lab/result"
)

// Entry is one known failure. Scenario is an id or a pattern in which "*" stands for any text.
// Empty Player, Checkpoint, Target and Pass mean any; no Evidence means any.
type Entry struct {
	SDK        string   `yaml:"sdk"`
	Versions   string   `yaml:"versions"` // constraint such as ">=2.0.0 <3"
	Player     string   `yaml:"player"`
	Scenario   string   `yaml:"scenario"`
	Claim      names    `yaml:"claim"` // one, or a list: what one oracle sees of a fault, others may see too
	Checkpoint string   `yaml:"checkpoint"`
	Target     string   `yaml:"target"`
	Evidence   []string `yaml:"evidence"`  // patterns of "kind name", such as "visible patch *"
	Pass       string   `yaml:"pass"`      // "seek" or "play" for what only that pass of the player shows
	Sometimes  bool     `yaml:"sometimes"` // it depends on chance, so a run without it is no fix
	Reason     string   `yaml:"reason"`
	Link       string   `yaml:"link"`

	constraint *semver.Constraints
}

// names is a word or a list of words.
type names []string

// UnmarshalYAML reads either.
func (n *names) UnmarshalYAML(read func(any) error) error {
	var one string
	if read(&one) == nil {
		*n = names{one}
		return nil
	}
	return read((*[]string)(n))
}

// List is the whole file.
type List []Entry

// Parse reads the file. A field that is unknown or missing is an error with the file's name and a
// line.
func Parse(name string, data []byte) (List, error) {
	list, lines, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("read the list of known failures: %w", located(name, err))
	}
	for i := range list {
		if err := list[i].check(); err != nil {
			return nil, fmt.Errorf("read the list of known failures: %s:%d: the entry %w", name, lines[i], err)
		}
	}
	return list, nil
}

// decode reads the entries and the line that each begins in. A file without any is an empty list.
func decode(data []byte) (list List, lines []int, err error) {
	file, err := parser.ParseBytes(data, 0)
	if err != nil || len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, nil, err
	}
	if len(file.Docs) > 1 {
		return nil, nil, errors.New("it holds several documents: only the first would count")
	}
	if err := decodeStrictly(data, &list); err != nil {
		return nil, nil, err
	}
	entries, ok := file.Docs[0].Body.(*ast.SequenceNode)
	for i := range list {
		var at ast.Node = file.Docs[0].Body
		if ok && i < len(entries.Values) {
			at = entries.Values[i]
		}
		lines = append(lines, at.GetToken().Position.Line)
	}
	return list, lines, nil
}

// decodeStrictly reads YAML in which every field must be known.
func decodeStrictly(data []byte, into any) error {
	return yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(into)
}

// located puts the name of the file before an error, and the line if it is known.
func located(name string, err error) error {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		return fmt.Errorf("%s:%d: %s", name, at.GetToken().Position.Line, at.GetMessage())
	}
	return fmt.Errorf("%s: %w", name, err)
}

func (e *Entry) check() error {
	for _, field := range []struct{ name, value string }{
		{"sdk", e.SDK}, {"versions", e.Versions}, {"scenario", e.Scenario}, {"claim", strings.Join(e.Claim, "")}, {"reason", e.Reason}, {"link", e.Link},
	} {
		if strings.TrimSpace(field.value) == "" {
			return fmt.Errorf("has no %s", field.name)
		}
	}
	if e.Pass != "" && e.Pass != string(result.Seek) && e.Pass != string(result.Play) {
		return fmt.Errorf("has the pass %q; there are seek and play", e.Pass)
	}
	var err error
	if e.constraint, err = semver.NewConstraint(e.Versions); err != nil {
		return fmt.Errorf("has no versions, but %q: %w", e.Versions, err)
	}
	e.constraint.IncludePrerelease = true // of 2.3.0-rc.1, what is known of 2.3 is known
	return nil
}

// Apply turns the failed claims of a result whose every piece of evidence is listed into known
// ones. A claim with anything new in it stays failed, and its evidence that is listed is marked.
//
// What follows from findings that are all listed or waived counts as listed too. Findings come
// before what follows from them.
func (l List) Apply(r *result.Result) {
	excused := map[place]*Entry{}
	for i := range r.Claims {
		c := &r.Claims[i]
		if c.Verdict == result.Waived {
			for _, e := range c.Evidence {
				excused[placeOf(c, result.Finding{Kind: e.Kind, Name: e.Name, Path: e.Path})] = &Entry{Reason: c.Reason}
			}
		}
		if c.Verdict != result.Failed {
			continue
		}
		var first *Entry
		fresh := 0
		for k := range c.Evidence {
			ev := &c.Evidence[k]
			e := cmp.Or(l.find(r, c, ev), cause(excused, c, ev.Follows))
			if e == nil {
				fresh++
				continue
			}
			ev.Known = true
			excused[placeOf(c, result.Finding{Kind: ev.Kind, Name: ev.Name, Path: ev.Path})] = e
			if first == nil {
				first = e
			}
		}
		switch {
		case first == nil:
		case fresh == 0:
			c.Verdict, c.Reason, c.Link = result.Known, first.Reason, first.Link
		default:
			c.Summary = fmt.Sprintf("%d of these are new; %s", fresh, c.Summary)
		}
	}
}

// place is where a finding is.
type place struct {
	checkpoint string
	result.Finding
}

func placeOf(c *result.Claim, f result.Finding) place { return place{c.Checkpoint, f} }

// cause returns the entry for the first of findings that are all excused, or nil.
func cause(excused map[place]*Entry, c *result.Claim, findings []result.Finding) *Entry {
	for _, f := range findings {
		if excused[placeOf(c, f)] == nil {
			return nil
		}
	}
	if len(findings) == 0 {
		return nil
	}
	return excused[placeOf(c, findings[0])]
}

func (l List) find(r *result.Result, c *result.Claim, e *result.Evidence) *Entry {
	for i := range l {
		if l[i].about(r, c) && l[i].covers(e) {
			return &l[i]
		}
	}
	return nil
}

// about reports whether an entry is about a claim, whatever its evidence.
func (e *Entry) about(r *result.Result, c *result.Claim) bool {
	player, _, _ := strings.Cut(r.Player, "@")
	if !e.of(r.SDK) || !slices.Contains(e.Claim, c.Name) || (e.Player != "" && e.Player != player) ||
		(e.Checkpoint != "" && e.Checkpoint != c.Checkpoint) || (e.Target != "" && e.Target != c.Target) {
		return false
	}
	return like(e.Scenario, r.Scenario)
}

// of reports whether an entry is about an SDK, which is name@version or, of an unreleased build,
// name=path. That has no version: it is held against the entries of every version.
func (e *Entry) of(sdk string) bool {
	name, version, _ := strings.Cut(sdk, "@")
	name, _, _ = strings.Cut(name, "=")
	v, err := semver.NewVersion(version)
	return name == e.SDK && (err != nil || e.constraint.Check(v))
}

func (e *Entry) covers(ev *result.Evidence) bool {
	if e.Pass != "" && e.Pass != string(ev.Pass) {
		return false
	}
	if len(e.Evidence) == 0 {
		return true
	}
	text := strings.TrimSpace(ev.Kind + " " + ev.Name)
	for _, pattern := range e.Evidence {
		if like(pattern, text) {
			return true
		}
	}
	return false
}

// like matches a pattern in which only "*" has a meaning.
func like(pattern, text string) bool {
	escaped := strings.NewReplacer("[", `\[`, "]", `\]`, "?", `\?`, `\`, `\\`).Replace(pattern)
	// "/" is no separator here.
	ok, _ := path.Match(strings.ReplaceAll(escaped, "/", "\x00"), strings.ReplaceAll(text, "/", "\x00"))
	return ok
}
