package claim

import (
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/visit"
)

// Trees share lists of styles: what is written for one comparison must not show in the next.
func TestAddresslessLeavesTheTreeAlone(t *testing.T) {
	style := []dom.Pair{{Name: "background-image", Value: `url("http://a.localhost:1/x")`}}
	tree := &dom.Tree{Root: &dom.Node{Kind: dom.Element, Name: "p", Style: style}}
	plain := addressless(tree, &visit.Visit{Origins: map[string]string{"origin:a": "http://a.localhost:1"}})
	if got := plain.Root.Style[0].Value; got != `url("${origin:a}/x")` {
		t.Errorf("the copy has %s", got)
	}
	if got := tree.Root.Style[0].Value; got != `url("http://a.localhost:1/x")` {
		t.Errorf("the tree has %s now", got)
	}
}
