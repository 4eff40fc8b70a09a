package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// statePlugin is the plugin under whose name the project's own recorder says what the format cannot:
// see sdkbundle/protocol/state.ts. Each event is a state, not a change.
const statePlugin = "replaylab/state@1"

// layer is one element of the top layer.
type layer struct {
	ID int    `json:"id"`
	As string `json:"as"` // "modal", "popover" or "fullscreen"
}

// said is one custom highlight, as it was told.
type said struct {
	Name     string  `json:"name"`
	Priority float64 `json:"priority"`
	Ranges   []struct {
		Start       int `json:"start"`
		StartOffset int `json:"startOffset"`
		End         int `json:"end"`
		EndOffset   int `json:"endOffset"`
	} `json:"ranges"`
}

// sayers apply the kinds of state that leave a trace in a tree.
var sayers = map[string]func(*Document, json.RawMessage) error{
	"shadow":     (*Document).sayShadow,
	"focus":      (*Document).sayFocus,
	"control":    (*Document).sayControl,
	"topLayer":   (*Document).sayTopLayer,
	"states":     (*Document).sayStates,
	"sheet":      (*Document).saySheet,
	"document":   (*Document).sayDocument,
	"media":      (*Document).sayMedia,
	"highlights": (*Document).sayHighlights,
}

// said applies one state.
func (d *Document) said(payload json.RawMessage, f *faults) {
	var of struct{ Kind string }
	if err := json.Unmarshal(payload, &of); err != nil {
		f.add(fmt.Errorf("%s: %w", statePlugin, err))
		return
	}
	say := sayers[of.Kind]
	if say == nil {
		return
	}
	if d.root == nil {
		f.add(errors.New("there has been no full snapshot"))
		return
	}
	if err := say(d, payload); err != nil {
		f.add(fmt.Errorf("%s: %w", of.Kind, err))
	}
}

// about reads a state and finds the node that it is about.
func about(d *Document, payload json.RawMessage, into any, id *int) (*node, error) {
	if err := json.Unmarshal(payload, into); err != nil {
		return nil, err
	}
	n, err := d.find(*id)
	if err != nil {
		return nil, err
	}
	n.touched.at(state, d.index)
	return n, nil
}

func (d *Document) sayShadow(payload json.RawMessage) error {
	var s struct {
		ID int
		event.ShadowInit
	}
	n, err := about(d, payload, &s, &s.ID)
	if err != nil || n.kind != dom.Element {
		return err
	}
	d.shadowRoot(n).init = s.ShadowInit
	return nil
}

func (d *Document) sayFocus(payload json.RawMessage) error {
	var s struct{ ID int }
	n, err := about(d, payload, &s, &s.ID)
	if err != nil {
		return err
	}
	d.focus = focus{in: n.document()}
	if n.kind == dom.Element {
		d.focus.on = n
	}
	return nil
}

func (d *Document) sayControl(payload json.RawMessage) error {
	var s struct {
		ID            int
		Value         *string
		Checked       *bool
		Indeterminate *bool
		Selected      []int
		Error         *string
		Files         []string
	}
	n, err := about(d, payload, &s, &s.ID)
	if err != nil {
		return err
	}
	if s.Value != nil {
		n.state().value, n.state().valued, n.state().dirty = *s.Value, true, true
	}
	if s.Checked != nil {
		n.state().checked, n.state().dirty = *s.Checked, true
		d.check(n)
	}
	if s.Indeterminate != nil {
		n.put(dom.PropIndeterminate, truth(*s.Indeterminate))
	}
	if s.Error != nil {
		n.put(dom.PropCustomError, *s.Error)
	}
	if s.Files != nil {
		n.put(propFiles, strings.Join(s.Files, "\n"))
	}
	if s.Selected != nil {
		n.each(func(o *node) bool {
			if o.is("option") {
				o.state().chosen, o.state().dirty = slices.Contains(s.Selected, o.id), true
				if o.live.chosen && !n.has("multiple") {
					n.state().option = o
				}
			}
			return true
		})
		n.state().valued, n.state().value = true, ""
	}
	return nil
}

func (d *Document) sayTopLayer(payload json.RawMessage) error {
	var s struct{ Layers []layer }
	if err := json.Unmarshal(payload, &s); err != nil {
		return err
	}
	for _, l := range d.top {
		if n := d.nodes[l.ID]; n != nil {
			n.put(dom.PropOpen, "")
			n.put(dom.PropTopLayer, "")
			n.state().modal = false
			n.touched.at(state, d.index)
		}
	}
	d.top = s.Layers
	var missing error
	for i, l := range d.top {
		n, err := d.find(l.ID)
		if err != nil {
			missing = err
			continue
		}
		n.put(dom.PropTopLayer, strconv.Itoa(i+1))
		if l.As == "modal" {
			n.state().modal = true
		} else {
			n.put(dom.PropOpen, l.As)
		}
		n.touched.at(state, d.index)
	}
	return missing
}

