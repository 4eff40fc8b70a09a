package dom_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

func TestSortedLists(t *testing.T) {
	var list []dom.Pair
	for _, name := range []string{"m", "a", "z", "m"} {
		list = dom.Set(list, name, name+strings.Repeat("!", len(list)))
	}
	if want := []dom.Pair{{Name: "a", Value: "a!"}, {Name: "m", Value: "m!!!"}, {Name: "z", Value: "z!!"}}; !reflect.DeepEqual(list, want) {
		t.Errorf("Set made %v, want %v", list, want)
	}
	if v, ok := dom.Get(list, "z"); v != "z!!" || !ok {
		t.Errorf("Get found %q, %v", v, ok)
	}
	if v, ok := dom.Get(list, "b"); v != "" || ok {
		t.Errorf("Get found %q, %v, which is not there", v, ok)
	}
	if list = dom.Unset(list, "m"); len(list) != 2 || list[1].Name != "z" {
		t.Errorf("Unset left %v", list)
	}
}

func TestOrderOfNodes(t *testing.T) {
	tree := domtest.Page(el("x-a#1", "child", domtest.Doc("f", "frame"), domtest.Content("content"), domtest.Shadow("open", "shadow")))
	var texts []string
	tree.Root.Walk(func(n *dom.Node) bool {
		if n.Kind == dom.Text {
			texts = append(texts, n.Value)
		}
		return true
	})
	if got := strings.Join(texts, " "); got != "shadow content frame child" {
		t.Errorf("walked through %s", got)
	}
	host := domtest.Find(tree, "1")
	if host.Count() != 8 || host.Text() != "child" {
		t.Errorf("%d nodes with the text %q; want 8 and the child alone", host.Count(), host.Text())
	}
	passed := 0
	tree.Root.Walk(func(n *dom.Node) bool { passed++; return n != host })
	if passed != tree.Root.Count()-7 {
		t.Errorf("a walk that skips what is below the host passed %d nodes of %d", passed, tree.Root.Count())
	}
}

func TestClonesShareNothing(t *testing.T) {
	for seed := range uint64(50) {
		tree := domtest.Random(rand.New(rand.NewPCG(seed, 2)), 40)
		tree.Selection = &dom.Range{Start: tree.Root.Children[1], End: tree.Root.Children[0], EndOffset: 3}
		c := tree.Clone()
		of := map[*dom.Node]*dom.Node{}
		c.Root.Walk(func(n *dom.Node) bool {
			of[n.Origin] = n
			n.Below(func(child *dom.Node) {
				if child.Parent != n {
					t.Errorf("seed %d: a node of the copy has another parent", seed)
				}
			})
			for _, list := range [][]dom.Pair{n.Attrs, n.Props, n.Derived} {
				for i := range list {
					list[i].Value = "changed"
				}
			}
			n.Value = "changed"
			return true
		})
		for _, n := range of {
			clear(n.Children)
		}
		count := 0
		tree.Root.Walk(func(n *dom.Node) bool {
			count++
			if n.Value == "changed" || n.Attr("class") == "changed" || of[n] == n {
				t.Fatalf("seed %d: a change of the copy reached the original", seed)
			}
			return true
		})
		if s := c.Selection; s.Start.Origin != tree.Selection.Start || s.End.Origin != tree.Selection.End || s.EndOffset != 3 {
			t.Errorf("seed %d: the selection of the copy is not in the copy", seed)
		}
		if count != len(of) || count < 30 {
			t.Errorf("seed %d: %d nodes, %d of them copied", seed, count, len(of))
		}
	}
}
