package model

import (
	"strings"
	"testing"
)

func texts(rules []*rule) []string {
	var all []string
	for _, r := range rules {
		all = append(all, r.css())
	}
	return all
}

func TestSplitRules(t *testing.T) {
	for _, c := range []struct {
		css  string
		want []string
	}{
		{"", nil},
		{" /* only */ ", nil},
		{"a{}b{}", []string{"a{}", "b{}"}},
		{"a{color:red}/* x */ b{}", []string{"a{color:red}", "b{}"}},
		{`a{content:"}"} b{content:'{\'}'}`, []string{`a{content:"}"}`, `b{content:'{\'}'}`}},
		{`a{background:url(x}y{z)}b{}`, []string{`a{background:url(x}y{z)}`, `b{}`}},
		{`a{background:url( "x)" )}b{}`, []string{`a{background:url( "x)" )}`, `b{}`}},
		{`a{background:my-url(x")}")}b{}`, []string{`a{background:my-url(x")}")}`, `b{}`}},
		{`a[x="]{"]{} b:not([y]){}`, []string{`a[x="]{"]{}`, `b:not([y]){}`}},
		{`a\{b{} c{}`, []string{`a\{b{}`, `c{}`}},
		{`@charset "x"; @import url("a;b"); @layer a,b; a{}`, []string{`@import url("a;b");`, `@layer a,b;`, `a{}`}},
		{"@media x{a{}b{}} c{}", []string{"@media x{a{}b{}}", "c{}"}},
		{"@-moz-document x{a{}} @-webkit-keyframes k{} b{}", []string{"@-webkit-keyframes k{}", "b{}"}},
		{"a::-moz-x{} b:-ms-y{} :is(b:-moz-z){} c{}", []string{":is(b:-moz-z){}", "c{}"}},
		{"<!-- a{} --> b{}", []string{"a{}", "b{}"}},
		{";a{} b{}", []string{"b{}"}},
		{"{} b{}", []string{"b{}"}},
		{"} b{} c{}", []string{"c{}"}},
		{"a{color:red", []string{"a{color:red}"}},
		{"a{content:\"x", []string{"a{content:\"x\"}"}},
		{"@media x{a{b:url(c", []string{"@media x{a{b:url(c)}}"}},
		{"a{content:'x\\", []string{"a{content:'x\\FFFD '}"}},
		{"a{b:url(c\\", []string{"a{b:url(c\\FFFD )}"}},
		{"@x \\ ", []string{"@x \\ ;"}},
		{"a\\ {b:c\\ }", []string{"a\\ {b:c\\ }"}},
		{"a{/* x", []string{"a{/* x*/}"}},
		{"a{b:c\\", []string{"a{b:c\\FFFD }"}},
		{"@import 'x", []string{"@import 'x';"}},
		{"a, b", nil},
		{"a(}b{} c{} ) {}", []string{"a(}b{} c{} ) {}"}},
		{"a {\n  color: red;\r\n\n  top:  0;\n}", []string{"a { color: red; top:  0; }"}},
		{"a{content:\"x\\\ny\"} b{}", []string{`a{content:"xy"}`, `b{}`}},
		{"a{content:\"x\ny\"} b{}", []string{`a{content:"x"! y"} b{}"}`}},
		{"/* a\nb */ c{/* d\ne */}", []string{"c{/* d e */}"}},
	} {
		got := texts(parseSheet(c.css).rules)
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q\n got %q\nwant %q", c.css, got, c.want)
		}
	}
}

func TestOpenRule(t *testing.T) {
	for _, c := range []struct{ css, own, rules string }{
		{"a{color:red;top:0}", "color:red;top:0", ""},
		{"a{color:red;&:hover{top:0}left:0;b{}}", "color:red", "&:hover{top:0}|left:0;|b{}"},
		{"a{b{}color:red}", "", "b{}|color:red;"},
		{"a{--x:{a:b;c{}};top:0;--y :z}", "--x:{a:b;c{}};top:0;--y :z", ""},
		{"a{--x:hover{}", "--x:hover{}", ""},
		{"a{;;@media x{top:0;b{}}@layer q;}", "", "@media x{top:0;b{}}|@layer q;"},
		{"a{top:0;@-moz-x{};left:0}", "top:0;left:0", ""},
		{"a{background:url(data:x;y{);top:0}", "background:url(data:x;y{);top:0", ""},
		{"@media x{a{}b{}}", "", "a{}|b{}"},
		{"@keyframes k{from{top:0}50%{top:1px}}", "", "from{top:0}|50%{top:1px}"},
		{"@scope (.x){top:0;b{}}", "", "top:0;|b{}"},
		{"@font-face{font-family:x;src:url(y)}", "font-family:x;src:url(y)", ""},
		{"@page{margin:0;@top-left{content:'x'}}", "margin:0", "@top-left{content:'x'}"},
		{"@import 'x';", "", ""},
	} {
		r := parseSheet(c.css).rules[0]
		b := r.open()
		if own, rules := joinDeclarations(b.own), strings.Join(texts(b.rules), "|"); own != c.own || rules != c.rules {
			t.Errorf("%s\n got %q and %q\nwant %q and %q", c.css, own, rules, c.own, c.rules)
		}
	}
	group := parseSheet("a{@media x{top:0;b{}}}").rules[0].open().rules[0]
	if got := strings.Join(texts(group.open().rules), "|"); got != "top:0;|b{}" {
		t.Errorf("a group below a style rule holds %q", got)
	}
}

func TestPaths(t *testing.T) {
	s := parseSheet("@media x{@media y{a{top:0}}} b{}")
	if err := s.insert([]int{0, 0, 1}, "c{}"); err != nil {
		t.Error(err)
	}
	if err := s.remove([]int{1}); err != nil {
		t.Error(err)
	}
	if err := s.insert([]int{0, 0, 0, 0}, "& d{}"); err != nil {
		t.Error(err)
	}
	if got, want := s.lines(), "@media x { @media y { a { top:0; & d{} } c{} } }"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	// The text says the same when it is read again.
	if got := parseSheet(s.lines()).rules[0].open().rules[0].open().rules[1].css(); got != "c{}" {
		t.Error(got)
	}
	for _, path := range [][]int{{-1}, {2}, {0, 5}, {0, 0, 1, 0, 0}, {0, 0, 0, 0, 0, 3}} {
		if s.insert(path, "x{}") == nil {
			t.Errorf("a rule went to %v", path)
		}
	}
	if s.insert([]int{0, 0}, "top:0") == nil {
		t.Error("declarations went into a group that is under no style rule")
	}
}
