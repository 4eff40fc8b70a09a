package fuzz

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
)

// writer writes a program as code. Names that are one to a page have the prefix in them, so that many
// programs can share a page.
type writer struct {
	prefix string
	bare   bool // no guards against exceptions: the program is known to throw none
	maybe  map[int]bool
}

// code is a program as code.
type code struct {
	markup string     // what the root element holds as the page is loaded
	frames [][]string // statements, by animation frame
	ids    []int      // nodes of the markup
	made   []int      // nodes that the statements make
}

func write(p Program, prefix string, bare bool) code {
	w := &writer{prefix: prefix, bare: bare, maybe: map[int]bool{}}
	p = p.alive()
	c := code{frames: [][]string{nil}}
	children := map[int][]Op{}
	for _, op := range p.Ops {
		if markup(op.Name) {
			children[op.Nodes[0]] = append(children[op.Nodes[0]], op)
			c.ids = append(c.ids, op.Makes)
		}
	}
	c.markup = w.markup(children, 0)
	for _, op := range p.Ops {
		switch {
		case markup(op.Name):
		case op.Name == frame:
			if last := len(c.frames) - 1; len(c.frames[last]) > 0 {
				c.frames = append(c.frames, nil)
			}
		default:
			if op.Makes > 0 {
				c.made = append(c.made, op.Makes)
				w.maybe[op.Makes] = slices.Contains(op.kindsMade(), "maybe")
			}
			last := len(c.frames) - 1
			c.frames[last] = append(c.frames[last], w.statement(op))
		}
	}
	if last := len(c.frames) - 1; len(c.frames[last]) == 0 {
		c.frames = c.frames[:last]
	}
	return c
}

// names puts the prefix into names that are one to a page.
func (w *writer) names(text string) string { return strings.ReplaceAll(text, "§", w.prefix) }

func variable(n int) string {
	if n == 0 {
		return "root"
	}
	return fmt.Sprintf("x%d", n)
}

// statement writes one operation as JavaScript.
func (w *writer) statement(op Op) string {
	var b strings.Builder
	node, word := 0, 0
	for _, p := range parsed[op.Name] {
		b.WriteString(w.names(p.text))
		switch p.hole.kind {
		case '@':
			b.WriteString(variable(op.Nodes[node]))
			node++
		case '1':
			b.WriteString(variable(op.Nodes[p.hole.n-1]))
		case '$':
			b.WriteString(variable(op.Makes))
		case '#':
			b.WriteString(w.literal(p.hole.what, op.Words[word]))
			word++
		}
	}
	text := b.String()
	var guards []string
	for _, n := range op.Nodes {
		if v := variable(n); w.maybe[n] && !slices.Contains(guards, v) {
			guards = append(guards, v)
		}
	}
	block := func(text string) string { return "{ " + text + " }" }
	if len(guards) > 0 {
		if strings.Contains(text, "; ") {
			text = block(text)
		}
		text = "if (" + strings.Join(guards, " && ") + ") " + text
	}
	if !w.bare {
		text = "try " + block(text) + " catch {}"
	}
	return text
}

// literal writes a word as JavaScript.
func (w *writer) literal(pool string, i int) string {
	text := w.names(pools[pool][i])
	if bare[pool] {
		return text
	}
	if !strings.ContainsAny(text, "'\\\n") {
		return "'" + strings.ReplaceAll(text, "\u00a0", `\u00a0`) + "'"
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // for people
	_ = enc.Encode(text)     // of a string, which cannot fail
	return strings.TrimSuffix(b.String(), "\n")
}

// markup writes what is inside a node as the page is loaded.
func (w *writer) markup(children map[int][]Op, parent int) string {
	var b strings.Builder
	for _, op := range children[parent] {
		word := 0
		for _, p := range parsed[op.Name] {
			b.WriteString(w.names(p.text))
			switch p.hole.kind {
			case '$':
				fmt.Fprintf(&b, "%q", w.prefix+variable(op.Makes))
			case '{':
				b.WriteString(w.markup(children, op.Makes))
			case '#':
				text := html.EscapeString(w.names(pools[p.hole.what][op.Words[word]]))
				if strings.HasSuffix(p.text, "=") {
					text = `"` + text + `"`
				}
				b.WriteString(text)
				word++
			}
		}
	}
	return b.String()
}

// guard keeps a program from leaving the page: a form that is submitted would.
const guard = `<script>addEventListener('submit', e => e.preventDefault())</script>`

// Scenario writes the program as a scenario file. bare leaves out what keeps one statement's exception
// from the next.
func (p Program) Scenario(title string, bare bool) []byte {
	c := write(p, "", bare)
	var steps, files strings.Builder
	for i, statements := range c.frames {
		line := strings.Join(statements, "; ")
		if len(line) > 140 || strings.Contains(line, "${") {
			name := fmt.Sprintf("frame-%d.js", i+1)
			fmt.Fprintf(&files, "-- %s --\n%s\n", name, separators.ReplaceAllString(strings.Join(statements, ";\n")+";", "};\n"))
			line = "@/" + name
		}
		fmt.Fprintf(&steps, "eval       %s\n", line)
	}
	submits := ""
	if slices.ContainsFunc(p.Ops, func(op Op) bool { return op.Name == "click" || op.Name == "click box" }) {
		submits = guard + "\n"
	}
	return []byte(title + "\n\n-- scenario --\nlabels fuzz\n\nopen       /page.html\n" + steps.String() + "checkpoint end\n\n" +
		"-- page.html --\n<!doctype html>\n<meta charset=\"utf-8\">\n<title>Fuzz</title>\n<div id=\"root\">" + c.markup + "</div>\n" + submits +
		"<script>for (const e of document.querySelectorAll('[id]')) window[e.id] = e</script>\n" + files.String())
}

// separators are semicolons behind a block, which JavaScript does not need.
var separators = regexp.MustCompile(`\};\n`)
