package privacy_test

import (
	"slices"
	"strings"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/privacy"
)

var el = domtest.El

type attrs = domtest.Attrs

// The bits of the selectors of everything, in the order of Promise.Selectors.
const (
	mask   = domtest.Matches(1 << iota) // .mask
	mask2                               // .mask2
	unmask                              // .unmask
	block                               // .block
)

var everything = privacy.Promise{Mask: []string{".mask", ".mask2"}, Unmask: []string{".unmask"}, Block: []string{".block"}}

func with(change func(p *privacy.Promise)) privacy.Promise {
	p := everything
	change(&p)
	return p
}

var (
	masksText   = with(func(p *privacy.Promise) { p.Text = true })
	maskWins    = with(func(p *privacy.Promise) { p.MaskWins = true })
	masksInputs = with(func(p *privacy.Promise) { p.Inputs = []string{"*"} })
	attributes  = with(func(p *privacy.Promise) {
		p.Attributes, p.Queries = []string{"title", "value", "src", "style"}, []string{"href"}
	})
	levels = with(func(p *privacy.Promise) { // of text and some controls
		p.Attributes, p.Queries, p.Text, p.Inputs = []string{"title", "value"}, []string{"href"}, true, []string{"password"}
	})
	masksSome = with(func(p *privacy.Promise) {
		p.Inputs, p.Autocomplete = []string{"password", "textarea"}, []string{"cc-"}
	})
)

func TestSelectorsAreAskedInOrder(t *testing.T) {
	if got := strings.Join(everything.Selectors(), " "); got != ".mask .mask2 .unmask .block" {
		t.Errorf("asks for %s", got)
	}
}

// TestJudge lists what each page holds that must be treated, in order: a text or the name of an
// element, and the treatment.
func TestJudge(t *testing.T) {
	input := func(kind string, parts ...any) *dom.Node { return el("input", append(parts, attrs{"type": kind})...) }
	for name, c := range map[string]struct {
		promise privacy.Promise
		body    []any
		want    string
	}{
		"nothing asked for":        {everything, []any{"a", el("input")}, ""},
		"no promise":               {privacy.Promise{}, []any{el("p", domtest.Matches(15), "a", el("input"))}, ""},
		"mask":                     {everything, []any{el("p", mask, "a", el("b", "b")), "c"}, "a:masked b:masked"},
		"either selector":          {everything, []any{el("p", mask2, "a")}, "a:masked"},
		"mask, a control":          {everything, []any{el("p", mask, el("input"), el("select", el("option", "o")))}, "input:masked select:masked o:masked"},
		"mask, on the control":     {everything, []any{el("textarea", mask, "default")}, "textarea:masked default:masked"},
		"mask, through roots":      {everything, []any{el("x-a", mask, domtest.Shadow("open", "a"), el("iframe", domtest.Doc("", "b")), el("template", domtest.Content("c")))}, "a:masked b:masked c:masked"},
		"code is no text":          {masksText, []any{el("style", "css"), el("script", "js"), el("title", "t")}, "t:masked"},
		"the text of scripts":      {with(func(p *privacy.Promise) { p.Scripts = true }), []any{el("style", "css"), el("p", unmask, el("script", "js", domtest.Comment("a"))), "t"}, "js:masked"},
		"comments are no text":     {masksText, []any{domtest.Comment("a")}, ""},
		"text":                     {masksText, []any{"a", el("p", "b"), el("input")}, "a:masked b:masked"},
		"text, unmasked":           {masksText, []any{el("p", unmask, "a", el("b", "b")), "c"}, "c:masked"},
		"text, masked in unmasked": {masksText, []any{el("p", unmask, el("b", mask, "a"), "b")}, "a:masked"},

		"unmask, nearer":            {everything, []any{el("p", mask, el("b", unmask, "a"), "b")}, "b:masked"},
		"mask, nearer":              {everything, []any{el("p", unmask, el("b", mask, "a"), "b")}, "a:masked"},
		"both on one":               {everything, []any{el("p", mask|unmask, "a")}, "a:masked"},
		"unmask, mask wins":         {maskWins, []any{el("p", mask, el("b", unmask, "a"), "b")}, "a:masked b:masked"},
		"mask in unmask, mask wins": {maskWins, []any{el("p", unmask, el("b", mask, "a"), "b")}, "a:masked"},
		"unmask in both":            {everything, []any{el("p", mask, el("b", unmask, el("i", mask, "a"), "b"))}, "a:masked"},

		"block":                     {everything, []any{el("div", block, "a", el("b"))}, "div:blocked a:inside b:inside"},
		"block in a block":          {everything, []any{el("div", block, el("b", block))}, "div:blocked b:inside"},
		"block, with what it hides": {everything, []any{el("div", block, el("p", mask, "a"), domtest.Shadow("open", "b"))}, "div:blocked #:inside b:inside p:inside a:masked,inside"},
		"block is no mask":          {masksInputs, []any{el("input", block)}, "input:masked,blocked"},

		"every input": {masksInputs, []any{el("input"), input("TEXT"), input("search"), input("date"), input("color"), el("textarea", "x"), el("select")},
			"input:masked input:masked input:masked input:masked input:masked textarea:masked x:masked select:masked"},
		"inputs without text":            {masksInputs, []any{input("hidden"), input("submit"), input("Button"), input("reset"), input("image"), input("file"), input("checkbox"), input("radio"), el("button", "b")}, ""},
		"some inputs":                    {masksSome, []any{input("password"), input("email"), el("input"), el("textarea"), el("select")}, "input:masked textarea:masked"},
		"text in an input":               {masksInputs, []any{el("input", "never shown")}, "input:masked"},
		"an input unmasked":              {masksInputs, []any{el("p", unmask, el("input")), el("input")}, "input:masked"},
		"the options of a masked select": {masksInputs, []any{el("select", el("option", "o"))}, "select:masked"},
		"autocomplete":                   {masksSome, []any{el("input", attrs{"autocomplete": " CC-number "}), el("select", attrs{"autocomplete": "cc-exp"}), el("input", attrs{"autocomplete": "email cc-name"})}, "input:masked select:masked"},
		"attributes of what is masked":   {attributes, []any{el("p", mask, attrs{"title": "a", "lang": "b", "href": "c", "style": "color: red"}), el("p", attrs{"title": "a"})}, "p:@title,?href"},
		"attributes by the level":        {levels, []any{el("p", attrs{"title": "a"}), el("p", unmask, attrs{"title": "a"}, el("a", attrs{"href": "b"}))}, "p:@title"},
		"attributes of controls":         {levels, []any{el("input", attrs{"title": "a"}), input("password", attrs{"title": "a"}), el("select", mask, attrs{"title": "a"})}, "input:masked,@title select:masked,@title"},
		"a value that is no text":        {with(func(p *privacy.Promise) { p.Inputs, p.Attributes = []string{"*"}, []string{"value"} }), []any{input("hidden", attrs{"value": "a"}), input("submit"), input("file", attrs{"value": "b"}), input("reset", unmask, attrs{"value": "c"})}, "input:masked"},
		"attributes of nothing else":     {levels, []any{domtest.Comment("a"), el("style", attrs{"media": "a"})}, ""},
		"drawings":                       {with(func(p *privacy.Promise) { p.Canvases = true }), []any{el("p", mask, el("canvas", unmask), el("canvas")), el("canvas"), el("canvas", block), el("canvas", domtest.NS(dom.SVG))}, "canvas:drawing canvas:blocked"},
		"no HTML":                        {masksInputs, []any{el("input", domtest.NS(dom.SVG))}, ""},
	} {
		tree := domtest.Page(c.body...)
		treated := privacy.Judge(tree.Root, c.promise)
		var got []string
		tree.Root.Walk(func(n *dom.Node) bool {
			if tr, ok := treated[n]; ok {
				name := n.Name + n.Value
				if n.Kind == dom.Shadow {
					name = "#"
				}
				got = append(got, name+":"+words(tr))
			}
			return true
		})
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, text, c.want)
		}
		if len(got) != len(treated) {
			t.Errorf("%s: %d nodes are treated, %d of them in the page", name, len(treated), len(got))
		}
	}
}

