package digest

import (
	"strings"

	"replaylab/lab/event"
)

// most bounds how many nodes are known of, and depth how far a tree is followed: recordings may be
// anything.
const (
	most  = 1 << 20
	depth = 2000
)

// nodes knows enough of the page to name an element as a person would.
type nodes struct{ byID map[int]*node }

type node struct {
	parent int
	tag    string // "" for text
	attrs  map[string]string
	text   string // of an element: the beginning of what it says
}

// named are the attributes that names are made of.
var named = []string{"id", "class", "role", "type", "name", "aria-label", "alt", "title", "placeholder", "value", "onclick"}

func (t *nodes) tree(n *event.Node, parent, level int) {
	if n == nil || level > depth {
		return
	}
	t.add(n, parent)
	for _, c := range n.ChildNodes {
		t.tree(c, n.ID, level+1)
	}
}

func (t *nodes) add(n *event.Node, parent int) {
	if t.byID == nil {
		t.byID = map[int]*node{}
	}
	if len(t.byID) >= most {
		return
	}
	known := &node{parent: parent, tag: n.TagName}
	for _, name := range named {
		if v, ok := n.Attributes[name].(string); ok {
			if known.attrs == nil {
				known.attrs = map[string]string{}
			}
			known.attrs[name] = cut(v, 80)
		}
	}
	t.byID[n.ID] = known
	if n.Type == event.TextNode {
		known.text = cut(strings.TrimSpace(n.TextContent), 60)
		t.say(parent, "", known.text)
	}
}

// say adds or replaces a text in what the elements around it say.
func (t *nodes) say(id int, before, now string) {
	for range 3 {
		n := t.byID[id]
		if n == nil {
			return
		}
		switch {
		case before != "" && strings.Contains(n.text, before):
			n.text = cut(strings.TrimSpace(strings.Replace(n.text, before, now, 1)), 60)
		case len(n.text) < 60 && now != "":
			n.text = cut(strings.TrimSpace(n.text+" "+now), 60)
		}
		id = n.parent
	}
}

func (t *nodes) mutate(m *event.MutationData) {
	for _, a := range m.Adds {
		if a.Node != nil {
			t.tree(a.Node, a.ParentID, 0)
		}
	}
	for _, c := range m.Texts {
		if n := t.byID[c.ID]; n != nil && n.tag == "" {
			now := ""
			if c.Value != nil {
				now = cut(strings.TrimSpace(*c.Value), 60)
			}
			t.say(n.parent, n.text, now)
			n.text = now
		}
	}
	for _, c := range m.Attributes {
		n := t.byID[c.ID]
		for _, name := range named {
			if v, ok := c.Attributes[name].(string); ok && n != nil {
				if n.attrs == nil {
					n.attrs = map[string]string{}
				}
				n.attrs[name] = cut(v, 80)
			}
		}
	}
}

// name says what an element is, such as: button#pay “Pay 12.50”. Of something inside a button or a
// link it names that as well.
func (t *nodes) name(id int) string {
	n := t.byID[id]
	if n == nil {
		return "an element that is not in the recording"
	}
	if n.control() {
		if label := t.label(n); label != "" && n.attrs["aria-label"] == "" {
			return n.short() + " “" + label + "”"
		}
		return n.String()
	}
	for up, levels := n, 0; up != nil && levels < 6; up, levels = t.byID[up.parent], levels+1 {
		if up != n && up.acts() {
			return up.String() + " › " + n.short()
		}
	}
	return n.String()
}

func (n *node) control() bool { return n.tag == "input" || n.tag == "select" || n.tag == "textarea" }

// label is what the label around a control says.
func (t *nodes) label(n *node) string {
	for up, levels := t.byID[n.parent], 0; up != nil && levels < 6; up, levels = t.byID[up.parent], levels+1 {
		if up.tag == "label" {
			return up.text
		}
	}
	return ""
}

func (n *node) short() string {
	switch {
	case n.tag == "":
		return "text"
	case n.attrs["id"] != "":
		return n.tag + "#" + n.attrs["id"]
	}
	if class := strings.Fields(n.attrs["class"]); len(class) > 0 {
		return n.tag + "." + class[0]
	}
	return n.tag
}

func (n *node) String() string {
	for _, says := range []string{n.attrs["aria-label"], n.text, n.attrs["alt"], n.attrs["placeholder"], n.attrs["name"], n.attrs["title"]} {
		if says != "" {
			return n.short() + " “" + says + "”"
		}
	}
	if n.tag == "input" && n.acts() && n.attrs["value"] != "" {
		return n.short() + " “" + n.attrs["value"] + "”"
	}
	return n.short()
}

// acts reports whether an element looks as if a click on it did something.
func (n *node) acts() bool {
	switch n.tag {
	case "a", "button", "summary", "area", "label", "select":
		return true
	case "input":
		switch n.attrs["type"] {
		case "button", "submit", "reset", "image", "checkbox", "radio":
			return true
		}
	}
	switch n.attrs["role"] {
	case "button", "link", "tab", "menuitem", "option", "checkbox", "switch":
		return true
	}
	_, ok := n.attrs["onclick"]
	return ok
}

func (t *nodes) looksAlive(id int) bool {
	for n, levels := t.byID[id], 0; n != nil && levels < 6; n, levels = t.byID[n.parent], levels+1 {
		if n.acts() {
			return true
		}
	}
	return false
}

// ticks reports whether a control is one that is on or off.
func (t *nodes) ticks(id int) bool {
	n := t.byID[id]
	return n != nil && n.tag == "input" && (n.attrs["type"] == "checkbox" || n.attrs["type"] == "radio")
}
