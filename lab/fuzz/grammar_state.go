package fuzz

// styleRules change style elements, their sheets, and inline style.
var styleRules = []production{
	{name: "append new style", group: "style", line: `$ = document.createElement('style'); $.textContent = #css; @parent.append($)`, makes: "style"},
	{name: "style text", group: "style", line: `@style.textContent = #css`},
	{name: "style text data", group: "style", line: `@style.firstChild.data = #css`},
	{name: "style append text", group: "style", line: `@style.append(#css)`},
	{name: "insertRule", group: "style", line: `@style.sheet.insertRule(#rule)`},
	{name: "insertRule at the end", group: "style", line: `@style.sheet.insertRule(#rule, @1.sheet.cssRules.length)`},
	{name: "deleteRule", group: "style", line: `@style.sheet.deleteRule(0)`},
	{name: "rule setProperty", group: "style", line: `@style.sheet.cssRules[0].style.setProperty(#property, #value, #priority)`},
	{name: "rule removeProperty", group: "style", line: `@style.sheet.cssRules[0].style.removeProperty('color')`},
	{name: "rule property", group: "style", line: `@style.sheet.cssRules[0].style.opacity = '0.5'`},
	{name: "rule cssText", group: "style", line: `@style.sheet.cssRules[0].style.cssText = #declarations`},
	{name: "selectorText", group: "style", line: `@style.sheet.cssRules[0].selectorText = '#§root .c3'`},
	{name: "nested insertRule", group: "style", line: `@style.sheet.cssRules[0].insertRule(#rule)`},
	{name: "nested deleteRule", group: "style", line: `@style.sheet.cssRules[0].deleteRule(0)`},
	{name: "style disabled", group: "style", line: `@style.disabled = #bool`},
	{name: "style media", group: "style", line: `@style.media = #media`},
	{name: "sheet mediaText", group: "style", line: `@style.sheet.media.mediaText = #media`},
	{name: "style setProperty", group: "inline", line: `@own.style.setProperty(#property, #value, #priority)`},
	{name: "style property", group: "inline", line: `@own.style.color = #color`},
	{name: "style removeProperty", group: "inline", line: `@own.style.removeProperty(#property)`},
	{name: "style cssText", group: "inline", line: `@own.style.cssText = #declarations`},
	{name: "style attribute", group: "inline", line: `@own.setAttribute('style', #declarations)`},
	{name: "style custom property", group: "inline", line: `@own.style.setProperty('--word', #word)`},
	{name: "attributeStyleMap", group: "inline", line: `@own.attributeStyleMap.set('opacity', 0.5)`},
}

// adoptedRules work with constructed sheets.
var adoptedRules = []production{
	{name: "new sheet", group: "adopted", line: `$ = new CSSStyleSheet(); $.replaceSync(#css)`, makes: "sheet"},
	{name: "adopt", group: "adopted", line: `document.adoptedStyleSheets = [...document.adoptedStyleSheets, @sheet]`},
	{name: "adopt by push", group: "adopted", line: `document.adoptedStyleSheets.push(@sheet)`},
	{name: "unadopt", group: "adopted", line: `document.adoptedStyleSheets = document.adoptedStyleSheets.filter(s => s !== @sheet)`},
	{name: "adopt in shadow", group: "adopted", line: `@shadow.adoptedStyleSheets = [@sheet]`},
	{name: "adopt in shadow by push", group: "adopted", line: `@shadow.adoptedStyleSheets.push(@sheet)`},
	{name: "unadopt in shadow", group: "adopted", line: `@shadow.adoptedStyleSheets = []`},
	{name: "replaceSync", group: "adopted", line: `@sheet.replaceSync(#css)`},
	{name: "replace", group: "adopted", line: `@sheet.replace(#css)`},
	{name: "sheet insertRule", group: "adopted", line: `@sheet.insertRule(#rule)`},
	{name: "sheet deleteRule", group: "adopted", line: `@sheet.deleteRule(0)`},
	{name: "sheet rule setProperty", group: "adopted", line: `@sheet.cssRules[0].style.setProperty(#property, #value, #priority)`},
	{name: "sheet disabled", group: "adopted", line: `@sheet.disabled = #bool`},
	{name: "constructed mediaText", group: "adopted", line: `@sheet.media.mediaText = #media`},
}

