package truth

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"replaylab/lab/dom"
)

// document is one frame's document under construction.
type document struct {
	frame  *frame
	root   *dom.Node
	nodes  []*dom.Node // in preorder, frames left out: the order in which the probe counts
	closed []int       // backend ids of closed shadow roots
	inert  int         // how many templates the node being converted is in
	inner  []inner
}

// inner is an element with the frame that it shows.
type inner struct {
	owner *dom.Node
	frame string
}

// build turns one frame's document into a tree, joins it with what the probe says, and goes on
// into the frames inside. The page's own facts are taken from the outermost document.
func (r *reader) build(ctx context.Context, f *frame, page *Page) error {
	d := &document{frame: f}
	d.root = r.node(d, f.node)
	r.documents = append(r.documents, d)
	state, err := r.probe(ctx, d)
	if err != nil {
		return fmt.Errorf("frame %s (%s): %w", f.id, f.node.DocumentURL, err)
	}
	if state.Count != len(d.nodes) {
		return fmt.Errorf("frame %s (%s): the debugger sees %d nodes and the probe %d: the page moved while it was read",
			f.id, f.node.DocumentURL, len(d.nodes), state.Count)
	}
	for _, s := range state.Props {
		for name, value := range s.value {
			d.nodes[s.place].Props = dom.Set(d.nodes[s.place].Props, name, value)
		}
	}
	d.root.Unfinished = state.Unfinished
	for _, s := range state.Facts {
		for name, value := range s.value {
			d.nodes[s.place].Derived = dom.Set(d.nodes[s.place].Derived, name, value)
		}
	}
	for _, s := range state.Backdrops {
		p := dom.Pseudo{Name: "::backdrop"}
		for i, value := range s.value {
			p.Style = append(p.Style, dom.Pair{Name: r.options.Styles[i], Value: value})
		}
		n := d.nodes[s.place]
		n.Pseudos = slices.Insert(n.Pseudos, sort.Search(len(n.Pseudos), func(i int) bool { return n.Pseudos[i].Name > p.Name }), p)
	}
	for _, s := range state.Spaces {
		d.nodes[s.place].NS = namespace(s.value)
	}
	for _, s := range state.Matches {
		d.nodes[s.place].Matches = s.value
	}
	selection := (*dom.Range)(nil)
	if s := state.Selection; len(s) == 4 {
		r := d.span([4]int(s))
		selection = &r
	}
	for _, h := range state.Highlights {
		made := dom.Highlight{Name: h.name, Priority: h.priority}
		for _, s := range h.spans {
			made.Ranges = append(made.Ranges, d.span(s))
		}
		page.Highlights = append(page.Highlights, made)
	}
	if page.Root == nil {
		page.Root, page.URL, page.Now = d.root, f.node.DocumentURL, state.Now
		page.Width, page.Height, page.Selection = state.Width, state.Height, selection
	} else if page.Selection == nil {
		page.Selection = selection
	}
	if r.options.Access {
		if err := access(ctx, d); err != nil {
			return fmt.Errorf("frame %s (%s): %w", f.id, f.node.DocumentURL, err)
		}
	}
	for _, i := range d.inner {
		inside := r.frames[i.frame]
		if inside == nil {
			continue // a frame without a document yet, or torn down
		}
		sub := &Page{Tree: &dom.Tree{}}
		if err := r.build(ctx, inside, sub); err != nil {
			return err
		}
		i.owner.Frame = sub.Root
		page.Highlights = append(page.Highlights, sub.Highlights...)
		if page.Selection == nil {
			page.Selection = sub.Selection
		}
	}
	return nil
}

// span is a range by the places of its ends.
func (d *document) span(s [4]int) dom.Range {
	return dom.Range{Start: d.nodes[s[0]], StartOffset: s[1], End: d.nodes[s[2]], EndOffset: s[3]}
}

func namespace(uri string) string {
	if uri == "http://www.w3.org/1998/Math/MathML" {
		return dom.MathML
	}
	return uri
}

