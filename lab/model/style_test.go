package model_test

import (
	"strings"
	"testing"

	"replaylab/lab/event"
)

func ruleEvent(data J) event.Event { return inc(event.StyleSheetRule, data) }

func styleEl(id int, css string, texts ...J) J {
	a := J{}
	if css != "" {
		a["_cssText"] = css
	}
	return el(id, "style", a, texts...)
}

func TestDescribedSheets(t *testing.T) {
	d := apply(t, full(
		styleEl(4, "p { top: 1px; }\nq { left:\n2px; }", txt(5, "")),
		styleEl(6, "p { top: 1px; }/* rr_split */q { left: 2px; }/* rr_split */b { left: 2px; }", txt(7, ""), txt(8, "")),
		styleEl(9, "p {}"),
		styleEl(10, "", txt(11, "p {} /* c */ q {}")),
		el(12, "style", J{"type": "text/less"}, txt(13, "@x: 1;")),
		with(styleEl(14, "path {}"), "isSVG", true),
		styleEl(15, ""),
		el(16, "link", J{"href": "x.css"}),
		styleEl(17, "a {} b {}", txt(18, "a {}")),         // some recorders do not empty the text
		styleEl(19, "a {}", txt(20, ""), txt(21, "b {}")), // a merged mutation: the second text came later
	))
	wantBody(t, d, strings.Join([]string{
		`style{sheet=p { top: 1px; }` + "\n" + `q { left: 2px; }}("p { top: 1px; }\nq { left:\n2px; }")`,
		`style{sheet=p { top: 1px; }` + "\n" + `q { left: 2px; }` + "\n" + `b { left: 2px; }}("p { top: 1px; }" "q { left: 2px; }b { left: 2px; }")`,
		`style{sheet=p {}}`,
		`style{sheet=p {}` + "\n" + `q {}}("p {} /* c */ q {}")`,
		`style[type=text/less]("@x: 1;")`,
		`svg:style{sheet=path {}}`,
		`style`,
		`link[href=x.css]`,
		`style{sheet=a {}` + "\n" + `b {}}("a {}")`,
		`style{sheet=a {}` + "\n" + `b {}}("a {}" "b {}")`,
	}, " "))
}

// A style element that comes by mutation has its text nodes, emptied, in adds of their own.
func TestAddedStyle(t *testing.T) {
	d := apply(t, full(), adds(add(3, 0, styleEl(4, "a {}/* rr_split */b {}")), add(4, 0, txt(6, "")), add(4, 6, txt(5, ""))))
	wantBody(t, d, `style{sheet=a {}`+"\n"+`b {}}("a {}" "b {}")`)
	for _, c := range []struct {
		e    event.Event
		want string // sheet
	}{
		{ruleEvent(J{"id": 4, "adds": []J{{"rule": "x {}"}}}), "x {}|a {}|b {}"},
		{setText(6, "c {}"), "a {}|c {}"},
		{ruleEvent(J{"id": 4, "adds": []J{{"rule": "x {}", "index": 2}}}), "a {}|c {}|x {}"},
		{adds(add(4, 5, txt(7, "first {}"))), "first {}|a {}|c {}"},
		{ruleEvent(J{"id": 4, "adds": []J{{"rule": "x {}"}}}), "x {}|first {}|a {}|c {}"},
		{removes(remove(4, 5)), "first {}|c {}"},
		{setAttr(4, "_cssText", "n {}/* rr_split */m {}"), "n {}|m {}"},
		{setText(7, ""), "m {}"},
		{removes(remove(4, 7), remove(4, 6)), ""},
	} {
		if err := d.Apply(c.e); err != nil {
			t.Error(err)
		}
		if got := strings.ReplaceAll(body(d.Tree()).Children[0].Prop("sheet"), "\n", "|"); got != c.want {
			t.Errorf("after %s: got %q, want %q", c.e.Raw, got, c.want)
		}
	}
}

