package truth

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"replaylab/lab/browser"
)

// The shapes in this file are what the browser sends, reduced to what the lab reads. They are our
// own, not go-rod's, because the protocol has gained fields since that was generated.

// wireNode is DOM.Node.
type wireNode struct {
	NodeID          int         `json:"nodeId"`
	BackendNodeID   int         `json:"backendNodeId"`
	NodeType        int         `json:"nodeType"`
	NodeName        string      `json:"nodeName"`
	LocalName       string      `json:"localName"`
	NodeValue       string      `json:"nodeValue"`
	Attributes      []string    `json:"attributes"` // name, value, name, value …
	PublicID        string      `json:"publicId"`
	SystemID        string      `json:"systemId"`
	FrameID         string      `json:"frameId"`
	DocumentURL     string      `json:"documentURL"`
	Compatibility   string      `json:"compatibilityMode"`
	BaseURL         string      `json:"baseURL"`
	ShadowRootType  string      `json:"shadowRootType"`
	Children        []*wireNode `json:"children"`
	ChildNodeCount  int         `json:"childNodeCount"`
	ShadowRoots     []*wireNode `json:"shadowRoots"`
	PseudoElements  []*wireNode `json:"pseudoElements"`
	PseudoType      string      `json:"pseudoType"`
	TemplateContent *wireNode   `json:"templateContent"`
	ContentDocument *wireNode   `json:"contentDocument"`
}

// wireSnapshot is the result of DOMSnapshot.captureSnapshot.
type wireSnapshot struct {
	Documents []struct {
		Nodes struct {
			BackendNodeID wireInts `json:"backendNodeId"`
		} `json:"nodes"`
		Layout struct {
			NodeIndex wireInts     `json:"nodeIndex"`
			Styles    wireIntLists `json:"styles"`
			Bounds    [][4]float64 `json:"bounds"`
		} `json:"layout"`
	} `json:"documents"`
	Strings []string `json:"strings"`
}

// wireInts is an array of integers. A page with 65 properties of style has a million of them, for
// which the decoder's own way, by reflection, takes longer than the browser does to find them.
type wireInts []int

func (l *wireInts) UnmarshalJSON(data []byte) error {
	*l = make(wireInts, 0, bytes.Count(data, []byte(","))+1)
	for i := 0; i < len(data); {
		n, width := leading(data[i:])
		switch {
		case width > 0:
			*l = append(*l, n)
			i += width
			continue
		case !bytes.ContainsRune([]byte("[], \n"), rune(data[i])):
			return fmt.Errorf("%q in a list of integers", data[i])
		}
		i++
	}
	return nil
}

// wireIntLists is an array of arrays of integers. They share one piece of memory.
type wireIntLists [][]int

func (l *wireIntLists) UnmarshalJSON(data []byte) error {
	*l = (*l)[:0]
	all := make([]int, 0, bytes.Count(data, []byte(","))+1)
	depth, from := 0, 0
	for i := 0; i < len(data); {
		n, width := leading(data[i:])
		switch {
		case width > 0 && depth == 2:
			all = append(all, n)
			i += width
			continue
		case data[i] == '[':
			depth++
			from = len(all)
		case data[i] == ']' && depth == 2:
			*l = append(*l, all[from:len(all):len(all)])
			depth--
		case data[i] == ']' || data[i] == ',' || data[i] == ' ' || data[i] == '\n':
		default:
			return fmt.Errorf("%q in a list of lists of integers", data[i])
		}
		i++
	}
	return nil
}

// leading reads the integer that text begins with, and how long it is; 0 if there is none.
func leading(text []byte) (n, width int) {
	negative := len(text) > 0 && text[0] == '-'
	if negative {
		width = 1
	}
	for ; width < len(text) && text[width] >= '0' && text[width] <= '9'; width++ {
		n = n*10 + int(text[width]-'0')
	}
	if negative {
		return -n, width
	}
	return n, width
}

