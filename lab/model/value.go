package model

import (
	"strings"

	"replaylab/lab/dom"
)

// checkedness is PropChecked of a check box or radio button, and "" of anything else.
func (n *node) checkedness() string {
	switch {
	case n.controlKind() != boxControl:
		return ""
	case n.live != nil && n.live.checked:
		return "true"
	}
	return "false"
}

// value is PropValue of a form control, and whether it has one.
func (n *node) liveValue() (string, bool) {
	kind := n.controlKind()
	known := n.live != nil && n.live.valued
	switch {
	case kind == selectControl:
		if o := n.firstChosen(); o != nil {
			return o.optionValue(), true
		}
	case kind == attrControl && !strings.EqualFold(n.attr("type"), "image"):
		return n.attr("value"), true
	case kind == areaControl && !known:
		return n.text(), true
	case kind == textControl && !known:
		return n.attr("value"), true
	case !kind.hasValue() || kind == fileControl:
		return "", false
	}
	if !known {
		return "", true
	}
	return n.live.value, true
}

// text is the text of n's own text nodes.
func (n *node) text() string {
	var b strings.Builder
	for c := n.first; c != nil; c = c.next {
		if c.kind == dom.Text || c.kind == dom.CDATA {
			b.WriteString(c.value)
		}
	}
	return b.String()
}

// propFiles is the name that lab/truth gives the chosen files of a file input.
const propFiles = "files"

// files is the name of the file that a file input shows. Its value begins with a made-up path.
func (n *node) files() string {
	if n.live == nil || n.controlKind() != fileControl {
		return ""
	}
	return strings.TrimPrefix(n.live.value, `C:\fakepath\`)
}
