// Package truth reads a page as it is: its whole tree and live state, from the browser's debugger
// and from a probe in an isolated script world, so that nothing the page has patched can lie. The
// same reader serves the live page and the replayed one.
package truth

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"

	"replaylab/lab/browser"
	"replaylab/lab/dom"
)

// Options say what to read. The zero value reads the whole page without computed styles.
type Options struct {
	Frame     string   // id of the frame whose document is the root; empty means the main frame
	Styles    []string // computed properties
	Access    bool     // what assistive technology is told of elements
	Selectors []string // at most MaxSelectors; Node.Matches says which of them an element matches
	// IDs is an expression of a function in the page's own world that gives a node's id in the
	// recording, or a number below 1. Only a page of the lab's own may be asked.
	IDs string
}

// MaxSelectors is how many selectors can be asked at a time: as many bits as a number of JavaScript
// holds exactly.
const MaxSelectors = 53

// Page is what Read found.
type Page struct {
	*dom.Tree
	Now float64 // the page's own clock at the moment of reading, in milliseconds since the epoch

	documents []*document // for Rewrite
}

// Read reads a page. It must not move meanwhile: see browser.Page.Freeze.
func Read(ctx context.Context, p *browser.Page, o Options) (*Page, error) {
	if len(o.Selectors) > MaxSelectors {
		return nil, fmt.Errorf("read the page: %d selectors are asked for, and %d can be", len(o.Selectors), MaxSelectors)
	}
	r := &reader{page: p, options: o, frames: map[string]*frame{}, looks: map[*browser.Session]map[int]look{}}
	for _, s := range p.Sessions() {
		a, err := ask(ctx, s, o.Styles)
		if err != nil {
			return nil, fmt.Errorf("read the page: %w", err)
		}
		r.looks[s] = looks(a.snapshot, o.Styles)
		r.take(s, s.TargetID, a)
	}
	root := o.Frame
	if root == "" {
		root = p.TargetID
	}
	top := r.frames[root]
	if top == nil {
		return nil, fmt.Errorf("read the page: it has no frame %s", root)
	}
	page := &Page{Tree: &dom.Tree{}}
	if err := r.build(ctx, top, page); err != nil {
		return nil, fmt.Errorf("read the page: %w", err)
	}
	page.Root.Adopt()
	page.renumber()
	page.documents = r.documents
	return page, nil
}

// renumber counts the elements of the top layer from 1: the browser counts backdrops as well.
func (p *Page) renumber() {
	var top []*dom.Node
	p.Root.Walk(func(n *dom.Node) bool {
		if n.Prop(dom.PropTopLayer) != "" {
			top = append(top, n)
		}
		return true
	})
	slices.SortStableFunc(top, func(a, b *dom.Node) int {
		x, _ := strconv.Atoi(a.Prop(dom.PropTopLayer))
		y, _ := strconv.Atoi(b.Prop(dom.PropTopLayer))
		return x - y
	})
	for i, n := range top {
		n.Props = dom.Set(n.Props, dom.PropTopLayer, strconv.Itoa(i+1))
	}
}

// frame is one document with where it came from.
type frame struct {
	id      string
	session *browser.Session
	node    *wireNode
	top     map[int]int // node id → place in the top layer, from 1
}

type reader struct {
	page    *browser.Page
	options Options
	frames  map[string]*frame
	looks   map[*browser.Session]map[int]look

	documents []*document // that were built
}

// take notes every document of a session's answer under the id of its frame.
func (r *reader) take(s *browser.Session, id string, a *answers) {
	top := map[int]int{}
	for i, n := range a.top.NodeIDs {
		top[n] = i + 1
	}
	var walk func(n *wireNode)
	walk = func(n *wireNode) {
		if n.ContentDocument != nil {
			r.frames[n.FrameID] = &frame{n.FrameID, s, n.ContentDocument, top}
			walk(n.ContentDocument)
		}
		for _, list := range [][]*wireNode{n.ShadowRoots, n.Children} {
			for _, c := range list {
				walk(c)
			}
		}
	}
	r.frames[id] = &frame{id, s, a.document.Root, top}
	walk(a.document.Root)
}

// pseudos are the pseudo-elements that Read tells of.
var pseudos = []string{"before", "after", "marker"} // and ::backdrop, which the snapshot leaves out

// look is how an element is rendered.
type look struct {
	style []dom.Pair
	box   dom.Box
}

// looks are the looks of every rendered node by its backend id. Nodes of the same style share it.
func looks(s wireSnapshot, styles []string) map[int]look {
	count := 0
	for _, d := range s.Documents {
		count += len(d.Layout.NodeIndex)
	}
	found := make(map[int]look, count)
	shared := map[string][]dom.Pair{}
	var key []byte
	for _, d := range s.Documents {
		for i, index := range d.Layout.NodeIndex {
			if index >= len(d.Nodes.BackendNodeID) {
				continue
			}
			id := d.Nodes.BackendNodeID[index]
			if _, ok := found[id]; ok {
				continue // what is generated inside the node
			}
			b := d.Layout.Bounds[i]
			l := look{box: dom.Box{X: b[0], Y: b[1], W: b[2], H: b[3]}}
			if refs := d.Layout.Styles[i]; len(styles) > 0 && len(refs) == len(styles) {
				key = key[:0]
				for _, ref := range refs {
					key = binary.AppendVarint(key, int64(ref))
				}
				style, ok := shared[string(key)]
				if !ok {
					style = make([]dom.Pair, len(styles))
					for j, ref := range refs {
						style[j].Name = styles[j]
						if ref >= 0 {
							style[j].Value = s.Strings[ref]
						}
					}
					shared[string(key)] = style
				}
				l.style = style
			}
			found[id] = l
		}
	}
	return found
}
