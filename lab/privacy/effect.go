package privacy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"replaylab/lab/dom"
)

// Effect is what a promise makes of one node of a page.
type Effect struct {
	Node    *dom.Node
	Blocked bool // the element is an empty box of its size; nothing below it has an effect of its own
	Drawing bool // the element is a canvas, and shows nothing
	// Text is the data of a text node, or what is written into the value of a control, or the names of
	// the files that it lists. What the control then holds is its own matter: asterisks are no number, so a number field has none, and a select
	// shows none of its options. With Attribute, it is what is written into that.
	Text      string
	Attribute string
}

// fetching are attributes whose change makes the browser load something. Masked, they would load
// nothing in a replay either.
var fetching = []string{"src", "srcset", "href", "xlink:href", "data", "poster", "background", "srcdoc"}

// Effects lists what a promise makes of a page, in document order: what must be done to a copy of the
// live page, or to the control visit's, for it to show what the replay of a perfect recording shows.
// The tree must have been read with the promise's Selectors first among those that it was asked for.
// Text inside a masked textarea is not listed beside its value, nor is text without anything to mask.
func Effects(root *dom.Node, p Promise) []Effect {
	treated := Judge(root, p)
	var list []Effect
	root.Walk(func(n *dom.Node) bool {
		t, ok := treated[n]
		switch {
		case !ok:
			return true
		case t.Blocked:
			list = append(list, Effect{Node: n, Blocked: true})
			return false
		case t.Drawing:
			list = append(list, Effect{Node: n, Drawing: true})
		}
		for _, name := range t.Attributes {
			value := n.Attr(name)
			if text := p.StarsInAttribute(value); text != value && !slices.Contains(fetching, name) {
				list = append(list, Effect{Node: n, Attribute: name, Text: text})
			}
		}
		switch {
		case !t.Masked:
			return true
		case n.Kind == dom.Element:
			for _, name := range []string{dom.PropValue, dom.PropFiles} {
				if value := n.Prop(name); p.Stars(n, value) != value {
					list = append(list, Effect{Node: n, Text: p.Stars(n, value)})
				}
			}
			return n.Name != "textarea"
		}
		if text := p.Stars(n, n.Value); text != n.Value && !verbatim(n.Parent) { // code is never shown
			list = append(list, Effect{Node: n, Text: text})
		}
		return true
	})
	return list
}

// Stars is what the promise makes of a text, or of the value of a control, that is masked: an asterisk
// for each UTF-16 unit, and white space as the promise says.
func (p Promise) Stars(n *dom.Node, text string) string {
	if n.Kind == dom.Element {
		if blank := Blank(n); p.Blanks && blank != "" && text != "" {
			return blank
		}
		lines := []string{text}
		if n.Name == "input" { // several files are listed one a line
			lines = strings.Split(text, "\n")
		}
		for i := range lines {
			lines[i] = stars(lines[i], p.KeepsValueSpace)
		}
		return strings.Join(lines, "\n")
	}
	return stars(text, p.KeepsTextSpace)
}

// StarsInAttribute is what the promise makes of an attribute that is masked: the same as of text.
func (p Promise) StarsInAttribute(text string) string { return stars(text, p.KeepsTextSpace) }

func stars(text string, keep bool) string {
	if !keep {
		return Stars(text)
	}
	units := utf16.Encode([]rune(text))
	var b strings.Builder
	for _, u := range units {
		if space(u) {
			b.WriteRune(rune(u))
		} else {
			b.WriteByte('*')
		}
	}
	return b.String()
}

// space reports whether a UTF-16 unit is white space as \s of JavaScript has it.
func space(u uint16) bool {
	return slices.Contains([]uint16{'\t', '\n', '\v', '\f', '\r', 0xFEFF, 0x2028, 0x2029}, u) || unicode.Is(unicode.Zs, rune(u))
}