// formRules change the state of form controls, as a page's own scripts do.
var formRules = []production{
	{name: "append new input", group: "form", line: `$ = Object.assign(document.createElement('input'), {type: #text type}); @parent.append($)`, makes: "field"},
	{name: "append new box", group: "form", line: `$ = Object.assign(document.createElement('input'), {type: #box type, name: '§r'}); @parent.append($)`, makes: "box"},
	{name: "append new textarea", group: "form", line: `$ = document.createElement('textarea'); $.textContent = #text; @parent.append($)`, makes: "textarea"},
	{name: "append new select", group: "form", line: `$ = document.createElement('select'); $.append(new Option('a', '1'), new Option('b', '2'), new Option('c', '3')); @parent.append($)`, makes: "select"},
	{name: "append new form", group: "form", line: `$ = document.createElement('form'); @parent.append($)`, makes: "form"},
	{name: "value", group: "form", line: `@field.value = #text`},
	{name: "value and input event", group: "form", line: `@field.value = #word; @1.dispatchEvent(new InputEvent('input', {bubbles: true}))`},
	{name: "value attribute", group: "form", line: `@field.setAttribute('value', #word)`},
	{name: "defaultValue", group: "form", line: `@field.defaultValue = #word`},
	{name: "setRangeText", group: "form", line: `@field.setRangeText(#word)`},
	{name: "textarea text", group: "form", line: `@textarea.textContent = #text`},
	{name: "input type", group: "form", line: `@field.type = #text type`},
	{name: "checked", group: "form", line: `@box.checked = #bool`},
	{name: "checked attribute", group: "form", line: `@box.toggleAttribute('checked')`},
	{name: "defaultChecked", group: "form", line: `@box.defaultChecked = #bool`},
	{name: "indeterminate", group: "form", line: `@box.indeterminate = #bool`},
	{name: "click box", group: "form", line: `@box.click()`},
	{name: "selectedIndex", group: "form", line: `@select.selectedIndex = #small`},
	{name: "select value", group: "form", line: `@select.value = '2'`},
	{name: "select value and change event", group: "form", line: `@select.value = '1'; @1.dispatchEvent(new Event('change', {bubbles: true}))`},
	{name: "option selected", group: "form", line: `@select.options[#small].selected = #bool`},
	{name: "option selected attribute", group: "form", line: `@select.options[0].toggleAttribute('selected')`},
	{name: "option text", group: "form", line: `@select.options[0].text = #word`},
	{name: "option value", group: "form", line: `@select.options[0].value = #word`},
	{name: "add option", group: "form", line: `@select.add(new Option(#word, #word))`},
	{name: "add selected option", group: "form", line: `@select.add(new Option(#word, #word, true, true), 0)`},
	{name: "remove option", group: "form", line: `@select.remove(0)`},
	{name: "options length", group: "form", line: `@select.options.length = 1`},
	{name: "multiple", group: "form", line: `@select.multiple = #bool`},
	{name: "reset", group: "form", line: `@form.reset()`},
	{name: "control into form", group: "form", line: `@form.append(@control)`},
	{name: "disabled", group: "form", line: `@control.disabled = #bool`},
	{name: "progress", group: "form", line: `$ = document.createElement('progress'); $.value = 0.5; @parent.append($)`, makes: "meter"},
}

// shadowRules build shadow trees.
var shadowRules = []production{
	{name: "attachShadow open", group: "shadow", line: `$ = @host.attachShadow({mode: 'open'})`, makes: "shadow"},
	{name: "attachShadow closed", group: "shadow", line: `$ = @host.attachShadow({mode: 'closed'})`, makes: "shadow"},
	{name: "attachShadow with options", group: "shadow", line: `$ = @host.attachShadow({mode: 'open', delegatesFocus: true, clonable: true, serializable: true})`, makes: "shadow"},
	{name: "attachShadow manual", group: "shadow", line: `$ = @host.attachShadow({mode: 'open', slotAssignment: 'manual'})`, makes: "shadow"},
	{name: "new host", group: "shadow", line: `$ = document.createElement(#host); $.attachShadow({mode: 'open'}).innerHTML = #html; @parent.append($)`, makes: "inline"},
	{name: "shadow innerHTML", group: "shadow", line: `@shadow.innerHTML = #html`},
	{name: "shadow append", group: "shadow", line: `@shadow.append(@node)`},
	{name: "shadow new element", group: "shadow", line: `$ = document.createElement(#tag); @shadow.append($)`, makes: "#tag"},
	{name: "shadow new style", group: "shadow", line: `$ = document.createElement('style'); $.textContent = #css; @shadow.append($)`, makes: "style"},
	{name: "shadow new slot", group: "shadow", line: `$ = document.createElement('slot'); @shadow.append($)`, makes: "slot"},
	{name: "shadow replaceChildren", group: "shadow", line: `@shadow.replaceChildren(#word)`},
	{name: "slot name", group: "shadow", line: `@slot.name = #class`},
	{name: "slot attribute", group: "shadow", line: `@own.slot = #class`},
	{name: "slot assign", group: "shadow", line: `@slot.assign(@own)`},
	{name: "setHTMLUnsafe", group: "shadow", line: `@own.setHTMLUnsafe(#declarative)`},
}

