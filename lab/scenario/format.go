package scenario

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

// Format lays a scenario file out: declarations in the order of [Verbs], a blank line, the steps,
// and in each block the arguments in one column. Comments stay with the line below them, and
// blank lines between steps stay, which are what parts blocks. The other sections are kept byte
// for byte. A file that does not parse is refused with its mistakes.
func Format(data []byte) ([]byte, error) {
	if _, err := Parse("", data, Config{}); err != nil {
		return nil, err
	}
	r := &report{}
	in, _ := readArchive(data, r)
	out := &txtar.Archive{Comment: []byte(in.prose + "\n\n")}
	script := formatLines(readLines(in.script, r))
	if len(in.files) > 0 {
		script += "\n"
	}
	out.Files = append(out.Files, txtar.File{Name: in.script.name, Data: []byte(script)})
	for _, s := range in.files {
		out.Files = append(out.Files, txtar.File{Name: s.name, Data: s.data})
	}
	return txtar.Format(out), nil
}

// row is a line as Format writes it.
type row struct {
	line
	comments []string // above a declaration
	gap      bool     // a blank line is above it
}

func formatLines(lines []line) string {
	declared, stepped := sortLines(lines)
	var b bytes.Buffer
	for _, block := range [][]row{declared, stepped} {
		if b.Len() > 0 && len(block) > 0 {
			b.WriteByte('\n')
		}
		writeBlocks(&b, block)
	}
	return b.String()
}

// sortLines parts declarations, in their order, from steps, in theirs.
func sortLines(lines []line) (declared, stepped []row) {
	var pending []row // comments whose line is still to come
	gap, begun := false, false
	for _, l := range lines {
		if l.text == "" {
			gap = true
			continue
		}
		r := row{line: l, gap: gap}
		gap = false
		switch {
		case l.verb == "":
			pending = append(pending, r)
			continue
		case !begun && rank(l) >= 0:
			for _, c := range pending {
				r.comments = append(r.comments, c.text)
			}
			r.gap = false
			declared = append(declared, r)
		default:
			begun = true
			stepped = append(append(stepped, pending...), r)
		}
		pending = nil
	}
	stepped = append(stepped, pending...)
	if len(stepped) > 0 {
		stepped[0].gap = false
	}
	slices.SortStableFunc(declared, func(a, b row) int { return rank(a.line) - rank(b.line) })
	return declared, stepped
}

// rank is the place of a declaration among the others, or -1.
func rank(l line) int {
	return slices.IndexFunc(declarations, func(v Verb) bool { return v.Name == l.verb })
}

// writeBlocks writes rows; a gap begins a new block.
func writeBlocks(b *bytes.Buffer, rows []row) {
	for len(rows) > 0 {
		end := 1
		for end < len(rows) && !rows[end].gap {
			end++
		}
		if rows[0].gap {
			b.WriteByte('\n')
		}
		column := column(rows[:end])
		for _, r := range rows[:end] {
			for _, c := range r.comments {
				b.WriteString(c + "\n")
			}
			b.WriteString(r.format(column) + "\n")
		}
		rows = rows[end:]
	}
}

// column is how far the arguments of a block are set in. A checkpoint does not push the others
// out: it ends a passage and reads better by itself.
func column(rows []row) int {
	widest := 0
	for _, r := range rows {
		if r.rest != "" && r.verb != "checkpoint" {
			widest = max(widest, utf8.RuneCountInString(r.verb))
		}
	}
	return widest + 1
}

func (r row) format(column int) string {
	if r.rest == "" {
		return r.text
	}
	pad := max(1, column-utf8.RuneCountInString(r.verb))
	return r.verb + strings.Repeat(" ", pad) + spaced(r.line)
}

// spaced is what follows the verb, with one space between arguments. What a variable makes of a
// line is not known here, so nothing is changed after one that stands for a verb.
func spaced(l line) string {
	v, ok := lookup(l.verb, true)
	if !ok {
		v, ok = lookup(l.verb, false)
	}
	if !ok || l.variable() {
		return l.rest
	}
	tokens, err := readArgs(v, l.rest)
	if err != nil {
		return l.rest
	}
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.raw
	}
	return strings.Join(words, " ")
}
