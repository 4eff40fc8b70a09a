// Package fuzz looks for pages that an SDK records wrongly, without anybody having to think of them:
// it makes random programs of changes to a page, runs many of them on one page under the SDK, compares
// the page with what the recording says of it, and makes of each failure the smallest scenario file
// that still fails.
//
// Read Run in fuzz.go first. The grammar of programs is the tables in grammar.go and grammar_state.go.
package fuzz

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// An Op is one line of a program: a production with its holes filled.
type Op struct {
	Name  string // of the production
	Makes int    // number of the node it makes, 0 for none
	Nodes []int  // what stands in its @holes; 0 is the root
	Words []int  // what stands in its #holes: places in their pools
}

// A Program is what happens to a page. Any part of it is a program too: a line about a node that no
// earlier line makes does nothing. Nodes are numbered from 1; 0 is the element that the page has for
// the program.
type Program struct {
	Ops []Op

	number uint64 // which of its seed it is
}

// hole is one hole of a line.
type hole struct {
	kind byte   // '@', '#', '1' for a repeated node, '$', or '{' for further markup
	what string // kind of node, or pool
	n    int    // of a repeated node: which
}

// piece is text of a line and the hole behind it.
type piece struct {
	text string
	hole hole
}

var holes = func() *regexp.Regexp {
	var names []string
	for name := range pools {
		names = append(names, name)
	}
	// The longest first: "text type" is no "text".
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	return regexp.MustCompile(`@[a-z]+|@\d|#(?:` + strings.Join(names, "|") + `)\b|\$(?:$|[^{])|\{\}`)
}()

// pieces takes a line apart. It is done once for each production.
func pieces(line string) []piece {
	var list []piece
	for line != "" {
		at := holes.FindStringIndex(line)
		if at == nil {
			break
		}
		token := line[at[0]:at[1]]
		h := hole{kind: token[0]}
		switch {
		case h.kind == '$':
			at[1] = at[0] + 1
		case h.kind == '@' && token[1] <= '9':
			h.kind, h.n = '1', int(token[1]-'0')
		default:
			h.what = token[1:]
		}
		list = append(list, piece{line[:at[0]], h})
		line = line[at[1]:]
	}
	return append(list, piece{text: line})
}

var parsed = func() map[string][]piece {
	m := map[string][]piece{}
	for _, p := range productions {
		m[p.name] = pieces(p.line)
		if !markup(p.name) { // elsewhere {} is JavaScript
			m[p.name] = joined(m[p.name])
		}
	}
	return m
}()

// joined puts the braces of JavaScript back into the text.
func joined(list []piece) []piece {
	var out []piece
	text := ""
	for _, p := range list {
		text += p.text
		if p.hole.kind == '{' {
			text += "{}"
			continue
		}
		out = append(out, piece{text, p.hole})
		text = ""
	}
	return out
}

// markup reports whether a production writes the page as it is loaded.
func markup(name string) bool { return byName[name].group == "markup" }

// alive is the program without the lines that do nothing because a node is missing. Node numbers stay.
func (p Program) alive() Program {
	made := map[int]bool{0: true}
	var out Program
	for _, op := range p.Ops {
		if !slices.ContainsFunc(op.Nodes, func(n int) bool { return !made[n] }) {
			made[op.Makes] = true
			out.Ops = append(out.Ops, op)
		}
	}
	return out
}

// Sequence is the names of the program's operations: all lines but those that write the page, with
// the ends of frames that lie between two of them.
func (p Program) Sequence() []string {
	var names []string
	for _, op := range p.alive().Ops {
		switch {
		case markup(op.Name):
		case op.Name == frame && (len(names) == 0 || names[len(names)-1] == frame):
		default:
			names = append(names, op.Name)
		}
	}
	for len(names) > 0 && names[len(names)-1] == frame {
		names = names[:len(names)-1]
	}
	return names
}

// Size is the number of operations: lines that change the page once it is loaded.
func (p Program) Size() int {
	n := 0
	for _, op := range p.alive().Ops {
		if op.Name != frame && !markup(op.Name) {
			n++
		}
	}
	return n
}

// loud reports whether the program reaches over the whole page.
func (p Program) loud() bool {
	return slices.ContainsFunc(p.Ops, func(op Op) bool { return byName[op.Name].loud })
}

// String writes one operation a line, for people.
func (p Program) String() string {
	var b strings.Builder
	for _, op := range p.Ops {
		fmt.Fprintf(&b, "%s %d %v %v\n", op.Name, op.Makes, op.Nodes, op.Words)
	}
	return b.String()
}

// kindsMade is what the node that an operation makes can stand for.
func (op Op) kindsMade() []string {
	p := byName[op.Name]
	makes := p.makes
	if makes == "#tag" {
		makes = "div"
		if tag := pools["tag"][op.Words[0]]; tag == "button" || tag == "label" {
			makes = "inline"
		}
	}
	return kindsOf(makes)
}