// frameRules work with frames and what is in them.
var frameRules = []production{
	{name: "append new frame", group: "frame", line: `$ = document.createElement('iframe'); @parent.append($)`, makes: "frame"},
	{name: "append new srcdoc frame", group: "frame", line: `$ = document.createElement('iframe'); $.srcdoc = #html; @parent.append($)`, makes: "frame"},
	{name: "srcdoc", group: "frame", line: `@frame.srcdoc = #html`},
	{name: "frame's body", group: "frame", line: `$ = @frame.contentDocument?.body`, makes: "body"},
	{name: "inner append", group: "frame", line: `@inner.append(@node)`},
	{name: "inner new element", group: "frame", line: `$ = document.createElement(#tag); @inner.append($)`, makes: "#tag"},
	{name: "frame body innerHTML", group: "frame", line: `@frame.contentDocument.body.innerHTML = #html`},
	{name: "frame new element", group: "frame", line: `@frame.contentDocument.body.append(@1.contentDocument.createElement(#tag))`},
	{name: "frame new style", group: "frame", line: `$ = @frame.contentDocument.createElement('style'); $.textContent = #css; @1.contentDocument.head.append($)`, makes: "style"},
	{name: "frame document write", group: "frame", line: `@frame.contentDocument.write(#html); @1.contentDocument.close()`},
	{name: "frame attribute", group: "frame", line: `@frame.contentDocument.documentElement.setAttribute(#attr, #word)`},
	{name: "frame adopt", group: "frame", line: `$ = new @frame.contentWindow.CSSStyleSheet(); $.replaceSync(#css); @1.contentDocument.adoptedStyleSheets = [$]`, makes: "sheet"},
	{name: "frame remove and append", group: "frame", line: `@frame.remove(); @parent.append(@1)`},
}

// focusRules move the focus, scroll offsets and the selection.
var focusRules = []production{
	{name: "focus", group: "focus", line: `@focusable.focus()`},
	{name: "focus any", group: "focus", line: `@own.focus({preventScroll: true})`},
	{name: "blur", group: "focus", line: `@focusable.blur()`},
	{name: "click", group: "focus", line: `@own.click()`},
	{name: "append new scroller", group: "scroll", line: `$ = document.createElement('div'); $.style.cssText = 'width: 60px; height: 40px; overflow: auto'; $.innerHTML = '<p style="width: 900px; height: 900px">'; @parent.append($)`, makes: "scroller"},
	{name: "scrollTop", group: "scroll", line: `@scroller.scrollTop = #px`},
	{name: "scrollTo", group: "scroll", line: `@scroller.scrollTo(#px, #px)`},
	{name: "scrollBy", group: "scroll", line: `@scroller.scrollBy(0, #px)`},
	{name: "select contents", group: "selection", line: `getSelection().selectAllChildren(@own)`},
	{name: "select from to", group: "selection", line: `getSelection().setBaseAndExtent(@own, 0, @own, 0)`},
	{name: "select nothing", group: "selection", line: `getSelection().empty()`},
}

// layerRules open and close what stands above the page.
var layerRules = []production{
	{name: "append new dialog", group: "layer", line: `$ = document.createElement('dialog'); $.textContent = #word; @parent.append($)`, makes: "dialog"},
	{name: "dialog show", group: "layer", line: `@dialog.show()`},
	{name: "dialog showModal", group: "layer", line: `@dialog.showModal()`, loud: true},
	{name: "dialog close", group: "layer", line: `@dialog.close()`},
	{name: "dialog open attribute", group: "layer", line: `@dialog.toggleAttribute('open')`},
	{name: "append new popover", group: "layer", line: `$ = document.createElement('div'); $.popover = 'manual'; $.textContent = #word; @parent.append($)`, makes: "popover"},
	{name: "popover auto", group: "layer", line: `@popover.popover = 'auto'`, loud: true},
	{name: "showPopover", group: "layer", line: `@popover.showPopover()`},
	{name: "hidePopover", group: "layer", line: `@popover.hidePopover()`},
	{name: "togglePopover", group: "layer", line: `@popover.togglePopover()`},
	{name: "append new details", group: "layer", line: `$ = document.createElement('details'); $.innerHTML = '<summary>more</summary>'; @parent.append($)`, makes: "details"},
	{name: "details open", group: "layer", line: `@details.open = #bool`},
}

