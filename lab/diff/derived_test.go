package diff_test

import (
	"slices"
	"testing"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/privacy"
)

func TestDerivedFacts(t *testing.T) {
	with := func(d derived, parts ...any) *dom.Tree { return page(el("p#a", append(parts, d)...)) }
	for name, c := range map[string]struct {
		left, right *dom.Tree
		want        []string
		hidden      int
	}{
		"equal":            {with(derived{"image": "1×1"}), with(derived{"image": "1×1"}), nil, 0},
		"other":            {with(derived{"image": "1×1"}), with(derived{"image": "2×1"}), []string{"derived image 1×1 2×1"}, 0},
		"lost":             {with(derived{"focusVisible": "true", "image": "1×1"}), with(derived{"image": "1×1"}), []string{"derived focusVisible true -"}, 0},
		"gained":           {with(nil), with(derived{"focusVisible": "true"}), []string{"derived focusVisible - true"}, 0},
		"several":          {with(derived{"a": "1", "c": "1"}), with(derived{"b": "1", "c": "2"}), []string{"derived a 1 -", "derived b - 1", "derived c 1 2"}, 0},
		"out of question":  {with(derived{"a": dom.Unknown, "b": "1"}), with(derived{"a": "1", "b": dom.Unknown, "c": dom.Unknown}), nil, 0},
		"follows":          {with(derived{"a": "1"}, attrs{"title": "x"}), with(derived{"a": "2"}), []string{"attribute title x -"}, 1},
		"not in a subtree": {with(derived{"a": "1"}, el("b", derived{"x": "1"})), with(derived{"a": "1"}, el("b")), []string{"derived x 1 -"}, 0},
	} {
		r := diff.Compare(c.left, c.right, diff.Options{Derived: true})
		if got := texts(r); !slices.Equal(got, c.want) || r.Hidden != c.hidden {
			t.Errorf("%s: %q, %d hidden; want %q, %d", name, got, r.Hidden, c.want, c.hidden)
		}
		if r := diff.Compare(c.left, c.right, diff.Options{}); len(r.Differences) != len(c.want)-count(c.want, "derived") {
			t.Errorf("%s: without being asked it found %q", name, texts(r))
		}
	}
}

func count(list []string, prefix string) (n int) {
	for _, s := range list {
		if len(s) > len(prefix) && s[:len(prefix)] == prefix {
			n++
		}
	}
	return n
}

func texts(r *diff.Result) (list []string) {
	value := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	for _, d := range r.Differences {
		list = append(list, string(d.Kind)+" "+d.Name+" "+value(d.LeftValue)+" "+value(d.RightValue))
	}
	return list
}

func TestHighlights(t *testing.T) {
	lit := func(parts ...any) *dom.Tree {
		tree := page(el("p#a", "one"), el("p#b", "two"))
		for _, p := range parts {
			h := p.(dom.Highlight)
			for i := range h.Ranges {
				h.Ranges[i].Start, h.Ranges[i].End = domtest.Find(tree, "a").Children[0], domtest.Find(tree, "b").Children[0]
			}
			tree.Highlights = append(tree.Highlights, h)
		}
		return tree
	}
	one := func(name string, priority int, ends ...int) dom.Highlight {
		h := dom.Highlight{Name: name, Priority: priority}
		for _, e := range ends {
			h.Ranges = append(h.Ranges, dom.Range{EndOffset: e})
		}
		return h
	}
	at := func(end string) string {
		return `document.querySelector("#a").childNodes[0], 0 → document.querySelector("#b").childNodes[0], ` + end
	}
	for name, c := range map[string]struct {
		left, right *dom.Tree
		want        []string
	}{
		"none":           {lit(), lit(), nil},
		"equal":          {lit(one("x", 1, 1, 2), one("y", 0, 1)), lit(one("x", 1, 1, 2), one("y", 0, 1)), nil},
		"lost":           {lit(one("x", 0, 2)), lit(), []string{"highlight x " + at("2") + " -"}},
		"gained":         {lit(), lit(one("x", 0, 2)), []string{"highlight x - " + at("2")}},
		"another range":  {lit(one("x", 0, 2)), lit(one("x", 0, 3)), []string{"highlight x " + at("2") + " " + at("3")}},
		"another name":   {lit(one("x", 0, 2)), lit(one("y", 0, 2)), []string{"highlight x " + at("2") + " -", "highlight y - " + at("2")}},
		"one range more": {lit(one("x", 0, 2)), lit(one("x", 0, 2, 3)), []string{"highlight x " + at("2") + " " + at("2") + "\n" + at("3")}},
		"priority":       {lit(one("x", 1, 2)), lit(one("x", 0, 2)), []string{"highlight x " + at("2") + "\npriority 1 " + at("2")}},
	} {
		if got := texts(diff.Compare(c.left, c.right, diff.Options{})); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A highlight of what the policy takes out goes with it, and a window is not called after a title
// that is masked.
func TestPolicyOnDerivedState(t *testing.T) {
	p := policy(t, "comment-dropped")
	tree := page(el("p#a", "x", domtest.Comment("note")))
	c := domtest.Find(tree, "a").Children[1]
	tree.Highlights = []dom.Highlight{{Name: "h", Ranges: []dom.Range{{Start: c, End: c, EndOffset: 2}}}}
	if out, _ := p.Canonical(tree, diff.Live, privacy.Promise{}, nil); len(out.Highlights) != 0 {
		t.Errorf("%v is left", out.Highlights)
	}
	titled := func(text, window string) *dom.Tree {
		tree := domtest.HeadedPage([]any{el("title", text)})
		tree.Root.Derived = dom.Set(tree.Root.Derived, dom.DerivedTitle, window)
		return tree
	}
	live, _ := p.Canonical(titled("secret", "secret"), diff.Live, privacy.Promise{Text: true}, nil)
	shown, _ := p.Canonical(titled("******", "******"), diff.Replayed, privacy.Promise{}, nil)
	if got := texts(diff.Compare(live, shown, diff.Options{Derived: true})); len(got) != 0 {
		t.Errorf("masked: %q", got)
	}
	live, _ = p.Canonical(titled("a", "a"), diff.Live, privacy.Promise{}, nil)
	shown, _ = p.Canonical(titled("a", "b"), diff.Replayed, privacy.Promise{}, nil)
	if got := texts(diff.Compare(live, shown, diff.Options{Derived: true})); !slices.Equal(got, []string{"derived title a b"}) {
		t.Errorf("in clear: %q", got)
	}
}
