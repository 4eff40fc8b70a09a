package fuzz

import "strings"

// A production is one way to change a page: a line of JavaScript with holes. What is in a hole says
// what may go there:
//
//	@kind   a numbered node of that kind; @1 is the line's first such node once more
//	#pool   a word of that pool, as a JavaScript literal
//	$       the number that the line gives to the node it makes
//	§       what tells the names of one program from those of others on the same page
//
// A production whose line begins with "<" stands for markup of the page as it is loaded; {} in it is
// where further markup goes, and #pool is written as it is.
type production struct {
	name  string
	group string // swarm: a program draws which groups it uses
	line  string
	makes string // kind of the node made: words of kinds, or "#pool", for the kind that goes with the word drawn
	loud  bool   // it reaches over the whole page: programs with such are judged apart from the others
}

// kindsOf says of each kind of node for which holes it may stand. A node that a line of JavaScript may
// fail to find is "maybe" as well.
func kindsOf(makes string) []string {
	if list, ok := kinds[makes]; ok {
		return strings.Fields(list)
	}
	return strings.Fields(kinds["div"]) // any other name of an element
}

var kinds = map[string]string{
	"root":     "parent el",
	"div":      "node child el parent own host",
	"inline":   "node child el parent own focusable",
	"text":     "node child chars text",
	"comment":  "node child chars",
	"fragment": "node parent",
	"svg":      "node child el parent own foreign",
	"math":     "node child el parent own",
	"template": "node child el own template",
	"shadow":   "shadow inner",
	"slot":     "node child el parent own slot",
	"style":    "node child el style own",
	"sheet":    "sheet",
	"frame":    "node child el frame own",
	"body":     "parent maybe inner",
	"found":    "child node maybe",
	"foundel":  "child node el own maybe",
	"field":    "node child el own field control focusable",
	"box":      "node child el own box control focusable",
	"textarea": "node child el own field control textarea focusable",
	"select":   "node child el own select control focusable",
	"form":     "node child el parent own form",
	"dialog":   "node child el parent own dialog",
	"popover":  "node child el parent own popover",
	"details":  "node child el parent own details",
	"scroller": "node child el own scroller",
	"meter":    "node child el own meter",
	"none":     "", // a helper that no hole takes
}

// productions is the grammar.
var productions = func() []production {
	var all []production
	for _, list := range [][]production{markupRules, treeRules, textRules, htmlRules, attributeRules, styleRules, adoptedRules,
		formRules, shadowRules, frameRules, focusRules, layerRules, burstRules} {
		all = append(all, list...)
	}
	return all
}()

var byName = func() map[string]*production {
	m := map[string]*production{}
	for i := range productions {
		if m[productions[i].name] != nil {
			panic("two productions are called " + productions[i].name)
		}
		m[productions[i].name] = &productions[i]
	}
	return m
}()

// frame is the production that ends an animation frame: what follows happens in a later one.
const frame = "next frame"

// markupRules write the page as it is loaded. Only what the parser leaves where it stands is nested.
var markupRules = []production{
	{name: "<div>", group: "markup", line: `<div id=$ class=#class>#word{}</div>`, makes: "div"},
	{name: "<section>", group: "markup", line: `<section id=$>{}</section>`, makes: "div"},
	{name: "<span>", group: "markup", line: `<span id=$>#word{}</span>`, makes: "div"},
	{name: "<ul>", group: "markup", line: `<ul id=$><li>#word</li> <li>#word</li>{}</ul>`, makes: "ul"},
	{name: "<a>", group: "markup", line: `<a id=$ href="#§top">#word</a>`, makes: "inline"},
	{name: "<button>", group: "markup", line: `<button id=$ type="button">#word</button>`, makes: "inline"},
	{name: "<input>", group: "markup", line: `<input id=$ value=#word>`, makes: "field"},
	{name: "<checkbox>", group: "markup", line: `<input id=$ type="checkbox" checked>`, makes: "box"},
	{name: "<textarea>", group: "markup", line: `<textarea id=$>#word</textarea>`, makes: "textarea"},
	{name: "<select>", group: "markup", line: `<select id=$><option value="1">#word</option><option value="2" selected>two</option></select>`, makes: "select"},
	{name: "<style>", group: "markup", line: `<style id=$>#§root .c1 { color: red } #§root .c2 { margin: 1px }</style>`, makes: "style"},
	{name: "<svg>", group: "markup", line: `<svg id=$ viewBox="0 0 9 9"><path d="M0 0h9"></path></svg>`, makes: "svg"},
	{name: "<template>", group: "markup", line: `<template id=$><i>#word</i></template>`, makes: "template"},
	{name: "<form>", group: "markup", line: `<form id=$><input value=#word><input type="radio" name="§r" checked><input type="radio" name="§r"></form>`, makes: "form"},
	{name: "<shadow>", group: "markup", line: `<div id=$><template shadowrootmode="open"><b>#word</b><slot></slot></template>#word</div>`, makes: "inline"},
	{name: "<details>", group: "markup", line: `<details id=$><summary>#word</summary>{}</details>`, makes: "details"},
}

