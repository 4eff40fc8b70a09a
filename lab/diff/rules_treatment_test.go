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
	attribs = privacy.Promise{Mask: []string{".mask"}, Attributes: []string{"title", "value"}, Queries: []string{"href", "action"}}
	keeps   = privacy.Promise{Mask: []string{".mask"}, KeepsTextSpace: true}
	matched = domtest.Matches(1)

	canvases = privacy.Promise{Mask: []string{".mask"}, Canvases: true}
	painted  = derived{dom.DerivedCanvas: "#1234"}
)

func control(name, kind, value string, parts ...any) *dom.Node {
	p := props{}
	if value != "" {
		p[dom.PropValue] = value
	}
	return el(name, append(parts, attrs{"type": kind}, p)...)
}

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
		"text that keeps its white space": {live: one(el("p", matched, "my secret\n")), other: one(el("p", "** ******\n")), promise: keeps, fires: [2]int{1, 1}},
		"white space that is not to stay": {live: one(el("p", matched, "my secret\n")), other: one(el("p", "** ******\n")), promise: mask, fires: [2]int{1, 1}, differ: true},
		"white space that is to stay":     {live: one(el("p", matched, "my secret")), other: one(el("p", "*********")), promise: keeps, fires: [2]int{1, 1}, differ: true},
		"a number as recorded":            {live: one(control("input", "number", "12", matched)), other: one(control("input", "number", "**")), side: diff.Model, promise: mask, fires: [2]int{1, 1}},
		"a number as replayed":            {live: one(control("input", "number", "12", matched)), other: one(control("input", "number", "", id(5))), recorded: one(control("input", "number", "**", id(5))), promise: mask, fires: [2]int{1, 1}},
		"a number in clear":               {live: one(control("input", "number", "12", matched)), other: one(control("input", "number", "12", id(5))), recorded: one(control("input", "number", "**", id(5))), promise: mask, fires: [2]int{1, 0}, differ: true},
		"a number that was not recorded":  {live: one(control("input", "number", "12", matched)), other: one(control("input", "number", "", id(5))), recorded: one(control("input", "number", "", id(5))), promise: mask, fires: [2]int{1, 0}, differ: true},
		"a colour":                        {live: one(control("input", "color", "#ff0000", matched)), other: one(control("input", "color", "#000000", id(5))), recorded: one(control("input", "color", "*******", id(5))), promise: mask, fires: [2]int{1, 1}},
		"another colour":                  {live: one(control("input", "color", "#ff0000", matched)), other: one(control("input", "color", "#00ff00", id(5))), recorded: one(control("input", "color", "*******", id(5))), promise: mask, fires: [2]int{1, 0}, differ: true},
		"a select": {live: one(el("select", matched, props{dom.PropValue: "b"}, el("option"), el("option", props{dom.PropSelected: "true"}))),
			other: one(el("select", id(5), props{dom.PropValue: "a"}, el("option", props{dom.PropSelected: "true"}), el("option"))), recorded: one(el("select", id(5), props{dom.PropValue: "*"})), promise: mask, fires: [2]int{1, 1}},
		"value": {live: one(el("input", matched, props{dom.PropValue: "secret", dom.PropScrollLeft: "40"})), other: one(el("input", props{dom.PropValue: "******", dom.PropScrollLeft: "3"})),
			promise: mask, fires: [2]int{1, 1}},
		"another length":         {live: one(el("p", matched, "secret")), other: one(el("p", "***")), promise: mask, fires: [2]int{1, 1}, differ: true},
		"not promised":           {live: one(el("p", "secret")), other: one(el("p", "******")), promise: mask, fires: [2]int{0, 1}, differ: true},
		"not done":               {live: one(el("p", matched, "secret")), other: one(el("p", "secret")), promise: mask, fires: [2]int{1, 0}, differ: true},
		"some in clear":          {live: one(el("p", matched, "secret")), other: one(el("p", "***ret")), promise: mask, fires: [2]int{1, 0}, differ: true},
		"white space for stars":  {live: one(el("p", matched, "  \n")), other: one(el("p", "***")), promise: mask, fires: [2]int{0, 1}, differ: true},
		"attributes":             {live: one(el("p", matched, attrs{"title": "secret"})), other: one(el("p", attrs{"title": "******"})), promise: mask, differ: true},
		"an attribute":           {live: one(el("p", matched, attrs{"title": "my secret", "lang": "en"})), other: one(el("p", attrs{"title": "*********", "lang": "en"})), promise: attribs, fires: [2]int{1, 0}},
		"an attribute in clear":  {live: one(el("p", matched, attrs{"title": "secret"})), other: one(el("p", attrs{"title": "secret"})), promise: attribs, fires: [2]int{1, 0}, differ: true},
		"an attribute too many":  {live: one(el("p", matched, attrs{"lang": "en"})), other: one(el("p", attrs{"lang": "**"})), promise: attribs, differ: true},
		"an attribute elsewhere": {live: one(el("p", attrs{"title": "t"})), other: one(el("p", attrs{"title": "*"})), promise: attribs, differ: true},
		"a query":                {live: one(el("a", matched, attrs{"href": "/x?q=secret#f"})), other: one(el("a", attrs{"href": "https://a.example/x?q=******#*"})), promise: attribs, fires: [2]int{1, 0}},
		"a query in clear":       {live: one(el("a", matched, attrs{"href": "/x?q=secret"})), other: one(el("a", attrs{"href": "https://a.example/x?q=secret"})), promise: attribs, fires: [2]int{1, 0}, differ: true},
		"a query left short":     {live: one(el("form", matched, attrs{"action": "/x?q=secret"})), other: one(el("form", attrs{"action": "/x?q=******"})), promise: attribs, fires: [2]int{1, 0}},
		"a path":                 {live: one(el("a", matched, attrs{"href": "/x"})), other: one(el("a", attrs{"href": "https://a.example/*"})), promise: attribs, fires: [2]int{0, 0}, differ: true},
		"data in an address":     {live: one(el("a", matched, attrs{"href": "data:,a?b"})), other: one(el("a", attrs{"href": "data:,a?*"})), promise: attribs, differ: true},
		"a button":               {live: one(control("input", "submit", "Pay", matched, attrs{"value": "Pay"})), other: one(control("input", "submit", "***", attrs{"value": "***"})), promise: attribs, fires: [2]int{1, 1}},
		"files":                  {live: one(control("input", "file", "", matched, props{dom.PropFiles: "my a.txt\nb"})), other: one(control("input", "file", "", props{dom.PropFiles: "********\n*"})), promise: mask, fires: [2]int{1, 0}},
		"files in clear":         {live: one(control("input", "file", "", matched, props{dom.PropFiles: "a"})), other: one(control("input", "file", "", props{dom.PropFiles: "a"})), promise: mask, fires: [2]int{1, 0}, differ: true},
		"a drawing":              {live: one(el("canvas", matched, painted)), other: one(el("canvas")), promise: canvases, fires: [2]int{1, 0}},
		"a drawing in clear":     {live: one(el("canvas", matched, painted)), other: one(el("canvas", painted)), promise: canvases, fires: [2]int{1, 0}, differ: true},
		"a drawing left out":     {live: one(el("canvas", painted)), other: one(el("canvas")), promise: canvases, differ: true},
		"a drawing not promised": {live: one(el("canvas", matched, painted)), other: one(el("canvas")), promise: mask, differ: true},
		"other state of a field": {live: one(el("input", matched, props{dom.PropFocused: "true"})), other: one(el("input")), promise: mask, differ: true},
	},
}
