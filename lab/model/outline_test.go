package model_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"replaylab/lab/dom"
)

// outline writes a tree one node a line, in the form of the .live files: what a recording loses or
// rewrites by its format is left out, and a sheet stands there by the heads of its rules, as its
// text is not in the browser's form yet.
func outline(root *dom.Node) string {
	var b strings.Builder
	var walk func(n *dom.Node, indent, tag string)
	walk = func(n *dom.Node, indent, tag string) {
		b.WriteString(indent + tag)
		switch n.Kind {
		case dom.Element:
			if n.NS != dom.HTML {
				b.WriteString(n.NS + ":")
			}
			b.WriteString(n.Name)
		case dom.Text, dom.Comment, dom.CDATA:
			b.WriteString(n.Kind.String() + " " + quote(n.Value))
		case dom.Doctype:
			b.WriteString("doctype " + n.Name)
		default:
			b.WriteString(n.Kind.String())
		}
		control := n.NS == dom.HTML && slices.Contains([]string{"input", "textarea", "select", "option"}, n.Name)
		for _, a := range n.Attrs {
			switch {
			case slices.Contains([]string{"style", "src", "srcset", "href", "background", "rel", "_cssText"}, a.Name):
			case strings.HasPrefix(a.Name, "rr_"):
			case control && slices.Contains([]string{"value", "checked", "selected"}, a.Name):
			default:
				b.WriteString(" " + a.Name + "=" + quote(a.Value))
			}
		}
		for _, p := range n.Props {
			if p.Name == dom.PropSheet || p.Name == dom.PropAdopted {
				p.Value = heads(p.Value)
			}
			b.WriteString(" {" + p.Name + "=" + quote(p.Value) + "}")
		}
		b.WriteByte('\n')
		indent += "  "
		if n.Shadow != nil {
			walk(n.Shadow, indent, "# ")
		}
		if n.Frame != nil {
			walk(n.Frame, indent, "% ")
		}
		if !slices.Contains([]string{"textarea", "script", "noscript", "style", "link"}, n.Name) {
			for _, c := range n.Children {
				walk(c, indent, "")
			}
		}
	}
	walk(root, "", "")
	return b.String()
}

func heads(sheet string) string {
	lines := strings.Split(sheet, "\n")
	for i, l := range lines {
		head, _, _ := strings.Cut(l, "{")
		lines[i] = strings.TrimSpace(head)
	}
	return strings.Join(lines, " | ")
}

// quote is JavaScript's JSON.stringify of a string.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	return strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(strings.TrimSpace(b.String()))
}

// brief writes a tree on one line, whole, for small trees: name#id[attributes]{properties}(children),
// with a shadow root after # and a frame's document after %.
func brief(n *dom.Node) string {
	var b strings.Builder
	switch n.Kind {
	case dom.Element:
		if n.NS != dom.HTML {
			b.WriteString(n.NS + ":")
		}
		b.WriteString(n.Name)
	case dom.Text:
		return quote(n.Value)
	case dom.Doctype:
		return "<!" + n.Name + ">"
	case dom.Document:
		b.WriteString("doc")
	case dom.Shadow:
		b.WriteString("root")
	default:
		return n.Kind.String() + quote(n.Value)
	}
	list := func(open, end string, pairs []dom.Pair) {
		var words []string
		for _, p := range pairs {
			words = append(words, p.Name+"="+p.Value)
		}
		if words != nil {
			b.WriteString(open + strings.Join(words, " ") + end)
		}
	}
	list("[", "]", n.Attrs)
	list("{", "}", n.Props)
	if n.Shadow != nil {
		b.WriteString("#" + brief(n.Shadow))
	}
	if n.Frame != nil {
		b.WriteString("%" + brief(n.Frame))
	}
	if len(n.Children) > 0 {
		words := make([]string, len(n.Children))
		for i, c := range n.Children {
			words[i] = brief(c)
		}
		b.WriteString("(" + strings.Join(words, " ") + ")")
	}
	return b.String()
}