// treeRules put nodes into the tree, move them and take them out.
var treeRules = []production{
	{name: frame, group: "", line: ``},
	{name: "createElement", group: "create", line: `$ = document.createElement(#tag)`, makes: "#tag"},
	{name: "append new element", group: "create", line: `$ = document.createElement(#tag); @parent.append($)`, makes: "#tag"},
	{name: "prepend new element", group: "create", line: `$ = document.createElement(#tag); @parent.prepend($)`, makes: "#tag"},
	{name: "insert new element", group: "create", line: `$ = document.createElement(#tag); @own.before($)`, makes: "#tag"},
	{name: "createTextNode", group: "create", line: `$ = document.createTextNode(#text)`, makes: "text"},
	{name: "append new text", group: "create", line: `$ = document.createTextNode(#text); @parent.append($)`, makes: "text"},
	{name: "append new comment", group: "create", line: `$ = document.createComment(#word); @parent.append($)`, makes: "comment"},
	{name: "createDocumentFragment", group: "create", line: `$ = document.createDocumentFragment()`, makes: "fragment"},
	{name: "append new svg", group: "create", line: `$ = document.createElementNS('http://www.w3.org/2000/svg', 'svg'); @parent.append($)`, makes: "svg"},
	{name: "append to svg", group: "create", line: `$ = document.createElementNS('http://www.w3.org/2000/svg', #svgtag); @foreign.append($)`, makes: "svg"},
	{name: "append new math", group: "create", line: `$ = document.createElementNS('http://www.w3.org/1998/Math/MathML', #mathtag); @parent.append($)`, makes: "math"},
	{name: "append new template", group: "create", line: `$ = document.createElement('template'); $.innerHTML = #html; @parent.append($)`, makes: "template"},
	{name: "append clone", group: "create", line: `$ = @el.cloneNode(true); @parent.append($)`, makes: "div"},

	{name: "append", group: "tree", line: `@parent.append(@node)`},
	{name: "prepend", group: "tree", line: `@parent.prepend(@node)`},
	{name: "append several", group: "tree", line: `@parent.append(@node, #word, @node)`},
	{name: "insertBefore first", group: "tree", line: `@parent.insertBefore(@node, @1.firstChild)`},
	{name: "insertBefore", group: "tree", line: `@parent.insertBefore(@node, @1.childNodes[#small])`},
	{name: "before", group: "tree", line: `@own.before(@node)`},
	{name: "after", group: "tree", line: `@own.after(@node)`},
	{name: "moveBefore", group: "tree", line: `@parent.moveBefore(@child, @1.firstChild)`},
	{name: "moveBefore to the end", group: "tree", line: `@parent.moveBefore(@child, null)`},
	{name: "replaceWith", group: "tree", line: `@own.replaceWith(@node)`},
	{name: "replaceChild", group: "tree", line: `@own.parentNode.replaceChild(@node, @1)`},
	{name: "replaceChildren", group: "tree", line: `@parent.replaceChildren(@node, #word)`},
	{name: "remove", group: "tree", line: `@child.remove()`},
	{name: "removeChild", group: "tree", line: `@parent.removeChild(@1.lastChild)`},
	{name: "remove and append", group: "tree", line: `@child.remove(); @parent.append(@1)`},
	{name: "append and remove", group: "tree", line: `@parent.append(@child); @2.remove()`},
	{name: "reverse children", group: "tree", line: `@parent.append(...[...@1.childNodes].reverse())`},
	{name: "rotate children", group: "tree", line: `@parent.append(@1.firstChild)`},
	{name: "wrap", group: "tree", line: `$ = document.createElement(#tag); @own.replaceWith($); $.append(@1)`, makes: "#tag"},
	{name: "unwrap", group: "tree", line: `@own.replaceWith(...@1.childNodes)`},
	{name: "swap", group: "tree", line: `$ = document.createComment(''); @own.replaceWith($); @own.replaceWith(@1); $.replaceWith(@2)`, makes: "comment"},
	{name: "first child", group: "tree", line: `$ = @parent.firstChild`, makes: "found"},
	{name: "last element child", group: "tree", line: `$ = @el.lastElementChild`, makes: "foundel"},
}

// textRules change character data.
var textRules = []production{
	{name: "data", group: "text", line: `@chars.data = #text`},
	{name: "appendData", group: "text", line: `@chars.appendData(#text)`},
	{name: "insertData", group: "text", line: `@chars.insertData(0, #text)`},
	{name: "deleteData", group: "text", line: `@chars.deleteData(0, 1)`},
	{name: "replaceData", group: "text", line: `@chars.replaceData(0, 1, #text)`},
	{name: "nodeValue", group: "text", line: `@chars.nodeValue = #text`},
	{name: "splitText", group: "text", line: `$ = @text.splitText(1)`, makes: "text"},
	{name: "normalize", group: "text", line: `@parent.normalize()`},
	{name: "textContent", group: "text", line: `@own.textContent = #text`},
	{name: "innerText", group: "text", line: `@own.innerText = #text`},
	{name: "data twice", group: "text", line: `@chars.data = #text; @1.data = #text`},
}