func (d *Document) sayStates(payload json.RawMessage) error {
	var s struct {
		ID     int
		States []string
	}
	n, err := about(d, payload, &s, &s.ID)
	if err != nil {
		return err
	}
	slices.Sort(s.States)
	n.put(dom.PropStates, strings.Join(s.States, " "))
	return nil
}

func (d *Document) saySheet(payload json.RawMessage) error {
	var s struct {
		ID, StyleID int
		Disabled    bool
		Media       string
	}
	if err := json.Unmarshal(payload, &s); err != nil {
		return err
	}
	if s.StyleID > 0 {
		known := d.sheets[s.StyleID]
		if known == nil {
			return fmt.Errorf("there is no sheet %d", s.StyleID)
		}
		known.disabled, known.media, known.changed = s.Disabled, s.Media, d.index+1
		return nil
	}
	n, err := d.find(s.ID)
	if err != nil {
		return err
	}
	n.put(dom.PropSheetDisabled, truth(s.Disabled))
	media := ""
	if written := n.attr("media"); s.Media != written && (s.Media != "" || written != "all") {
		if media = s.Media; media == "" {
			media = "all"
		}
	}
	n.put(dom.PropSheetMedia, media)
	n.touched.at(rules, d.index)
	return nil
}

func (d *Document) sayDocument(payload json.RawMessage) error {
	var s struct {
		ID         int
		DesignMode string
	}
	n, err := about(d, payload, &s, &s.ID)
	if err != nil {
		return err
	}
	if s.DesignMode == "off" {
		s.DesignMode = ""
	}
	n.put(dom.PropDesignMode, s.DesignMode)
	return nil
}

func (d *Document) sayMedia(payload json.RawMessage) error {
	var s struct {
		ID                 int
		Paused, Muted      bool
		Time, Rate, Volume float64
		Source             string
	}
	n, err := about(d, payload, &s, &s.ID)
	if err != nil || !n.isMedia() {
		return err
	}
	n.state().media = media{playing: !s.Paused, muted: &s.Muted, volume: &s.Volume, rate: &s.Rate, time: s.Time}
	n.put(dom.PropSource, s.Source)
	return nil
}

func (d *Document) sayHighlights(payload json.RawMessage) error {
	var s struct {
		ID   int
		List []said
	}
	if _, err := about(d, payload, &s, &s.ID); err != nil {
		return err
	}
	if d.highlights == nil {
		d.highlights = map[int][]said{}
	}
	d.highlights[s.ID] = s.List
	return nil
}

// put gives a node a live property that events of the format do not carry; an empty value takes it back.
func (n *node) put(name, value string) {
	s := n.state()
	if s.extra = dom.Unset(s.extra, name); value != "" {
		s.extra = dom.Set(s.extra, name, value)
	}
}

// restore gives a described element its attributes back where live state stands in their place.
func (n *node) restore(raw map[string]*string) {
	for name, value := range raw {
		if value == nil {
			n.attrs = dom.Unset(n.attrs, name)
		} else {
			n.attrs = dom.Set(n.attrs, name, *value)
		}
	}
}

// shadowProps tells how a shadow root was made.
func (n *node) shadowProps(put func(name, value string)) {
	mode := n.init.Mode
	if mode != "closed" {
		mode = "open"
	}
	put(dom.PropMode, mode)
	put(dom.PropDelegates, truth(n.init.DelegatesFocus))
	if n.init.SlotAssignment == "manual" {
		put(dom.PropSlotting, "manual")
	}
	put(dom.PropClonable, truth(n.init.Clonable))
	put(dom.PropSerializable, truth(n.init.Serializable))
}

// adoptedFlags is what PropAdoptedFlags says of the adopted sheets of a document or shadow root.
func (n *node) adoptedFlags() string {
	var lines []string
	for i, s := range n.adopted {
		var flags []string
		if s.disabled {
			flags = append(flags, "disabled")
		}
		if s.media != "" {
			flags = append(flags, s.media)
		}
		if len(flags) > 0 {
			lines = append(lines, fmt.Sprintf("%d: %s", i+1, strings.Join(flags, ", ")))
		}
	}
	return strings.Join(lines, "\n")
}

func truth(is bool) string {
	if is {
		return "true"
	}
	return ""
}

// namespace is a namespace as dom.Node.NS writes it.
func namespace(uri string) string {
	switch uri {
	case "http://www.w3.org/2000/svg":
		return dom.SVG
	case "http://www.w3.org/1998/Math/MathML":
		return dom.MathML
	case "":
		return "none"
	}
	return uri
}
