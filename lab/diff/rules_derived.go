package diff

import "replaylab/lab/dom"

// pictureNotFetched puts the picture of an address out of question where the replay does not have it.
func pictureNotFetched(c *Canon, n *dom.Node) Effect {
	if c.Side != Replayed || !isHTML(n, "img") {
		return Nothing
	}
	if state := n.Fact(dom.DerivedImage); state != "broken" && state != "loading" {
		return Nothing
	}
	if src := n.Attr("src"); n.Attr("srcset") == "" && hasPrefix(src, "data:", "blob:") {
		return Nothing
	}
	doubt(n, dom.DerivedImage)
	return Changed
}