func words(tr privacy.Treatment) string {
	var list []string
	for word, is := range map[string]bool{"masked": tr.Masked, "blocked": tr.Blocked, "inside": tr.Inside, "drawing": tr.Drawing} {
		if is {
			list = append(list, word)
		}
	}
	slices.SortFunc(list, func(a, b string) int {
		return strings.Index("masked blocked inside drawing", a) - strings.Index("masked blocked inside drawing", b)
	})
	for _, name := range tr.Attributes {
		list = append(list, "@"+name)
	}
	for _, name := range tr.Queries {
		list = append(list, "?"+name)
	}
	return strings.Join(list, ",")
}

func TestStars(t *testing.T) {
	for _, c := range []struct {
		text, shown  string
		same, masked bool
	}{
		{"secret", "******", true, true},
		{"two words\n", "**********", true, true},
		{"two words\n", "*** *****\n", true, true},
		{"two words\n", "***\t*****\n", false, true},
		{"é🔑", "***", true, true},
		{"é🔑", "**", false, true},
		{"secret", "*****", false, true},
		{"secret", "*******", false, true},
		{"secret", "secret", false, false},
		{"secret", "*****t", false, false},
		{"a*", "**", true, true},
		{"a*", "a*", false, false},
		{"", "", true, false},
		{" \n", " \n", true, false},
		{" \n", "**", true, true},
	} {
		if got := privacy.Same(c.text, c.shown); got != c.same {
			t.Errorf("Same(%q, %q) = %v", c.text, c.shown, got)
		}
		if got := privacy.Masked(c.shown); got != c.masked {
			t.Errorf("Masked(%q) = %v", c.shown, got)
		}
		if !privacy.Same(c.text, privacy.Stars(c.text)) {
			t.Errorf("%q is masked as %q, which is not the same", c.text, privacy.Stars(c.text))
		}
	}
}

// The promise says what of it decided.
func TestWhy(t *testing.T) {
	level := with(func(p *privacy.Promise) { p.Text, p.Inputs = true, []string{"*"} })
	for name, c := range map[string]struct {
		body []any
		want string
	}{
		"a selector":               {[]any{el("p", mask2, "a")}, ".mask2"},
		"two on one":               {[]any{el("p", mask|mask2, "a")}, ".mask"},
		"the nearer":               {[]any{el("p", mask, el("b", mask2, "a"))}, ".mask2"},
		"the level, text":          {[]any{"a"}, "the level, which masks all text"},
		"the level, a control":     {[]any{el("input")}, "the level, which masks such a control"},
		"the level, in a control":  {[]any{el("p", unmask, el("textarea"))}, ""},
		"a selector for a control": {[]any{el("p", mask, el("input"))}, ".mask"},
		"a block":                  {[]any{el("div", block)}, ".block"},
	} {
		tree := domtest.Page(c.body...)
		treated := privacy.Judge(tree.Root, level)
		got := ""
		tree.Root.Walk(func(n *dom.Node) bool {
			if why := treated[n].Why; why != "" {
				got = why
			}
			return true
		})
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
