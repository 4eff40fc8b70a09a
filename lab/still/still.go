// Package still writes a document tree as a page that stands still: HTML without script, which loads
// nothing. What HTML cannot say is left out: scroll offsets, focus, what is drawn on canvases.
//
// The tree may come from a hostile recording. Two things keep the page harmless, each without the
// other: nothing is written that runs or loads, and its policy forbids both.
package still

import (
	"bufio"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"

	"replaylab/lab/dom"
)

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; media-src data:; form-action 'none'; base-uri 'none'"

// Write writes the page.
func Write(w io.Writer, t *dom.Tree) error {
	b := bufio.NewWriter(w)
	p := writer{b}
	p.document(t.Root)
	return b.Flush()
}

// A writer's errors are kept by the buffer below it, until it is flushed.
type writer struct{ *bufio.Writer }

func (w writer) put(parts ...string) {
	for _, s := range parts {
		_, _ = w.WriteString(s)
	}
}

func (w writer) document(doc *dom.Node) {
	if doc.Prop(dom.PropQuirks) != "true" {
		w.put("<!DOCTYPE html>\n")
	}
	root := slices.IndexFunc(doc.Children, func(n *dom.Node) bool { return n.Kind == dom.Element })
	if root < 0 || doc.Children[root].Name != "html" || doc.Children[root].NS != dom.HTML {
		w.put("<html>")
		w.head(doc, nil)
		w.put("<body>")
		for _, n := range doc.Children {
			w.node(n)
		}
		w.put("</body></html>\n")
		return
	}
	page := doc.Children[root]
	w.open(page, "html")
	head := slices.IndexFunc(page.Children, func(n *dom.Node) bool { return n.Kind == dom.Element && n.Name == "head" && n.NS == dom.HTML })
	if head < 0 {
		w.head(doc, nil)
	} else {
		w.head(doc, page.Children[head])
	}
	for i, n := range page.Children {
		if i != head {
			w.node(n)
		}
	}
	w.put("</html>\n")
}

// head comes with the policy before everything else, and with the sheets that the document adopts.
func (w writer) head(doc, head *dom.Node) {
	if head == nil {
		w.put("<head>")
	} else {
		w.open(head, "head")
	}
	w.put(`<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="`, policy, `"><meta http-equiv="x-dns-prefetch-control" content="off">`)
	if head != nil {
		for _, n := range head.Children {
			w.node(n)
		}
	}
	w.adopted(doc)
	w.put("</head>")
}

func (w writer) adopted(of *dom.Node) {
	if sheet := of.Prop(dom.PropAdopted); sheet != "" {
		w.put("<style>", css(sheet), "</style>")
	}
}

func (w writer) node(n *dom.Node) {
	switch n.Kind {
	case dom.Element:
		w.element(n)
	case dom.Text, dom.CDATA:
		w.put(html.EscapeString(n.Value))
	}
}

// instead are elements that run, load or are not parsed as what they are in the tree, and what is put
// in their place: a template shows nothing, and counts as a child for style sheets.
var instead = map[string]string{
	"script": "template", "noscript": "template", "template": "template", "noembed": "template", "noframes": "template", "base": "template",
	"object": "span", "embed": "span", "applet": "span", "portal": "span", "fencedframe": "span", "frame": "span", "frameset": "div",
	"xmp": "pre", "plaintext": "pre",
}

var void = map[string]bool{
	"area": true, "br": true, "col": true, "hr": true, "img": true, "input": true, "link": true, "meta": true, "source": true, "track": true, "wbr": true,
}

var named = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9._-]*$`)

func (w writer) element(n *dom.Node) {
	name := n.Name
	switch {
	case !named.MatchString(name):
		name = "span"
	case n.NS == dom.HTML && strings.EqualFold(name, "meta"), // says nothing that can be seen, or too much
		n.NS == dom.SVG && slices.Contains([]string{"script", "animate", "set", "animatetransform", "animatemotion", "discard", "handler"}, strings.ToLower(name)):
		return
	case n.NS == dom.HTML && (name == "style" || name == "link"), n.NS == dom.SVG && name == "style":
		w.sheet(n)
		return
	}
	if other, ok := instead[strings.ToLower(name)]; ok {
		if w.put("<", other, ">"); other != "template" {
			w.below(n)
		}
		w.put("</", other, ">")
		return
	}
	w.open(n, name)
	switch {
	case n.NS == dom.HTML && void[name]:
		return
	case name == "iframe":
	case name == "textarea":
		value, ok := dom.Get(n.Props, dom.PropValue)
		if !ok {
			value = n.Text()
		}
		w.put("\n", html.EscapeString(value)) // the first line break is not part of it
	case name == "title" || name == "option" && len(n.Children) == 0:
		w.put(html.EscapeString(n.Text()))
	default:
		if name == "pre" || name == "listing" {
			w.put("\n")
		}
		w.below(n)
	}
	w.put("</", name, ">")
}

func (w writer) below(n *dom.Node) {
	if n.Shadow != nil {
		w.put(`<template shadowrootmode="open">`)
		for _, c := range n.Shadow.Children {
			w.node(c)
		}
		w.adopted(n.Shadow)
		w.put("</template>")
	}
	for _, c := range n.Children {
		w.node(c)
	}
}

// sheet writes a style sheet as it was, whatever its element says. A link without rules is nothing.
func (w writer) sheet(n *dom.Node) {
	text, ok := dom.Get(n.Props, dom.PropSheet)
	if !ok && n.Name == "style" {
		text = n.Text()
	}
	media := n.Attr("media")
	if m, ok := dom.Get(n.Props, dom.PropSheetMedia); ok {
		media = m
	}
	if n.Prop(dom.PropSheetDisabled) == "true" {
		media = "not all"
	}
	w.put("<style")
	if media != "" {
		w.attribute("media", media)
	}
	w.put(">", css(text), "</style>")
}

var (
	imports   = regexp.MustCompile(`(?i)@import[^;]*;?`)
	addresses = regexp.MustCompile(`(?i)url\(\s*("[^"]*"|'[^']*'|[^)]*)\)`)
)

// css is a style sheet that names nothing to be loaded, and that cannot end its element.
func css(text string) string {
	text = imports.ReplaceAllString(text, "")
	text = addresses.ReplaceAllStringFunc(text, func(s string) string {
		inner := strings.ToLower(strings.Trim(s[4:len(s)-1], " \t\r\n\f\"'"))
		if strings.HasPrefix(inner, "data:") || strings.HasPrefix(inner, "#") {
			return s
		}
		return "url(data:,)"
	})
	return strings.ReplaceAll(text, "</", `<\/`)
}