// node converts one node and everything below it except frames.
func (r *reader) node(d *document, w *wireNode) *dom.Node {
	n := &dom.Node{Backend: w.BackendNodeID, Value: w.NodeValue}
	d.nodes = append(d.nodes, n)
	switch w.NodeType {
	case 1:
		n.Kind, n.Name = dom.Element, w.NodeName
		if w.NodeName == strings.ToUpper(w.NodeName) {
			n.Name = w.LocalName
		}
		r.element(d, n, w)
	case 3:
		n.Kind = dom.Text
	case 4:
		n.Kind = dom.CDATA
	case 7:
		n.Kind, n.Name = dom.Instruction, w.NodeName
	case 8:
		n.Kind = dom.Comment
	case 9:
		n.Kind, n.Value = dom.Document, w.DocumentURL
		n.Props = dom.Set(n.Props, dom.PropBase, w.BaseURL)
		if w.Compatibility == "LimitedQuirksMode" {
			n.Derived = dom.Set(n.Derived, dom.DerivedQuirks, "limited")
		}
	case 10:
		n.Kind, n.Name, n.Value = dom.Doctype, w.NodeName, w.PublicID+"\n"+w.SystemID
	case 11:
		n.Kind = dom.Content
		if w.ShadowRootType != "" {
			n.Kind = dom.Shadow
		}
		if w.ShadowRootType == "closed" {
			d.closed = append(d.closed, w.BackendNodeID)
		}
	}
	for _, s := range w.ShadowRoots {
		// A closed root in a template cannot be probed: its document has no frame, so that the browser
		// gives no handle of it. It renders nothing, and is left out.
		if s.ShadowRootType != "user-agent" && (s.ShadowRootType != "closed" || d.inert == 0) {
			n.Shadow = r.node(d, s)
		}
	}
	if w.TemplateContent != nil {
		d.inert++
		n.Content = r.node(d, w.TemplateContent)
		d.inert--
	}
	n.Children = make([]*dom.Node, len(w.Children))
	for i, c := range w.Children {
		n.Children[i] = r.node(d, c)
	}
	return n
}

func (r *reader) element(d *document, n *dom.Node, w *wireNode) {
	n.Attrs = make([]dom.Pair, 0, len(w.Attributes)/2)
	for i := 0; i+1 < len(w.Attributes); i += 2 {
		n.Attrs = append(n.Attrs, dom.Pair{Name: w.Attributes[i], Value: w.Attributes[i+1]})
	}
	slices.SortFunc(n.Attrs, func(a, b dom.Pair) int { return strings.Compare(a.Name, b.Name) })
	if look, ok := r.looks[d.frame.session][w.BackendNodeID]; ok {
		n.Style, n.Box = look.style, &look.box
	}
	for _, p := range w.PseudoElements {
		look, ok := r.looks[d.frame.session][p.BackendNodeID]
		if ok && slices.Contains(pseudos, p.PseudoType) {
			n.Pseudos = append(n.Pseudos, dom.Pseudo{Name: "::" + p.PseudoType, Style: look.style, Box: look.box})
		}
	}
	slices.SortFunc(n.Pseudos, func(a, b dom.Pseudo) int { return strings.Compare(a.Name, b.Name) })
	if place, ok := d.frame.top[w.NodeID]; ok {
		n.Props = dom.Set(n.Props, dom.PropTopLayer, fmt.Sprint(place))
	}
	if w.FrameID != "" && w.FrameID != d.frame.id {
		d.inner = append(d.inner, inner{n, w.FrameID})
	}
}

// probe asks the lab's world of the document for its live state.
func (r *reader) probe(ctx context.Context, d *document) (*wireState, error) {
	if err := r.page.EnterFrame(ctx, d.frame.session, d.frame.id); err != nil {
		return nil, err
	}
	window, err := r.page.Window(ctx, d.frame.id, false)
	if err != nil {
		return nil, err
	}
	selectors := r.options.Selectors
	if selectors == nil {
		selectors = []string{}
	}
	styles := r.options.Styles
	if styles == nil {
		styles = []string{}
	}
	args := []any{selectors, styles}
	for _, id := range d.closed {
		root, err := r.page.Resolve(ctx, d.frame.session, d.frame.id, id)
		if err != nil {
			return nil, err
		}
		args = append(args, root)
	}
	state := &wireState{}
	err = window.Call(ctx, "function(selectors, styles, ...closed) { return replaylab.read(closed, selectors, styles) }", state, args...)
	if err != nil || r.options.IDs == "" {
		return state, err
	}
	return state, r.ids(ctx, d)
}

// ids asks the page's own world for the recording's id of every node. Without ids the diff matches
// by order, so a page that cannot tell is no error: a document in another process cannot.
func (r *reader) ids(ctx context.Context, d *document) error {
	if d.frame.session != r.page.Session {
		return nil
	}
	root, err := r.page.ResolveMain(ctx, d.frame.session, d.frame.node.BackendNodeID)
	if err != nil || root.ID == "" { // not shown to a page of another origin
		return err
	}
	var all []int
	err = root.Call(ctx, `function() {
		const id = `+r.options.IDs+`, list = [];
		const visit = n => {
			list.push(id(n));
			if (n.shadowRoot) visit(n.shadowRoot);
			if (n.localName === 'template' && n.content) visit(n.content);
			for (let c = n.firstChild; c; c = c.nextSibling) visit(c);
		};
		visit(this);
		return list;
	}`, &all)
	if err != nil || len(all) != len(d.nodes) {
		return err
	}
	for i, id := range all {
		if id > 0 {
			d.nodes[i].ID = id
		}
	}
	return nil
}
