// Package domtest writes document trees down in few words, for tests of the packages that compare,
// judge and name their nodes.
package domtest

import (
	"fmt"
	"slices"
	"strings"

	"replaylab/lab/dom"
)

// What El takes beside children. A string is a text node, a *dom.Node of any kind goes where its
// kind belongs.
type (
	Attrs   map[string]string
	Props   map[string]string
	Derived map[string]string
	ID      int      // in the recording
	Matches uint64   // of selectors
	NS      string   // of the element
	Style   []string // names and values by turns
)

// El is an element. Its spec is a name with an id and classes as in a selector: "li#one.big".
func El(spec string, parts ...any) *dom.Node {
	head, classes, _ := strings.Cut(spec, ".")
	name, id, _ := strings.Cut(head, "#")
	n := &dom.Node{Kind: dom.Element, Name: name}
	if id != "" {
		n.Attrs = dom.Set(n.Attrs, "id", id)
	}
	if classes != "" {
		n.Attrs = dom.Set(n.Attrs, "class", strings.ReplaceAll(classes, ".", " "))
	}
	return put(n, parts)
}

// Doc is a document, such as that of a frame.
func Doc(url string, parts ...any) *dom.Node {
	return put(&dom.Node{Kind: dom.Document, Value: url}, parts)
}

// Shadow is a shadow root, open or closed.
func Shadow(mode string, parts ...any) *dom.Node {
	return put(&dom.Node{Kind: dom.Shadow, Props: []dom.Pair{{Name: dom.PropMode, Value: mode}}}, parts)
}

// Content is the content of a template.
func Content(parts ...any) *dom.Node { return put(&dom.Node{Kind: dom.Content}, parts) }

// Text is a text node, for where a string will not do.
func Text(text string, parts ...any) *dom.Node {
	return put(&dom.Node{Kind: dom.Text, Value: text}, parts)
}

// Comment is a comment.
func Comment(text string) *dom.Node { return &dom.Node{Kind: dom.Comment, Value: text} }

func put(n *dom.Node, parts []any) *dom.Node {
	for _, part := range parts {
		switch p := part.(type) {
		case string:
			n.Children = append(n.Children, Text(p))
		case []*dom.Node:
			n.Children = append(n.Children, p...)
		case *dom.Node:
			switch p.Kind {
			case dom.Shadow:
				n.Shadow = p
			case dom.Content:
				n.Content = p
			case dom.Document:
				n.Frame = p
			default:
				n.Children = append(n.Children, p)
			}
		case Attrs:
			for name, value := range p {
				n.Attrs = dom.Set(n.Attrs, name, value)
			}
		case Props:
			for name, value := range p {
				n.Props = dom.Set(n.Props, name, value)
			}
		case Derived:
			for name, value := range p {
				n.Derived = dom.Set(n.Derived, name, value)
			}
		case Style:
			for pair := range slices.Chunk(p, 2) {
				n.Style = append(n.Style, dom.Pair{Name: pair[0], Value: pair[1]})
			}
		case dom.Box:
			n.Box = &p
		case ID:
			n.ID = int(p)
		case Matches:
			n.Matches = uint64(p)
		case NS:
			n.NS = string(p)
		default:
			panic(fmt.Sprintf("domtest: no place for a %T in %s", part, n.Name))
		}
	}
	n.Adopt()
	return n
}

// Tree is a page with a document, in a window of 800×600.
func Tree(root *dom.Node) *dom.Tree {
	root.Adopt()
	return &dom.Tree{Root: root, Width: 800, Height: 600, URL: root.Value}
}

// Page is an HTML page with that body.
func Page(body ...any) *dom.Tree { return HeadedPage(nil, body...) }

// HeadedPage is an HTML page with that head and body.
func HeadedPage(head []any, body ...any) *dom.Tree {
	doctype := &dom.Node{Kind: dom.Doctype, Name: "html", Value: "\n"}
	root := Doc("https://a.example/dir/page.html", Props{dom.PropBase: "https://a.example/dir/page.html"})
	return Tree(put(root, []any{doctype, El("html", El("head", head...), El("body", body...))}))
}

// Find is the element with that id, wherever in the tree it is.
func Find(t *dom.Tree, id string) *dom.Node {
	var found *dom.Node
	t.Root.Walk(func(n *dom.Node) bool {
		if found == nil && n.Kind == dom.Element && n.Attr("id") == id {
			found = n
		}
		return found == nil
	})
	if found == nil {
		panic("domtest: no element has the id " + id)
	}
	return found
}

// Number gives every node an id in preorder, from 1, as a recorder does.
func Number(t *dom.Tree) *dom.Tree {
	id := 0
	t.Root.Walk(func(n *dom.Node) bool { id++; n.ID = id; return true })
	return t
}