// Only text makes a style element's rules anew.
func TestOtherChildrenOfStyle(t *testing.T) {
	d := apply(t, full(styleEl(4, "a {}", txt(5, ""))), ruleEvent(J{"id": 4, "adds": []J{{"rule": "b {}"}}}),
		adds(add(4, 0, J{"type": 5, "id": 6, "textContent": "c {}"}), add(4, 0, el(7, "i", nil))), removes(remove(4, 7)))
	wantBody(t, d, `style{sheet=b {}`+"\n"+`a {}}("a {}" comment"c {}")`)
	if c := d.Changed(4); c.Sheet != 1 {
		t.Errorf("the rules changed with event %d", c.Sheet)
	}
}

func TestLateLink(t *testing.T) {
	d := apply(t, full(el(4, "link", J{"rel": "stylesheet", "href": "x.css"})), mutateAttrs(4, J{"_cssText": "p {}", "media": "all"}))
	if c := d.Changed(4); c.Sheet != 1 {
		t.Errorf("the rules came with event %d", c.Sheet)
	}
	if err := d.Apply(ruleEvent(J{"id": 4, "removes": []J{{"index": 0}}, "adds": []J{{"rule": "q {}", "index": 1}}})); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `link[href=x.css media=all rel=stylesheet]{sheet=q {}}`)
	if c := d.Changed(4); c.Sheet != 2 || c.Attributes != 1 {
		t.Errorf("history: %+v", c)
	}
}

func TestRuleEvents(t *testing.T) {
	page := full(styleEl(4, "a { color: red } @media print { b { top: 0 } } c { top: 1px; & d { left: 0 } right: 0 }"))
	decl := func(data J) event.Event { return inc(event.StyleDeclaration, data) }
	set := func(index any, property, value, priority string) event.Event {
		return decl(J{"id": 4, "index": index, "set": J{"property": property, "value": value, "priority": priority}})
	}
	const a, m, c = "a { color: red }", "@media print { b { top: 0 } }", "c { top: 1px; & d { left: 0 } right: 0 }"
	for _, x := range []struct {
		name string
		e    event.Event
		want string
		err  string
	}{
		{"insert into a group", ruleEvent(J{"id": 4, "adds": []J{{"rule": "x {}", "index": []int{1, 1}}}}), a + "|@media print { b { top: 0 } x {} }|" + c, ""},
		{"insert into a style rule", ruleEvent(J{"id": 4, "adds": []J{{"rule": "& x {}", "index": []int{2, 1}}}}), a + "|" + m + "|c { top: 1px; & d { left: 0 } & x {} right: 0; }", ""},
		{"delete from a style rule", ruleEvent(J{"id": 4, "removes": []J{{"index": []int{2, 1}}}}), a + "|" + m + "|c { top: 1px; & d { left: 0 } }", ""},
		{"insert declarations", ruleEvent(J{"id": 4, "adds": []J{{"rule": "left: 5px", "index": []int{2, 0}}}}), a + "|" + m + "|c { top: 1px; left: 5px; & d { left: 0 } right: 0; }", ""},
		{"replace", ruleEvent(J{"id": 4, "replaceSync": "n {}"}), "n {}", ""},
		{"set", set([]int{0}, "COLOR", "blue", ""), "a { color: blue; }|" + m + "|" + c, ""},
		{"set important", set([]int{1, 0}, "left", "1px", "important"), a + "|@media print { b { top: 0; left: 1px !important; } }|" + c, ""},
		{"set in nested declarations", set([]int{2, 1}, "right", "5px", ""), a + "|" + m + "|c { top: 1px; & d { left: 0 } right: 5px; }", ""},
		{"remove", decl(J{"id": 4, "index": []int{0}, "remove": J{"property": "color"}}), "a {  }|" + m + "|" + c, ""},
		{"set null", decl(J{"id": 4, "index": []int{0}, "set": J{"property": "color", "value": nil}}), "a {  }|" + m + "|" + c, ""},
		{"no such rule", ruleEvent(J{"id": 4, "removes": []J{{"index": 3}}}), a + "|" + m + "|" + c, "delete a rule: there is no rule [3] to delete: a browser refuses it"},
		{"no such place", ruleEvent(J{"id": 4, "adds": []J{{"rule": "x {}", "index": 4}}}), a + "|" + m + "|" + c, "insert a rule: there is no place [4] for a rule: a browser refuses it"},
		{"no such path", set([]int{1, 5}, "left", "1px", ""), a + "|" + m + "|" + c, "declaration: there is no rule [1 5]: a browser refuses it"},
		{"two rules", ruleEvent(J{"id": 4, "adds": []J{{"rule": "x {} y {}"}}}), a + "|" + m + "|" + c, `insert a rule: "x {} y {}" is not one rule: a browser refuses it`},
		{"another browser's rule", ruleEvent(J{"id": 4, "adds": []J{{"rule": "x::-moz-selection {}"}}}), a + "|" + m + "|" + c, `insert a rule: "x::-moz-selection {}" is not one rule: a browser refuses it`},
		{"declarations of a group", set([]int{1}, "left", "1px", ""), a + "|" + m + "|" + c, "declaration: rule [1] has no declarations: a browser refuses it"},
		{"a value that is more", set([]int{0}, "left", "1px; top: 0", ""), "a { color: red; }|" + m + "|" + c, `declaration: set "left" to "1px; top: 0": a browser refuses it`},
		{"a declaration at an index of nothing", set("first", "left", "1px", ""), a + "|" + m + "|" + c, `declaration: the index "first" is no path of rules`},
		{"an index of nothing", ruleEvent(J{"id": 4, "adds": []J{{"rule": "x {}", "index": "first"}}}), a + "|" + m + "|" + c, `insert a rule: the index "first" is no path of rules`},
		{"an empty path", ruleEvent(J{"id": 4, "removes": []J{{"index": []int{}}}}), a + "|" + m + "|" + c, `delete a rule: the index of a rule has 0 steps`},
		{"no such node", ruleEvent(J{"id": 9}), a + "|" + m + "|" + c, "rules: there is no node 9"},
		{"no sheet", ruleEvent(J{"id": 3}), a + "|" + m + "|" + c, "rules: the recording has no rules of node 3 (body)"},
		{"no constructed sheet", decl(J{"styleId": 3, "index": []int{0}}), a + "|" + m + "|" + c, "declaration: there is no sheet 3"},
	} {
		t.Run(strings.ReplaceAll(x.name, " ", "-"), func(t *testing.T) {
			d := apply(t, page)
			if x.err != "" {
				wantError(t, d, x.e, x.err)
			} else if err := d.Apply(x.e); err != nil {
				t.Error(err)
			}
			if got := strings.ReplaceAll(body(d.Tree()).Children[0].Prop("sheet"), "\n", "|"); got != x.want {
				t.Errorf("\n got %q\nwant %q", got, x.want)
			}
		})
	}
}

