package model

import "testing"

func TestEditDeclarations(t *testing.T) {
	set := func(name, value string) change { return change{name: name, value: value} }
	del := func(name string) change { return change{name: name} }
	for _, c := range []struct {
		list    string
		changes []change
		want    string
	}{
		{"", []change{set("top", "1px")}, "top: 1px;"},
		{"color: red", []change{set("top", "1px")}, "color: red; top: 1px;"},
		{"color: red;", []change{set("top", "1px")}, "color: red; top: 1px;"},
		{"color /**/ : red", []change{set("color", "blue")}, "color: blue"},
		{"color: red !ie; color: red ! /**/ important", []change{set("color", "blue")}, "color: blue"},
		{"color: red;;", []change{set("color", "blue")}, "color: blue;;"},
		{"COLOR: red; top: 0", []change{set("color", "blue")}, "color: blue; top: 0"},
		{"color: red; color: oklch(1 1 1)", []change{set("color", "blue")}, "color: blue"},
		{"color: red !important", []change{set("color", "blue")}, "color: blue"},
		{"color: red ! IMPORTANT; top: 0", []change{del("top")}, "color: red ! IMPORTANT"},
		{"a: b;; /* c; d */ e: 'f;g'; h", []change{del("a")}, "; /* c; d */ e: 'f;g'; h"},
		{"color: /*;*/ red; background: url(a;b) , url('c;d'); --X: {a;b}; top: 0", []change{del("top")}, "color: /*;*/ red; background: url(a;b) , url('c;d'); --X: {a;b}"},
		{"--X: 1; --x: 2", []change{set("--x", "3")}, "--X: 1; --x: 3"},
		{"content: 'open", []change{set("top", "0")}, "content: 'open'; top: 0;"},
		{"color: r\\", []change{set("top", "0")}, "color: r\\FFFD ; top: 0;"},
		// A shorthand and its longhands.
		{"margin: 1px; top: 0", []change{set("margin-left", "2px")}, "margin: 1px; top: 0; margin-left: 2px;"},
		{"margin-left: 2px; margin: 1px", []change{set("margin-left", "3px")}, "margin: 1px; margin-left: 3px;"},
		{"margin-left: 2px; top: 0", []change{set("margin", "3px")}, "top: 0; margin: 3px;"},
		{"margin: 1px !important; top: 0", []change{set("margin-left", "3px")}, "margin-top: 1px !important; margin-right: 1px !important; margin-bottom: 1px !important; top: 0; margin-left: 3px;"},
		{"margin: 1px 2px", []change{del("margin-top")}, "margin-right: 2px; margin-bottom: 1px; margin-left: 2px"},
		{"margin: 1px 2px 3px", []change{del("margin-right")}, "margin-top: 1px; margin-bottom: 3px; margin-left: 2px"},
		{"margin: 1px calc(2px + 3px) 3px 4px", []change{del("margin-top")}, "margin-right: calc(2px + 3px); margin-bottom: 3px; margin-left: 4px"},
		{"overflow: hidden", []change{del("overflow-x")}, "overflow-y: hidden"},
		{"overflow: hidden scroll", []change{del("overflow-x")}, "overflow-y: scroll"},
		{"color: red; border: 1px solid red", []change{del("border-top-width"), del("border-top-style"), del("border-top-color")},
			"color: red; border: 1px solid red; border-top-color: revert-layer; border-top-style: revert-layer; border-top-width: revert-layer"},
		{"top: 0; background: red url(x)", []change{del("background-image"), del("background-position-x"), del("background-position-y"), del("background-size"), del("background-repeat"),
			del("background-attachment"), del("background-origin"), del("background-clip"), del("background-color")}, "top: 0"},
		{"margin: var(--x)", []change{del("margin-top")}, "margin: var(--x); margin-top: revert-layer"},
		{"border-radius: 1px / 2px", []change{del("border-top-left-radius")}, "border-radius: 1px / 2px; border-top-left-radius: revert-layer"},
		{"margin: 1px; margin-top: 2px", []change{del("margin")}, ""},
		{"-webkit-transform: none", []change{set("transform", "scale(2)")}, "transform: scale(2);"},
		// What no browser takes.
		{"top: 0", []change{set("left", "1px; right: 0"), set("left", "a } b"), set("left", "1px !important"), set("le ft", "1px"), set("", "1px")}, "top: 0"},
		{"top: 0", []change{set("left", "calc(1px")}, "top: 0; left: calc(1px);"},
	} {
		list, _ := edit(parseDeclarations(c.list), c.changes)
		if got := joinDeclarations(list); got != c.want {
			t.Errorf("%q %v\n got %q\nwant %q", c.list, c.changes, got, c.want)
		}
	}
}

func TestShorthandTable(t *testing.T) {
	for name, list := range shorthands() {
		if len(list) == 0 {
			t.Errorf("%s has no longhands", name)
		}
		for _, l := range list {
			if _, ok := shorthands()[l]; ok {
				t.Errorf("%s of %s is a shorthand itself", l, name)
			}
		}
	}
	for _, name := range fourSided {
		if len(shorthands()[name]) != 4 {
			t.Errorf("%s has %d sides", name, len(shorthands()[name]))
		}
	}
	for _, name := range twoSided {
		if len(shorthands()[name]) != 2 {
			t.Errorf("%s has %d sides", name, len(shorthands()[name]))
		}
	}
}

func TestNumbers(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 5: "5", -1.5: "-1.5", 0.1: "0.1", 1e20: "100000000000000000000", 1e21: "1e+21", 1e-6: "0.000001", 1e-7: "1e-7", 1.5e-10: "1.5e-10", 1e100: "1e+100",
	} {
		if got := number(f); got != want {
			t.Errorf("%v: got %s, want %s", f, got, want)
		}
	}
}
