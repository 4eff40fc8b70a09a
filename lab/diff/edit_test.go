package diff_test

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"replaylab/lab/dom"
)

// edit makes one edit, and says how it must be found; of a missing node, where.
func edit(r *rand.Rand, tree *dom.Tree) string {
	n := anyNode(r, tree, func(n *dom.Node) bool { return n.Kind != dom.Document && n.Kind != dom.Doctype })
	path := dom.Path(n)
	switch kind := r.IntN(6); {
	case n.Kind == dom.Text || n.Kind == dom.Comment:
		was := n.Value
		n.Value = "edited text"
		return fmt.Sprintf(`text at %s: %q, "edited text"`, path, was)
	case n.Kind == dom.Element && kind == 0:
		n.Attrs = dom.Set(n.Attrs, "title", "edited")
		return fmt.Sprintf(`attribute title at %s: none, "edited"`, path)
	case n.Kind == dom.Element && kind == 1 && n.Attr("class") != "":
		was := n.Attr("class")
		n.Attrs = dom.Unset(n.Attrs, "class")
		return fmt.Sprintf(`attribute class at %s: %q, none`, path, was)
	case n.Kind == dom.Element && kind == 2 && !fixed(n):
		i := slices.Index(n.Parent.Children, n)
		n.Parent.Children = slices.Delete(n.Parent.Children, i, i+1)
		return "missing at " + path
	case kind == 3:
		fresh := el("b", attrs{"title": "fresh"})
		fresh.Parent = n
		n.Children = slices.Insert(n.Children, r.IntN(len(n.Children)+1), fresh)
		return fmt.Sprintf(`extra at %s: none, "<b title=\"fresh\">"`, dom.Path(fresh))
	case kind == 4:
		tree.Width++
		return `window size at document: "800×600", "801×600"`
	}
	n.Props = dom.Set(n.Props, dom.PropFocused, "true")
	return fmt.Sprintf(`property focused at %s: none, "true"`, path)
}

// shuffle makes an edit of any kind, or moves a node to wherever it can go.
func shuffle(r *rand.Rand, tree *dom.Tree) {
	if r.IntN(3) == 0 {
		edit(r, tree)
		return
	}
	n := anyNode(r, tree, func(n *dom.Node) bool {
		return n.Parent != nil && n.Kind != dom.Doctype && !fixed(n) && slices.Contains(n.Parent.Children, n)
	})
	if n == nil {
		return
	}
	to := anyNode(r, tree, func(to *dom.Node) bool { return to.Kind == dom.Element && !within(to, n) })
	n.Parent.Children = slices.DeleteFunc(n.Parent.Children, func(c *dom.Node) bool { return c == n })
	to.Children = slices.Insert(to.Children, r.IntN(len(to.Children)+1), n)
	n.Parent = to
}

// fixed elements are what every page has.
func fixed(n *dom.Node) bool { return slices.Contains([]string{"html", "head", "body"}, n.Name) }

func within(n, above *dom.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == above {
			return true
		}
	}
	return false
}

func anyNode(r *rand.Rand, tree *dom.Tree, fits func(*dom.Node) bool) *dom.Node {
	var list []*dom.Node
	tree.Root.Walk(func(n *dom.Node) bool {
		if fits(n) {
			list = append(list, n)
		}
		return true
	})
	if len(list) == 0 {
		return nil
	}
	return list[r.IntN(len(list))]
}