func TestSheetHistory(t *testing.T) {
	d := apply(t, full(styleEl(4, "a { top: 0 }", txt(5, ""))), setText(5, "b { top: 0 }"))
	if c := d.Changed(4); c.Sheet != 1 {
		t.Errorf("new text: event %d", c.Sheet)
	}
	if err := d.Apply(inc(event.StyleDeclaration, J{"id": 4, "index": []int{0}, "set": J{"property": "top", "value": "1px"}})); err != nil {
		t.Error(err)
	}
	if c := d.Changed(4); c.Sheet != 2 || c.Text != -1 {
		t.Errorf("a declaration: %+v", c)
	}
}

// What has been written out once is written anew when it changes again.
func TestEditsAfterReading(t *testing.T) {
	d := apply(t, full(styleEl(4, "a { top: 0; b {} left: 0 }")))
	for _, c := range []struct {
		index []int
		want  string
	}{
		{[]int{0, 1}, "a { top: 0; b {} left: 0; right: 1px; }"}, {[]int{0}, "a { top: 0; right: 1px; b {} left: 0; right: 1px; }"},
		{[]int{0, 0}, "a { top: 0; right: 1px; b { right: 1px; } left: 0; right: 1px; }"},
	} {
		if err := d.Apply(inc(event.StyleDeclaration, J{"id": 4, "index": c.index, "set": J{"property": "right", "value": "1px"}})); err != nil {
			t.Error(err)
		}
		if got := body(d.Tree()).Children[0].Prop("sheet"); got != c.want {
			t.Errorf("\n got %s\nwant %s", got, c.want)
		}
	}
}

