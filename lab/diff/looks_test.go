package diff_test

import (
	"testing"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

var looks = diff.Options{Looks: true}

type box = dom.Box

func TestLooks(t *testing.T) {
	red, blue := style{"color", "red", "width", "auto"}, style{"color", "blue", "width", "auto"}
	here := `document.querySelector("#it")`
	at := func(b box) *dom.Tree { return page(el("p#it", b)) }
	for name, c := range map[string]struct {
		left, right *dom.Tree
		hidden      int
		want        []string
	}{
		"equal":               {page(el("p", red, box{W: 1})), page(el("p", red, box{W: 1})), 0, nil},
		"style":               {page(el("p#it", red)), page(el("p#it", blue)), 0, []string{`style color at ` + here + `: "red", "blue"`}},
		"style, of one alone": {page(el("p#it", red)), page(el("p#it")), 0, nil},
		"box":                 {at(box{X: 1, Y: 2, W: 30, H: 40}), at(box{X: 1, Y: 2, W: 30, H: 42}), 0, []string{`geometry box at ` + here + `: "30×40 at 1,2 in its parent", "30×42 at 1,2 in its parent"`}},
		"place":               {at(box{X: 1.5}), at(box{X: 3.5}), 0, []string{`geometry box at ` + here + `: "0×0 at 1.5,0 in its parent", "0×0 at 3.5,0 in its parent"`}},
		"box, by rounding":    {at(box{X: 1, Y: 2, W: 30, H: 40}), at(box{X: 2, Y: 1, W: 29, H: 41}), 0, nil},
		"rendered":            {at(box{}), page(el("p#it")), 0, []string{`style rendered at ` + here + `: "true", "false"`}},

		"inherited": {page(el("div#it", red, el("p", red))), page(el("div#it", blue, el("p", blue))), 1,
			[]string{`style color at ` + here + `: "red", "blue"`}},
		"inherited into a shadow root": {page(el("div#it", red, domtest.Shadow("open", el("p", red)))), page(el("div#it", blue, domtest.Shadow("open", el("p", blue)))), 1,
			[]string{`style color at ` + here + `: "red", "blue"`}},
		"not inherited, since it is another value": {page(el("div#it", red, el("p#in", blue))), page(el("div#it", blue, el("p#in", red))), 0,
			[]string{`style color at ` + here + `: "red", "blue"`, `style color at document.querySelector("#in"): "blue", "red"`}},
		"of an element that differs itself": {page(el("p#it", red, box{W: 1}, attrs{"title": "a"})), page(el("p#it", blue, box{W: 9}, attrs{"title": "b"})), 0,
			[]string{`attribute title at ` + here + `: "a", "b"`, `style color at ` + here + `: "red", "blue"`, `geometry box at ` + here + `: "1×0 at 0,0 in its parent", "9×0 at 0,0 in its parent"`}},
		"of a parent with another box": {page(el("div#it", box{W: 10}, el("p", box{W: 10}))), page(el("div#it", box{W: 20}, el("p", box{W: 20}))), 1,
			[]string{`geometry box at ` + here + `: "10×0 at 0,0 in its parent", "20×0 at 0,0 in its parent"`}},
		"of a parent elsewhere": {page(el("div#it", box{Y: 10, W: 9, H: 9}, el("p", box{Y: 15}))), page(el("div#it", box{Y: 70, W: 9, H: 9}, el("p", box{Y: 75}))), 0,
			[]string{`geometry box at ` + here + `: "9×9 at 0,10 in its parent", "9×9 at 0,70 in its parent"`}},
		"of a parent that is not rendered": {page(el("div#it", box{}, el("p", box{}))), page(el("div#it", el("p"))), 1,
			[]string{`style rendered at ` + here + `: "true", "false"`}},
		"in a frame, whose document has its own corner": {page(el("iframe#it", box{X: 50}, domtest.Doc("", el("p#in", box{X: 5})))), page(el("iframe#it", box{X: 50}, domtest.Doc("", el("p#in", box{X: 8})))), 0,
			[]string{`geometry box at ` + here + `.contentDocument.querySelector("#in"): "0×0 at 5,0 in its parent", "0×0 at 8,0 in its parent"`}},
	} {
		compares(t, name, c.left, c.right, looks, c.want...)
		if r := diff.Compare(c.left, c.right, looks); r.Hidden != c.hidden {
			t.Errorf("%s: %d hidden, want %d", name, r.Hidden, c.hidden)
		}
		compares(t, name+", structure alone", c.left, c.right, diff.Options{}, structure(c.left, c.right)...)
	}
}

func structure(left, right *dom.Tree) (list []string) {
	for _, d := range diff.Compare(left, right, looks).Differences {
		if d.Kind != diff.Style && d.Kind != diff.Geometry {
			list = append(list, said(d))
		}
	}
	return list
}
