package domtest

import (
	"fmt"
	"math/rand/v2"

	"replaylab/lab/dom"
)

// Random is a page of about size nodes, of every kind that a page has, with many that are alike:
// names, ids and texts repeat. The same source gives the same page.
func Random(r *rand.Rand, size int) *dom.Tree {
	g := generator{r, size}
	var body []any
	for g.left > 0 {
		body = append(body, g.children(0)...)
	}
	return HeadedPage([]any{El("title", "Random")}, body...)
}

type generator struct {
	*rand.Rand
	left int
}

func (g *generator) pick(list ...string) string { return list[g.IntN(len(list))] }

func (g *generator) children(depth int) []any {
	var parts []any
	for n := 1 + g.IntN(6); n > 0 && g.left > 0; n-- {
		parts = append(parts, g.node(depth))
	}
	return parts
}

func (g *generator) node(depth int) *dom.Node {
	g.left--
	switch g.IntN(10) {
	case 0, 1, 2:
		return Text(g.pick("a", "\n  ", "some words", "other words"))
	case 3:
		return Comment(g.pick("note", "another"))
	}
	n := El(g.pick("p", "p", "div", "div", "span", "x-card", "li"))
	if g.IntN(4) == 0 {
		n.Attrs = dom.Set(n.Attrs, "id", g.pick("one", "two", "three", "3rd", "a.b", "é", fmt.Sprint("n", g.left)))
	}
	if g.IntN(3) == 0 {
		n.Attrs = dom.Set(n.Attrs, "class", g.pick("hot", "cold", "hot cold"))
	}
	if g.IntN(8) == 0 {
		n.Props = dom.Set(n.Props, g.pick(dom.PropScrollTop, dom.PropValue), g.pick("10", "20"))
	}
	if g.IntN(12) == 0 {
		n.NS = dom.SVG
	}
	if depth > 6 {
		return n
	}
	switch g.IntN(12) {
	case 0:
		put(n, []any{Shadow(g.pick("open", "closed"), g.children(depth+1)...)})
	case 1:
		n.Name = "template"
		put(n, []any{Content(g.children(depth + 1)...)})
	case 2:
		n.Name = "iframe"
		put(n, []any{Doc("about:blank", El("html", El("body", g.children(depth+1)...)))})
	}
	return put(n, g.children(depth+1))
}