func TestAdoptedSheets(t *testing.T) {
	adopt := func(id int, ids []int, styles ...J) event.Event {
		return inc(event.AdoptedStyleSheet, J{"id": id, "styleIds": ids, "styles": styles})
	}
	style := func(id int, rules ...string) J {
		var list []J
		for i, r := range rules {
			list = append(list, J{"rule": r, "index": i})
		}
		return J{"styleId": id, "rules": list}
	}
	d := apply(t, full(el(4, "x-a", nil)), adopt(1, []int{1, 2}, style(1, "a {}", "b {}"), style(2, "c {}")), adopt(4, []int{2}))
	const want = `doc{adopted=%d%n}(html(body(x-a#root{adopted=%s mode=open})))`
	check := func(doc, number, root string) {
		t.Helper()
		got := strings.ReplaceAll(brief(d.Tree().Root), "\n", "|")
		if w := strings.NewReplacer("%d", doc, "%n", number, "%s", root).Replace(want); got != w {
			t.Errorf("\n got %s\nwant %s", got, w)
		}
	}
	check("a {}|b {}|c {}", " adoptedCount=2", "c {}")
	if c := d.Changed(4); c.Sheet != 2 {
		t.Errorf("the shadow root adopted with event %d", c.Sheet)
	}
	if err := d.Apply(ruleEvent(J{"styleId": 2, "adds": []J{{"rule": "d {}", "index": 1}}})); err != nil {
		t.Error(err)
	}
	check("a {}|b {}|c {}|d {}", " adoptedCount=2", "c {}|d {}")
	if c := d.Changed(4); c.Sheet != 3 {
		t.Errorf("the sheet of the shadow root changed with event %d", c.Sheet)
	}
	if c := d.Changed(1); c.Sheet != 3 {
		t.Errorf("a sheet of the document changed with event %d", c.Sheet)
	}
	wantError(t, d, adopt(1, []int{2, 9}), "adopted sheets of node 1: there is no sheet 9")
	check("c {}|d {}", "", "c {}|d {}")
	if err := d.Apply(adds(add(3, 0, txt(5, "x")))); err != nil {
		t.Error(err)
	}
	wantError(t, d, adopt(5, []int{2}), "adopted sheets: node 5 is text")
	if err := d.Apply(removes(remove(3, 5))); err != nil {
		t.Error(err)
	}
	wantError(t, d, adopt(99, []int{3}, style(3, "e {}")), "adopted sheets: there is no node 99")
	if err := d.Apply(adopt(1, []int{3})); err != nil {
		t.Error(err)
	}
	check("e {}", "", "c {}|d {}")
	jumbled := J{"styleId": 4, "rules": []J{{"rule": "f {}", "index": 7}, {"rule": "g {}", "index": 0}, {"rule": "h {}"}, {"rule": "i {}", "index": []int{}}, {"rule": "j {}", "index": -2}}}
	if err := d.Apply(adopt(1, []int{4}, jumbled)); err != nil {
		t.Error(err)
	}
	check("j {}|g {}|f {}|h {}|i {}", "", "c {}|d {}")
	if err := d.Apply(adopt(1, []int{})); err != nil {
		t.Error(err)
	}
	if got := brief(d.Tree().Root); strings.HasPrefix(got, "doc{") {
		t.Errorf("an empty list should leave nothing: %s", got)
	}
}

// Amplitude puts adopted sheets into descriptions, the rules of each sheet only once.
func TestInlineAdoptedSheets(t *testing.T) {
	sheets := func(list ...J) []J { return list }
	rules := []J{{"rule": "a {}", "index": 0}}
	host := with(with(el(4, "x-a", nil, shadow(el(5, "p", nil))), "isShadowHost", true), "adoptedStyleSheets", sheets(J{"styleId": 1, "rules": []J{}}))
	page := with(doc(1, el(2, "html", nil, el(3, "body", nil, host))), "adoptedStyleSheets", sheets(J{"styleId": 1, "rules": rules}, J{"styleId": 2, "rules": []J{}}))
	d := apply(t, ev(event.FullSnapshot, J{"node": page}))
	if c := d.Changed(4); c.Sheet != 0 {
		t.Errorf("the host adopted with event %d", c.Sheet)
	}
	if got := brief(d.Tree().Root); got != `doc{adopted=a {} adoptedCount=2}(html(body(x-a#root{adopted=a {} mode=open}(p))))` {
		t.Error(got)
	}
}
