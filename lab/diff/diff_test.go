package diff_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

var el, page = domtest.El, domtest.Page

type (
	attrs = domtest.Attrs
	props = domtest.Props
	style = domtest.Style
	id    = domtest.ID
)

// said writes a difference as one line. Where both sides have the node, its left path is given.
func said(d diff.Difference) string {
	at := d.Left
	if at == nil {
		at = d.Right
	}
	value := func(s *string) string {
		if s == nil {
			return "none"
		}
		return fmt.Sprintf("%q", *s)
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", d.Kind, d.Name)) +
		fmt.Sprintf(" at %s: %s, %s", dom.Path(at), value(d.LeftValue), value(d.RightValue))
}

func all(r *diff.Result) []string {
	list := []string{}
	for _, d := range r.Differences {
		list = append(list, said(d))
	}
	return list
}

// compares checks the differences of two pages, and of the same two the other way round, their number.
func compares(t *testing.T, name string, left, right *dom.Tree, o diff.Options, want ...string) {
	t.Helper()
	r := diff.Compare(left, right, o)
	if got := all(r); !slices.Equal(got, want) && len(got)+len(want) > 0 {
		t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	if back := diff.Compare(right, left, o); len(back.Differences) != len(r.Differences) {
		t.Errorf("%s: %d differences, but %d from the other side: %s", name, len(r.Differences), len(back.Differences), all(back))
	}
}

// named wraps what differs between two paragraphs of one page.
func differing(parts ...any) *dom.Tree {
	return page("before", el("p#it", parts...), "after")
}

func TestKindsOfDifference(t *testing.T) {
	for name, c := range map[string]struct {
		left, right []any
		want        string
	}{
		"attribute":                 {[]any{attrs{"title": "a"}}, []any{attrs{"title": "b"}}, `attribute title at $: "a", "b"`},
		"attribute left":            {[]any{attrs{"title": "a"}}, nil, `attribute title at $: "a", none`},
		"attribute right":           {nil, []any{attrs{"title": "a"}}, `attribute title at $: none, "a"`},
		"attribute, empty":          {[]any{attrs{"title": ""}}, nil, `attribute title (empty) at $: "", none`},
		"attribute, emptied":        {[]any{attrs{"title": "a"}}, []any{attrs{"title": ""}}, `attribute title at $: "a", ""`},
		"attribute called base":     {[]any{attrs{"base": "a"}}, []any{attrs{"base": "b"}}, `attribute base at $: "a", "b"`},
		"property":                  {[]any{props{dom.PropValue: "a"}}, []any{props{dom.PropValue: "b"}}, `property value at $: "a", "b"`},
		"property left":             {[]any{props{dom.PropFocused: "true"}}, nil, `property focused at $: "true", none`},
		"property right":            {nil, []any{props{dom.PropChecked: "true"}}, `property checked at $: none, "true"`},
		"scroll":                    {[]any{props{dom.PropScrollTop: "10"}}, []any{props{dom.PropScrollTop: "11.5"}}, `property scrollTop at $: "10", "11.5"`},
		"scroll, no number":         {[]any{props{dom.PropScrollTop: "10"}}, []any{props{dom.PropScrollTop: "far"}}, `property scrollTop at $: "10", "far"`},
		"value that looks a number": {[]any{props{dom.PropValue: "10"}}, []any{props{dom.PropValue: "10.5"}}, `property value at $: "10", "10.5"`},
		"text":                      {[]any{"one"}, []any{"two"}, `text at $.childNodes[0]: "one", "two"`},
		"text, white space":         {[]any{"one"}, []any{"one "}, `text at $.childNodes[0]: "one", "one "`},
		"comment":                   {[]any{domtest.Comment("one")}, []any{domtest.Comment("two")}, `text at $.childNodes[0]: "one", "two"`},
		"missing":                   {[]any{el("b", "x")}, nil, `missing at document.querySelector("#it > b"): "<b>\"x\"", none`},
		"missing text":              {[]any{"gone"}, nil, `missing at $.childNodes[0]: "\"gone\"", none`},
		"extra":                     {nil, []any{el("b", attrs{"title": "y"}, "x")}, `extra at document.querySelector("#it > b"): none, "<b title=\"y\">\"x\""`},
		"namespace":                 {[]any{el("a")}, []any{el("a", domtest.NS(dom.SVG))}, `name at document.querySelector("#it > a"): "a", "a (svg)"`},
		"shadow root missing":       {[]any{domtest.Shadow("open")}, nil, `missing at $.shadowRoot: "#shadow root", none`},
		"shadow root extra":         {nil, []any{domtest.Shadow("open", "x")}, `extra at $.shadowRoot: none, "#shadow root \"x\""`},
		"shadow root's mode":        {[]any{domtest.Shadow("open")}, []any{domtest.Shadow("closed")}, `property mode at $.shadowRoot: "open", "closed"`},
		"in a shadow root":          {[]any{domtest.Shadow("open", "x")}, []any{domtest.Shadow("open", "y")}, `text at $.shadowRoot.childNodes[0]: "x", "y"`},
		"template content missing":  {[]any{domtest.Content("x")}, nil, `missing at $.content: "#template content \"x\"", none`},
		"in a template":             {[]any{domtest.Content("x")}, []any{domtest.Content("y")}, `text at $.content.childNodes[0]: "x", "y"`},
		"frame missing":             {[]any{domtest.Doc("x")}, nil, `missing at $.contentDocument: "#document", none`},
		"in a frame":                {[]any{domtest.Doc("x", el("svg"))}, []any{domtest.Doc("y", el("svg", "t"))}, `extra at $.contentDocument.querySelector(":root").childNodes[0]: none, "\"t\""`},
	} {
		want := strings.ReplaceAll(c.want, "$", `document.querySelector("#it")`)
		compares(t, name, differing(c.left...), differing(c.right...), diff.Options{}, want)
		compares(t, name+", by ids", domtest.Number(differing(c.left...)), differing(c.right...), diff.Options{IDs: true}, want)
	}
}

func TestKindsOfDifferenceOfAPage(t *testing.T) {
	small, wide := page("x"), page("x")
	wide.Width = 1024
	compares(t, "window", small, wide, diff.Options{}, `window size at document: "800×600", "1024×600"`)

	doctype := page("x")
	doctype.Root.Children[0].Value = "-//W3C//DTD XHTML 1.0 Strict//EN\n"
	compares(t, "doctype", page("x"), doctype, diff.Options{}, `text at document.childNodes[0]: "\n", "-//W3C//DTD XHTML 1.0 Strict//EN\n"`)

	quirks, other := page("x"), page("x")
	quirks.Root.Props = dom.Set(quirks.Root.Props, dom.PropQuirks, "true")
	other.Root.Value = "https://b.example/"
	other.Root.Props = dom.Set(other.Root.Props, dom.PropBase, "https://b.example/")
	compares(t, "quirks mode", quirks, other, diff.Options{}, `property quirks at document: "true", none`)
}

func TestWhatIsNoDifference(t *testing.T) {
	with := func(p props) *dom.Tree { return page(el("p#it", p)) }
	compares(t, "a pixel of scrolling", with(props{dom.PropScrollTop: "10", dom.PropScrollLeft: "0.5"}), with(props{dom.PropScrollTop: "11", dom.PropScrollLeft: "0"}), diff.Options{})
	compares(t, "ids, style and boxes", page(el("p", id(1), style{"color", "red"}, dom.Box{W: 1})), page(el("p", id(2))), diff.Options{})
	compares(t, "boxes of masked text", page(el("p", dom.Box{W: 10})), page(el("p", dom.Box{W: 90})), diff.Options{Looks: true, Reflowed: true})
}

func TestANameThatIsThereTwice(t *testing.T) {
	twice := page(el("svg#it"))
	n := domtest.Find(twice, "it")
	n.Attrs = append(n.Attrs, dom.Pair{Name: "xmlns", Value: "a"}, dom.Pair{Name: "xmlns", Value: "b"})
	compares(t, "once and twice", page(el("svg#it", attrs{"xmlns": "a"})), twice, diff.Options{},
		`attribute xmlns (again) at document.querySelector("#it"): none, "b"`)
}

func TestSelections(t *testing.T) {
	selected := func(parts ...any) *dom.Tree {
		tree := page(parts...)
		p := domtest.Find(tree, "it")
		tree.Selection = &dom.Range{Start: p.Children[0], StartOffset: 1, End: p.Children[0], EndOffset: 3}
		return tree
	}
	plain, longer := page(el("p#it", "text")), selected(el("p#it", "text"))
	longer.Selection.EndOffset = 4
	other := selected(el("p#it", "text", el("b")))
	other.Selection.End = other.Selection.End.Parent
	at := `document.querySelector("#it").childNodes[0]`
	compares(t, "end", selected(el("p#it", "text", el("b"))), other, diff.Options{}, `selection at `+at+`: "`+quoted(at)+`, 1 → `+quoted(at)+`, 3", "`+quoted(at)+`, 1 → document.querySelector(\"#it\"), 3"`)
	compares(t, "equal", selected(el("p#it", "text")), selected(el("p#it", "text")), diff.Options{})
	compares(t, "left", selected(el("p#it", "text")), plain, diff.Options{}, `selection at `+at+`: "`+quoted(at)+`, 1 → `+quoted(at)+`, 3", none`)
	compares(t, "right", plain, selected(el("p#it", "text")), diff.Options{}, `selection at document: none, "`+quoted(at)+`, 1 → `+quoted(at)+`, 3"`)
	compares(t, "offset", selected(el("p#it", "text")), longer, diff.Options{}, `selection at `+at+`: "`+quoted(at)+`, 1 → `+quoted(at)+`, 3", "`+quoted(at)+`, 1 → `+quoted(at)+`, 4"`)
	compares(t, "in what has moved", selected(el("p#it", "text"), el("div")), selected(el("div", el("p#it", "text"))), diff.Options{},
		`moved at document.querySelector("#it"): "child 0 of document.querySelector(\"body\")", "child 0 of document.querySelector(\"body > div\")"`)
}

func quoted(path string) string { return strings.ReplaceAll(path, `"`, `\"`) }

// Neither tree is changed, and the pairs are of the trees that were given.
func TestPairs(t *testing.T) {
	for seed := range uint64(50) {
		left := domtest.Random(rand.New(rand.NewPCG(seed, 3)), 60)
		right := left.Clone()
		r := diff.Compare(left, right, diff.Options{})
		count := 0
		left.Root.Walk(func(n *dom.Node) bool {
			count++
			if r.Pairs[n] != n { // the right tree is a copy, and its nodes stand for those they were copied from
				t.Fatalf("seed %d: %s is paired with %v", seed, dom.Path(n), r.Pairs[n])
			}
			return true
		})
		if len(r.Pairs) != count {
			t.Fatalf("seed %d: %d pairs of %d nodes", seed, len(r.Pairs), count)
		}
	}
}