// htmlRules parse markup into the page.
var htmlRules = []production{
	{name: "innerHTML", group: "html", line: `@own.innerHTML = #html`},
	{name: "outerHTML", group: "html", line: `@own.outerHTML = #html`},
	{name: "insertAdjacentHTML", group: "html", line: `@own.insertAdjacentHTML(#where, #html)`},
	{name: "insertAdjacentElement", group: "html", line: `@own.insertAdjacentElement(#where, @own)`},
	{name: "insertAdjacentText", group: "html", line: `@own.insertAdjacentText(#where, #text)`},
	{name: "createContextualFragment", group: "html", line: `@parent.append(document.createRange().createContextualFragment(#html))`},
	{name: "template content", group: "html", line: `@template.content.append(@node)`},
	{name: "template innerHTML", group: "html", line: `@template.innerHTML = #html`},
	{name: "append template's clone", group: "html", line: `@parent.append(@template.content.cloneNode(true))`},
	{name: "append template's content", group: "html", line: `@parent.append(@template.content)`},
	{name: "range deleteContents", group: "html", line: `$ = new Range(); $.selectNodeContents(@own); $.deleteContents()`, makes: "none"},
	{name: "range surroundContents", group: "html", line: `$ = new Range(); $.selectNode(@own); $.surroundContents(document.createElement(#tag))`, makes: "none"},
	{name: "range insertNode", group: "html", line: `$ = new Range(); $.selectNodeContents(@own); $.insertNode(@node)`, makes: "none"},
}

// attributeRules change attributes.
var attributeRules = []production{
	{name: "setAttribute", group: "attribute", line: `@own.setAttribute(#attr, #word)`},
	{name: "setAttribute empty", group: "attribute", line: `@own.setAttribute(#attr, '')`},
	{name: "removeAttribute", group: "attribute", line: `@own.removeAttribute(#attr)`},
	{name: "toggleAttribute", group: "attribute", line: `@own.toggleAttribute(#flag)`},
	{name: "set and remove attribute", group: "attribute", line: `@own.setAttribute(#attr, #word); @1.removeAttribute(#attr)`},
	{name: "setAttributeNS xlink", group: "attribute", line: `@foreign.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', '#§a')`},
	{name: "removeAttributeNS xlink", group: "attribute", line: `@foreign.removeAttributeNS('http://www.w3.org/1999/xlink', 'href')`},
	{name: "setAttributeNS", group: "attribute", line: `@own.setAttributeNS('urn:x', 'x:y', #word)`},
	{name: "setAttribute svg", group: "attribute", line: `@foreign.setAttribute(#svgattr, #small)`},
	{name: "className", group: "attribute", line: `@own.setAttribute('class', #class)`},
	{name: "classList add", group: "attribute", line: `@own.classList.add(#class)`},
	{name: "classList toggle", group: "attribute", line: `@own.classList.toggle(#class)`},
	{name: "dataset", group: "attribute", line: `@own.dataset.word = #text`},
	{name: "hidden", group: "attribute", line: `@own.hidden = #bool`},
	{name: "title", group: "attribute", line: `@own.title = #text`},
	{name: "lang and dir", group: "attribute", line: `@own.lang = 'ar'; @1.dir = 'rtl'`},
	{name: "contentEditable", group: "attribute", line: `@own.contentEditable = #bool`},
	{name: "tabIndex", group: "attribute", line: `@own.tabIndex = 0`},
	{name: "aria", group: "attribute", line: `@own.ariaLabel = #word`},
}

// burstRules do one thing hundreds of times.
var burstRules = []production{
	{name: "burst of appends", group: "burst", line: `for (let i = 0; i < #count; i++) @parent.append(document.createElement(#tag))`},
	{name: "burst of prepends", group: "burst", line: `for (let i = 0; i < #count; i++) @parent.prepend(#word + i)`},
	{name: "burst of attributes", group: "burst", line: `for (let i = 0; i < #count; i++) @own.setAttribute('data-i', i)`},
	{name: "burst of texts", group: "burst", line: `for (let i = 0; i < #count; i++) @chars.data = #word + i`},
	{name: "burst of moves", group: "burst", line: `for (let i = 0; i < #count; i++) @parent.append(@1.firstChild)`},
	{name: "burst of coming and going", group: "burst", line: `for (let i = 0; i < #count; i++) { @own.remove(); @parent.append(@1) }`},
	{name: "burst of styles", group: "burst", line: `for (let i = 0; i < #count; i++) @own.style.width = i + 'px'`},
	{name: "burst of rules", group: "burst", line: "for (let i = 0; i < #count; i++) @style.sheet.insertRule(`#§root .k${i} { color: red }`)"},
	{name: "burst of nesting", group: "burst", line: `for (let i = 0, at = @parent; i < #depth; i++) { at.append(document.createElement('i')); at = at.lastChild }`},
}
