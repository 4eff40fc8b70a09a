package diff_test

import (
	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/privacy"
)

var (
	block   = privacy.Promise{Block: []string{".block"}}
	mask    = privacy.Promise{Mask: []string{".mask"}}
	matched = domtest.Matches(1)
)

func recordedBox(n int, w, h string) *dom.Node {
	return el("div", id(n), attrs{"rr_width": w, "rr_height": h})
}

var treatmentRules = map[string]map[string]ruled{
	"blocked": {
		"as recorded": {live: one(el("div", matched, box{W: 10.4, H: 20}, el("p", "secret"), attrs{"title": "t"})), other: one(recordedBox(3, "10px", "20px")),
			side: diff.Model, promise: block, fires: [2]int{1, 1}},
		"as replayed": {live: one(el("div", matched, box{W: 10, H: 20}, "secret")), other: one(el("div", id(3), attrs{"style": "width: 10px; height: 20px"}, box{W: 10, H: 20})),
			recorded: one(recordedBox(3, "10px", "20px")), promise: block, fires: [2]int{1, 1}},
		"not rendered": {live: one(el("div", matched, "secret")), other: one(recordedBox(3, "0px", "0px")), side: diff.Model, promise: block, fires: [2]int{1, 1}},
		"another size": {live: one(el("div", matched, box{W: 10, H: 20}, "secret")), other: one(recordedBox(3, "10px", "30px")),
			side: diff.Model, promise: block, fires: [2]int{1, 1}, differ: true},
		"not promised": {live: one(el("div", box{W: 10, H: 20}, "text")), other: one(recordedBox(3, "10px", "20px")), side: diff.Model, promise: block, fires: [2]int{0, 1}, differ: true},
		"not done":     {live: one(el("div", matched, box{}, "secret")), other: one(el("div", "secret")), side: diff.Model, promise: block, fires: [2]int{1, 0}, differ: true},
		"neither":      {live: one(el("div", attrs{"rr_width": "1px"})), other: one(el("div", id(4), attrs{"rr_width": "2px"})), promise: block, differ: true},
	},
	"masked": {
		"text":                            {live: one(el("p", matched, "secret 🔑")), other: one(el("p", "*********")), promise: mask, fires: [2]int{1, 1}},
		"text that keeps its white space": {live: one(el("p", matched, "my secret\n")), other: one(el("p", "** ******\n")), promise: mask, fires: [2]int{1, 1}},
		"value": {live: one(el("input", matched, props{dom.PropValue: "secret", dom.PropScrollLeft: "40"})), other: one(el("input", props{dom.PropValue: "******", dom.PropScrollLeft: "3"})),
			promise: mask, fires: [2]int{1, 1}},
		"another length":         {live: one(el("p", matched, "secret")), other: one(el("p", "***")), promise: mask, fires: [2]int{1, 1}, differ: true},
		"not promised":           {live: one(el("p", "secret")), other: one(el("p", "******")), promise: mask, fires: [2]int{0, 1}, differ: true},
		"not done":               {live: one(el("p", matched, "secret")), other: one(el("p", "secret")), promise: mask, fires: [2]int{1, 0}, differ: true},
		"some in clear":          {live: one(el("p", matched, "secret")), other: one(el("p", "***ret")), promise: mask, fires: [2]int{1, 0}, differ: true},
		"white space for stars":  {live: one(el("p", matched, "  \n")), other: one(el("p", "***")), promise: mask, fires: [2]int{0, 1}, differ: true},
		"attributes":             {live: one(el("p", matched, attrs{"title": "secret"})), other: one(el("p", attrs{"title": "******"})), promise: mask, differ: true},
		"other state of a field": {live: one(el("input", matched, props{dom.PropFocused: "true"})), other: one(el("input")), promise: mask, differ: true},
	},
}
