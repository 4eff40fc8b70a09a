package dom

import (
	"strconv"
	"strings"
)

// InWindow is the border box of a rendered element relative to the page's window, in CSS pixels,
// whatever frames and scrolling are in between. In a frame it is right if the frame's border and
// padding are the same on all sides and among the styles that were read. Nil if not rendered.
func (n *Node) InWindow() *Box {
	if n.Box == nil {
		return nil
	}
	b := *n.Box
	for at := n; at != nil; {
		for at.Kind != Document && at.Parent != nil {
			at = at.Parent
		}
		b.X -= number(at.Prop(PropScrollLeft))
		b.Y -= number(at.Prop(PropScrollTop))
		frame := at.Parent
		if frame == nil {
			break
		}
		if frame.Box == nil {
			return nil
		}
		inset := 0.0
		for _, p := range frame.Style {
			if p.Name == "border-top-width" || p.Name == "padding-top" {
				inset += number(strings.TrimSuffix(p.Value, "px"))
			}
		}
		b.X += frame.Box.X + inset
		b.Y += frame.Box.Y + inset
		at = frame
	}
	return &b
}

func number(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}