// pools are the words for holes. The first of each is the plainest: shrinking tries it.
var pools = map[string][]string{
	"tag":     {"div", "span", "p", "b", "section", "ul", "li", "h2", "button", "label", "x-card", "td", "dl", "output"},
	"host":    {"div", "section", "span", "x-card"},
	"svgtag":  {"g", "path", "rect", "text", "linearGradient", "foreignObject", "use", "a", "style"},
	"mathtag": {"math", "mi", "mfrac"},
	"word":    {"a", "two words", "über 😀", "<b>", "  ", "line\nbreak", "0"},
	"text":    {"b", "", "more words", "  space  ", "&amp;", "日本語", "\u00a0", "a\u0301"},
	"attr":    {"title", "data-x", "class", "alt", "role", "style", "name", "href", "onclick", "xml:lang", "autofocus", "src", "open"},
	"flag":    {"hidden", "inert", "disabled", "draggable", "data-on"},
	"svgattr": {"width", "viewBox", "stroke-width", "preserveAspectRatio"},
	"class":   {"c1", "c2", "c1 c2", "c3"},
	"where":   {"beforeend", "afterbegin", "beforebegin", "afterend"},
	"html":    {`<b>a</b>`, `text`, ``, `<p>a<!--note--><i>b</i> c</p>`, `<ul><li>a<li>b</ul>`, `<input value="a"><input type="checkbox" checked>`, `<svg viewBox="0 0 9 9"><g><path d="M0 0"/></g></svg>`, `<math><mi>x</mi></math>`, `<select><option>a<option selected>b</select>`, `<textarea>a</textarea>`, `<table><tr><td>a</table>`, `<style>#§root .c1 { top: 1px }</style>`, `<template><i>a</i></template>`, `<a href="#§a">a</a>`, `<details open><summary>a</summary>b</details>`, `<slot></slot><slot name="c1">x</slot>`},
	"declarative": {`<div><template shadowrootmode="open"><b>a</b></template></div>`,
		`<p>a</p><div><template shadowrootmode="closed"><slot></slot></template>b</div>`, `<b>a</b>`},
	"css":          {`#§root .c1 { color: red }`, ``, `#§root .c2 { margin: 1px 2px; padding: 3px } #§root .c1 { color: blue }`, `@media (min-width: 1px) { #§root .c1 { color: green } }`, `#§root { & .c3 { color: red } }`, `@layer §l { #§root .c1 { top: 0 } }`, `#§root .c1::before { content: "a\nb" }`, `#§root .c1 { --a: { b: c } }`, `@supports (top: 0) { #§root .c2 { left: 1px } }`, `@font-face { font-family: §f; src: local("none") }`, `#§root .c1 { broken`},
	"rule":         {`#§root .c1 { color: blue }`, `#§root .c2 { width: 1px !important }`, `@media print { #§root .c1 { top: 0 } }`, `@keyframes §k { to { opacity: 0 } }`},
	"property":     {"color", "width", "margin", "--x", "background", "font"},
	"value":        {"red", "5px", "", "var(--x)", "inherit", "1px solid"},
	"priority":     {"", "important"},
	"color":        {"red", "", "rgb(1, 2, 3)", "currentcolor", "nonsense"},
	"declarations": {"color: red", "", "margin: 1px; margin-top: 2px", "color: red !important; --x: a", "background: url(#§a)", "width: calc(1px + 2%)", "broken", "COLOR: RED; content: 'a;b'"},
	"media":        {"print", "all", "(min-width: 1px)", ""},
	"text type":    {"text", "number", "password", "email", "date", "color", "range", "search", "hidden", "button"},
	"box type":     {"checkbox", "radio"},
	"bool":         {"true", "false"},
	"small":        {"0", "1", "2", "-1"},
	"px":           {"30", "0", "77", "5000"},
	"count":        {"2", "100", "300"},
	"depth":        {"2", "60"}, // the browser cannot tell of a tree that is some 300 deep
}

// bare pools hold JavaScript, not text.
var bare = map[string]bool{"bool": true, "small": true, "px": true, "count": true, "depth": true}
