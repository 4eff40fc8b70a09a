package model

import (
	"strings"

	"replaylab/lab/dom"
)

// style is what a style or link element has for rules. They are taken apart when somebody asks:
// a page that appends a thousand rules as a thousand texts has them parsed once.
type style struct {
	css    string // `_cssText`, as long as sheet is nil
	sheet  *sheet
	stale  bool // the text of the element has changed, and with it the rules
	queued bool // in Document.styles
	// parts are the pieces of `_cssText` that belong to the text children, as long as those have
	// not been given them: recorders empty the text of a style whose rules they send.
	parts []string
}

// partMark stands in `_cssText` between the pieces of several text children.
const partMark = "/* rr_split */"

// setCSS gives a style or link element rules from `_cssText`.
func (d *Document) setCSS(n *node, css string) {
	parts := strings.Split(css, partMark)
	n.style = &style{css: strings.Join(parts, ""), parts: parts, queued: n.style != nil && n.style.queued}
	for c := n.first; c != nil; c = c.next {
		if c.kind == dom.Text {
			c.value = ""
		}
	}
	n.touched.at(rules, d.index)
	d.settleLater(n)
}

// restyle notes that the text of a style element has changed: its rules are those of the new text,
// and what scripts inserted is gone.
func (d *Document) restyle(n *node) {
	if n.name == "style" {
		n.style.stale = true
		n.touched.at(rules, d.index)
	}
}

// sheet is the sheet of a style or link element, nil if the recording has no rules of it.
func (n *node) sheet() *sheet {
	switch s := n.style; {
	case s == nil:
		return nil
	case s.stale:
		s.sheet, s.stale = parseSheet(n.text()), false
	case s.sheet == nil:
		s.sheet, s.css = parseSheet(s.css), ""
	}
	return n.style.sheet
}

// settleLater has settle look at a style element that is new or has new rules.
func (d *Document) settleLater(n *node) {
	if n.name != "style" {
		return
	}
	if n.style == nil {
		n.style = &style{stale: true}
	}
	if !n.style.queued {
		n.style.queued = true
		d.styles = append(d.styles, n)
	}
}

// settle gives the texts of style elements their parts of the rules, when all adds have come.
func (d *Document) settle() {
	for _, n := range d.styles {
		n.style.queued = false
		if n.style.parts == nil {
			continue
		}
		var texts []*node
		for c := n.first; c != nil; c = c.next {
			if c.kind == dom.Text {
				texts = append(texts, c)
			}
		}
		parts := n.style.parts
		n.style.parts = nil
		if len(texts) > 0 && len(parts) > len(texts) {
			rest := strings.Join(parts[len(texts)-1:], "")
			parts = append(parts[:len(texts)-1:len(texts)-1], rest)
		}
		for i, c := range texts {
			switch {
			case i >= len(parts) && c.value != "":
				n.style.stale = true // it has more text than had been taken into the rules
			case i < len(parts) && c.value == "":
				c.value = parts[i]
			}
		}
	}
	d.styles = d.styles[:0]
}

// rules is PropSheet of a style or link element. A style element of another language has no sheet.
func (n *node) rules() string {
	if n.style == nil {
		return ""
	}
	if t := n.attr("type"); n.name == "style" && t != "" && !strings.EqualFold(t, "text/css") {
		return ""
	}
	return n.sheet().lines()
}
