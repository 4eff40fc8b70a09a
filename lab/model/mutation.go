package model

import (
	"fmt"
	"slices"

	"replaylab/lab/dom"
	"replaylab/lab/event"
)

// mutate applies a mutation: removes, adds, texts, attributes, in this order.
func (d *Document) mutate(e event.Event, f *faults) {
	var m event.MutationData
	if !decode(e, &m, f) {
		return
	}
	added := map[int]bool{} // made when needed
	for _, r := range m.Removes {
		if d.nodes[r.ID] == nil && len(added) == 0 {
			for _, a := range m.Adds {
				if a.Node != nil {
					added[a.Node.ID] = true
				}
			}
		}
		d.remove(r, added[r.ID], f)
	}
	newQueue(d, m.Adds, f).run()
	d.settle()
	for _, t := range m.Texts {
		d.changeText(t, f)
	}
	var orders []objectKeys // read when needed
	for i, a := range m.Attributes {
		d.changeAttributes(a, func() []string {
			if orders == nil {
				orders = styleOrders(e, len(m.Attributes))
			}
			return orders[i]
		}, f)
	}
}

// remove takes a node away. Some SDKs merge mutations, so one event can remove a node twice, or
// one that only it adds (later is true): such removes say nothing.
func (d *Document) remove(r event.Remove, later bool, f *faults) {
	n, err := d.find(r.ID)
	switch {
	case err != nil && (later || d.goneNow(r.ID)):
	case err != nil:
		f.add(fmt.Errorf("remove from node %d: %w", r.ParentID, err))
	case n == d.root:
		f.add(fmt.Errorf("remove: node %d is the page's document", r.ID))
	case idOf(n.parent) != r.ParentID:
		f.add(fmt.Errorf("remove: node %d is under node %d, not node %d", r.ID, idOf(n.parent), r.ParentID))
	default:
		d.detach(n)
	}
}

func (d *Document) changeText(t event.TextChange, f *faults) {
	n, err := d.find(t.ID)
	switch {
	case err != nil && d.goneNow(t.ID):
		return
	case err != nil:
		f.add(fmt.Errorf("text: %w", err))
		return
	case n.kind != dom.Text && n.kind != dom.Comment && n.kind != dom.CDATA:
		f.add(fmt.Errorf("text: node %d is no text but %s", t.ID, n.kind))
		return
	}
	n.value = ""
	if t.Value != nil {
		n.value = *t.Value
	}
	n.touched.at(text, d.index)
	if n.parent != nil && n.parent.style != nil {
		d.restyle(n.parent)
	}
}

func (d *Document) changeAttributes(a event.AttributeChange, order func() []string, f *faults) {
	n, err := d.find(a.ID)
	switch {
	case err != nil && d.goneNow(a.ID):
		return
	case err != nil:
		f.add(fmt.Errorf("attributes: %w", err))
		return
	case n.kind != dom.Element:
		f.add(fmt.Errorf("attributes: node %d is no element but %s", a.ID, n.kind))
		return
	}
	names := make([]string, 0, len(a.Attributes))
	for name := range a.Attributes {
		names = append(names, name)
	}
	slices.Sort(names) // type before value, on which it bears
	for _, name := range names {
		value := a.Attributes[name]
		if diff, ok := value.(map[string]any); ok && name == "style" {
			s, errs := editInline(n.attr("style"), diff, order)
			for _, err := range errs {
				f.add(fmt.Errorf("style of node %d: %w", a.ID, err))
			}
			n.attrs = dom.Set(n.attrs, "style", s)
		} else if err := d.setAttribute(n, name, value); err != nil {
			f.add(err)
		}
	}
	n.touched.at(attributes, d.index)
}
