package dom_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

// TestPathsLeadToTheirNodes evaluates the path of every node of random pages as a console would.
func TestPathsLeadToTheirNodes(t *testing.T) {
	for seed := range uint64(300) {
		tree := domtest.Random(rand.New(rand.NewPCG(seed, 1)), 60)
		tree.Root.Walk(func(n *dom.Node) bool {
			path := dom.Path(n)
			if got, rest := evaluate(tree.Root, path); got != n {
				t.Fatalf("seed %d: %s leads elsewhere, or nowhere at %q", seed, path, rest)
			}
			return true
		})
	}
}

var hop = regexp.MustCompile(`^(\.contentDocument|\.shadowRoot|( /\* closed \*/)|\.content|\.children\[(\d+)\]|\.childNodes\[(\d+)\]|\.querySelector\(("[^"]*")\))`)

// evaluate knows what of JavaScript paths are made of. It returns the node and what it could not read.
func evaluate(root *dom.Node, path string) (*dom.Node, string) {
	rest, ok := strings.CutPrefix(path, "document")
	if !ok {
		return nil, path
	}
	n := root
	for rest != "" && n != nil {
		m := hop.FindStringSubmatch(rest)
		if m == nil {
			return nil, rest
		}
		switch {
		case m[1] == ".contentDocument":
			n = n.Frame
		case m[1] == ".shadowRoot":
			n = n.Shadow
		case m[1] == ".content":
			n = n.Content
		case m[3] != "":
			n = nth(elements(n), m[3])
		case m[4] != "":
			n = nth(n.Children, m[4])
		case m[5] != "":
			selector, _ := strconv.Unquote(m[5])
			n = query(n, selector)
		}
		rest = rest[len(m[0]):]
	}
	return n, rest
}

func nth(list []*dom.Node, index string) *dom.Node {
	if i, _ := strconv.Atoi(index); i < len(list) {
		return list[i]
	}
	return nil
}

func elements(n *dom.Node) []*dom.Node {
	return slices.DeleteFunc(slices.Clone(n.Children), func(c *dom.Node) bool { return c.Kind != dom.Element })
}

// query is querySelector: the first in document order that matches.
func query(scope *dom.Node, selector string) (found *dom.Node) {
	steps := strings.Split(selector, " > ")
	var visit func(*dom.Node)
	visit = func(n *dom.Node) {
		for _, c := range elements(n) {
			if found == nil && matches(c, scope, steps) {
				found = c
			}
			visit(c)
		}
	}
	visit(scope)
	return found
}

var simple = regexp.MustCompile(`^([A-Za-z_][\w-]*)?(#([A-Za-z_][\w-]*))?(:root|:scope)?(:nth-(of-type|child)\((\d+)\))?$`)

func matches(n, scope *dom.Node, steps []string) bool {
	last := len(steps) - 1
	m := simple.FindStringSubmatch(steps[last])
	if m == nil || n == nil || n.Kind != dom.Element {
		return false
	}
	same := slices.DeleteFunc(elements(n.Parent), func(c *dom.Node) bool {
		return m[6] == "of-type" && (c.Name != n.Name || c.NS != n.NS)
	})
	return (m[1] == "" || m[1] == n.Name) && (m[3] == "" || m[3] == n.Attr("id")) &&
		(m[4] != ":root" || n.Parent.Kind == dom.Document) && (m[4] != ":scope" || n == scope) &&
		(m[7] == "" || m[7] == strconv.Itoa(slices.Index(same, n)+1)) &&
		(last == 0 || matches(n.Parent, scope, steps[:last]))
}
