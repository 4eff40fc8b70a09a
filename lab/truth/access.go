package truth

import (
	"context"
	"encoding/json"
	"strings"

	"replaylab/lab/dom"
)

// wireAccess is the result of Accessibility.getFullAXTree.
type wireAccess struct {
	Nodes []struct {
		Ignored bool            `json:"ignored"`
		Role    wireAccessValue `json:"role"`
		Name    wireAccessValue `json:"name"`
		Value   wireAccessValue `json:"value"`
		Backend int             `json:"backendDOMNodeId"`
	} `json:"nodes"`
}

// wireAccessValue is an Accessibility.AXValue: a text, number or truth value.
type wireAccessValue struct {
	Value json.RawMessage `json:"value"`
}

func (v wireAccessValue) text() string {
	var s string
	if json.Unmarshal(v.Value, &s) == nil {
		return strings.TrimSpace(s)
	}
	return string(v.Value)
}

// access joins a document with its accessibility tree.
func access(ctx context.Context, d *document) error {
	var tree wireAccess
	if err := d.frame.session.Call(ctx, "Accessibility.getFullAXTree", map[string]any{"frameId": d.frame.id}, &tree); err != nil {
		return err
	}
	byBackend := map[int]*dom.Node{}
	for _, n := range d.nodes {
		if n.Kind == dom.Element {
			byBackend[n.Backend] = n
		}
	}
	for _, a := range tree.Nodes {
		if n := byBackend[a.Backend]; n != nil && !a.Ignored {
			n.Access = &dom.Access{Role: a.Role.text(), Name: a.Name.text(), Value: a.Value.text()}
		}
	}
	return nil
}
