package diff_test

import (
	"slices"
	"testing"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/privacy"
)

func TestHitTests(t *testing.T) {
	button := func(hit string, box dom.Box) *dom.Tree {
		n := el("button#b", "x", box)
		if hit != "" {
			n.Derived = dom.Set(n.Derived, dom.DerivedHit, hit)
		}
		return page(n)
	}
	here, there := dom.Box{X: 10, Y: 10, W: 50, H: 20}, dom.Box{X: 10, Y: 200, W: 50, H: 20}
	for name, c := range map[string]struct {
		left, right *dom.Tree
		want        []string
		hidden      int
	}{
		"equal":              {button("self", here), button("self", here), nil, 0},
		"covered":            {button("self", here), button("div#cover", here), []string{"hit test  self div#cover"}, 0},
		"not to be reached":  {button("self", here), button("", here), []string{"hit test  self -"}, 0},
		"of another place":   {button("self", here), button("div#cover", there), nil, 1},
		"of another element": {button("self", here), page(el("button#b", attrs{"disabled": ""}, "x", here)), []string{"attribute disabled (empty) - "}, 1},
	} {
		o := diff.Options{Derived: true}
		r := diff.Compare(c.left, c.right, o)
		if got := texts(r); !slices.Equal(got, c.want) || r.Hidden != c.hidden {
			t.Errorf("%s: %q, %d hidden; want %q, %d", name, got, r.Hidden, c.want, c.hidden)
		}
		o.Reflowed = true
		if got := texts(diff.Compare(c.left, c.right, o)); slices.ContainsFunc(got, func(s string) bool { return s[:3] == "hit" }) {
			t.Errorf("%s: with masked text: %q", name, got)
		}
	}
	if !diff.Hit.Looks() || diff.Derived.Looks() {
		t.Error("a hit test is of the looks, and other derived facts are not")
	}
}

// What a browser says of a masked value is not what it says of the value.
func TestMaskedControlsAreNotValidated(t *testing.T) {
	mail := func(value, flags string) *dom.Tree {
		n := el("input#i", attrs{"type": "email"}, props{dom.PropValue: value})
		if flags != "" {
			n.Derived = dom.Set(n.Derived, dom.DerivedValidity, flags)
		}
		return page(n)
	}
	p := policy(t, "comment-dropped")
	compare := func(promise privacy.Promise, shown string) []string {
		live, _ := p.Canonical(mail("a@b.example", ""), diff.Live, promise, nil)
		replayed, _ := p.Canonical(mail(shown, "typeMismatch"), diff.Replayed, privacy.Promise{}, nil)
		return texts(diff.Compare(live, replayed, diff.Options{Derived: true}))
	}
	if got := compare(privacy.Promise{Inputs: []string{"email"}}, "***********"); len(got) != 0 {
		t.Errorf("masked: %q", got)
	}
	if got := compare(privacy.Promise{}, "a@b.example"); !slices.Equal(got, []string{"derived validity - typeMismatch"}) {
		t.Errorf("in clear: %q", got)
	}
}
