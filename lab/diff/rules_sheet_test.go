package diff_test

import (
	"replaylab/lab/dom"
)

func rules(css string) []any   { return one(prop("style", dom.PropSheet, css)) }
func adopted(css string) []any { return one(prop("div", dom.PropAdopted, css)) }

var sheetRules = map[string]map[string]ruled{
	"style-text-as-rules": {
		"other text":  {live: one(el("style", "a{}", props{dom.PropSheet: "a { }"})), other: one(el("style", "a { }", props{dom.PropSheet: "a { }"})), fires: [2]int{1, 1}},
		"other rules": {live: one(el("style", "a{}", props{dom.PropSheet: "a { }"})), other: one(el("style", "a{}", props{dom.PropSheet: "b { }"})), fires: [2]int{1, 1}, differ: true},
		"a title":     {live: one(el("title", "a")), other: one(el("title", "b")), differ: true},
	},
	"hover-twin": {
		"one selector":       {live: rules("a:hover { color: red; }"), other: rules(`a:hover, a.\:hover { color: red; }`), fires: [2]int{0, 1}},
		"several":            {live: rules("a:hover, b > :is(i:hover, u) { }"), other: rules(`a:hover, b > :is(i:hover, u), a.\:hover, b > :is(i.\:hover, u) { }`), fires: [2]int{0, 1}},
		"in a query":         {live: rules("@media print {\n  a:hover { color: red; }\n}"), other: rules("@media print {\n  a:hover, a.\\:hover { color: red; }\n}"), fires: [2]int{0, 1}},
		"adopted":            {live: adopted("a:hover { }"), other: adopted(`a:hover, a.\:hover { }`), fires: [2]int{0, 1}},
		"a comma in a value": {live: rules(`a[title="x,y"]:hover { }`), other: rules(`a[title="x,y"]:hover, a[title="x,y"].\:hover { }`), fires: [2]int{0, 1}},
		"text like a brace":  {live: rules(`a { content: "\"{"; }` + "\nb:hover { }"), other: rules(`a { content: "\"{"; }` + "\nb:hover, b.\\:hover { }"), fires: [2]int{0, 1}},
		"the twin alone":     {live: rules("a:hover { }"), other: rules(`a.\:hover { }`), differ: true},
		"other declarations": {live: rules("a:hover { color: red; }"), other: rules(`a:hover, a.\:hover { color: blue; }`), fires: [2]int{0, 1}, differ: true},
		"the page's own":     {live: rules(`a:hover, a.\:hover { }`), other: rules("a:hover { }"), differ: true},
		"another class":      {live: rules("a:hover { }"), other: rules("a:hover, a.hover { }"), differ: true},
		"an attribute":       {live: rules("a:not(:hover, b:active) { }"), other: rules(`a:not(:is(:hover, [\:hover]), b:is(:active, [\:active])) { }`), fires: [2]int{0, 1}},
		"another attribute":  {live: rules("a:hover { }"), other: rules(`a:is(:hover, [\:active]) { }`), differ: true},
	},
	"device-width": {
		"queries":       {live: rules("@media (max-device-width: 9px) and (min-device-height: 1px) { }"), other: rules("@media (max-width: 9px) and (min-height: 1px) { }"), fires: [2]int{1, 0}},
		"other widths":  {live: rules("@media (max-device-width: 9px) { }"), other: rules("@media (max-width: 8px) { }"), fires: [2]int{1, 0}, differ: true},
		"exact queries": {live: rules("@media (device-width: 9px) { }"), other: rules("@media (width: 9px) { }"), differ: true},
	},
}
