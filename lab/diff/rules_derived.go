package diff

import (
	"slices"

	"replaylab/lab/dom"
)

// notFetched puts what came of an address out of question where nothing came in the replay.
func notFetched(c *Canon, n *dom.Node) Effect {
	if c.Side != Replayed {
		return Nothing
	}
	switch state := n.Fact(dom.DerivedImage); {
	case isHTML(n, "img") && (state == "broken" || state == "loading") && !inside(n):
		doubt(n, dom.DerivedImage)
		return Changed
	case !isHTML(n, "video", "audio") || inside(n):
		return Nothing
	}
	if state := n.Fact(dom.DerivedLoaded); state == "" || state == "failed" {
		doubt(n, dom.DerivedLoaded)
		return Changed
	}
	return Nothing
}

// inside reports whether everything that an element shows is in the recording, or nowhere.
func inside(n *dom.Node) bool {
	sources := []*dom.Node{n}
	for _, c := range n.Children {
		if isHTML(c, "source") {
			sources = append(sources, c)
		}
	}
	if n.Parent != nil && isHTML(n.Parent, "picture") {
		sources = append(sources, n.Parent.Children...)
	}
	return !slices.ContainsFunc(sources, func(s *dom.Node) bool {
		src := s.Attr("src")
		return s.Attr("srcset") != "" || (src != "" && !hasPrefix(src, "data:", "blob:"))
	})
}

func canvasUnreadable(_ *Canon, n *dom.Node) Effect {
	if why := n.Fact(dom.DerivedCanvas); why == "" || why == dom.Unknown || why[0] == '#' {
		return Nothing
	}
	doubt(n, dom.DerivedCanvas)
	return Changed
}