// wireState is what the probe in the lab's world returns; see sdkbundle/world/probe.ts.
type wireState struct {
	Props      []placed[map[string]string] `json:"props"`
	Facts      []placed[map[string]string] `json:"facts"`
	Backdrops  []placed[[]string]          `json:"backdrops"`
	Spaces     []placed[string]            `json:"spaces"`
	Matches    []placed[uint64]            `json:"matches"`
	Selection  []int                       `json:"selection"` // start node's place and offset, then the end's
	Highlights []wireHighlight             `json:"highlights"`
	Count      int                         `json:"count"`
	Unfinished bool                        `json:"unfinished"`
	Now        float64                     `json:"now"`
	Width      int                         `json:"width"`
	Height     int                         `json:"height"`
}

// placed is a value for the node at a place in the preorder: [place, value] on the wire.
type placed[T any] struct {
	place int
	value T
}

func (p *placed[T]) UnmarshalJSON(data []byte) error {
	pair := [2]any{&p.place, &p.value}
	return json.Unmarshal(data, &pair)
}

// wireHighlight is [name, priority, spans] on the wire.
type wireHighlight struct {
	name     string
	priority int
	spans    [][4]int
}

func (h *wireHighlight) UnmarshalJSON(data []byte) error {
	list := [3]any{&h.name, &h.priority, &h.spans}
	return json.Unmarshal(data, &list)
}

// answers are the debugger's own reads of one session, asked for together.
type answers struct {
	document struct {
		Root *wireNode `json:"root"`
	}
	snapshot wireSnapshot
	top      struct {
		NodeIDs []int `json:"nodeIds"`
	}
}

// reads are the calls that read one session, with where their answers go.
func reads(into *answers, styles []string) []browser.Command {
	if styles == nil {
		styles = []string{}
	}
	return []browser.Command{
		{Method: "DOM.enable", Params: map[string]any{"includeWhitespace": "all"}},
		{Method: "DOM.getDocument", Params: map[string]any{"depth": -1, "pierce": true}, Into: &into.document},
		{Method: "DOMSnapshot.captureSnapshot", Params: map[string]any{"computedStyles": styles}, Into: &into.snapshot},
		{Method: "DOM.getTopLayerElements", Into: &into.top},
	}
}

// ask reads one session.
func ask(ctx context.Context, s *browser.Session, styles []string) (*answers, error) {
	a := &answers{}
	if err := s.All(ctx, reads(a, styles)...); err != nil {
		return nil, err
	}
	if err := expand(ctx, s, a.document.Root); err != nil {
		return nil, err
	}
	_, err := s.Start("DOM.disable", nil) // in order behind the reads; nobody waits for it
	return a, err
}

// expand reads the content of templates, which getDocument names but does not descend into.
func expand(ctx context.Context, s *browser.Session, n *wireNode) error {
	if t := n.TemplateContent; t != nil && t.ChildNodeCount > 0 && len(t.Children) == 0 {
		var d struct {
			Node *wireNode `json:"node"`
		}
		err := s.Call(ctx, "DOM.describeNode", map[string]any{"backendNodeId": t.BackendNodeID, "depth": -1, "pierce": true}, &d)
		if err != nil {
			return err
		}
		n.TemplateContent = d.Node
	}
	for _, list := range [][]*wireNode{n.ShadowRoots, {n.TemplateContent, n.ContentDocument}, n.Children} {
		for _, c := range list {
			if c == nil {
				continue
			}
			if err := expand(ctx, s, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// Raw makes the calls that Read makes for a page's main process and throws the answers away
// undecoded: the floor that reading is measured against.
func Raw(ctx context.Context, p *browser.Page, o Options) error {
	commands := append(reads(&answers{}, o.Styles), browser.Command{Method: "DOM.disable"})
	if o.Access {
		commands = append(commands, browser.Command{Method: "Accessibility.getFullAXTree", Params: map[string]any{"frameId": p.TargetID}})
	}
	for i := range commands {
		commands[i].Into = nil
	}
	if err := p.All(ctx, commands...); err != nil {
		return err
	}
	return p.Eval(ctx, "", "replaylab.read([], [], [])", nil)
}
