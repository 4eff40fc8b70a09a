package truth_test

import (
	"slices"
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/truth"
)

func TestPseudoElements(t *testing.T) {
	page := read(t, map[string]string{"/page.html": `<!doctype html><style>
		#a::before { content: "now"; color: rgb(1, 2, 3) } #a::after { content: ""; display: block; height: 7px }
		#d::backdrop { background-color: rgb(4, 5, 6) } #none::before { content: none } li::marker { color: rgb(7, 8, 9) }
		</style><p id=a>x</p><p id=none>x</p><ul><li id=l>x</ul><dialog id=d>x</dialog><script>d.showModal()</script>`}, truth.Options{Styles: truth.Styles})
	find := func(id, name string) dom.Pseudo {
		i := slices.IndexFunc(byID(page.Root, id).Pseudos, func(p dom.Pseudo) bool { return p.Name == name })
		if i < 0 {
			t.Errorf("#%s has no %s", id, name)
			return dom.Pseudo{}
		}
		return byID(page.Root, id).Pseudos[i]
	}
	for _, c := range []struct{ id, name, property, want string }{
		{"a", "::before", "content", `"now"`}, {"a", "::before", "color", "rgb(1, 2, 3)"}, {"d", "::backdrop", "background-color", "rgb(4, 5, 6)"},
		{"l", "::marker", "color", "rgb(7, 8, 9)"},
	} {
		if got := style(find(c.id, c.name).Style, c.property); got != c.want {
			t.Errorf("#%s%s: %s is %s, want %s", c.id, c.name, c.property, got, c.want)
		}
	}
	if b := find("a", "::after").Box; b.H != 7 || b.W < 100 {
		t.Errorf("#a::after is %v", b)
	}
	if n := byID(page.Root, "none"); len(n.Pseudos) != 0 {
		t.Errorf("#none has %v", n.Pseudos)
	}
}

// Every property that is asked for is one that this browser has: it knows nothing of a misspelt one.
func TestStylesExist(t *testing.T) {
	page := read(t, map[string]string{"/page.html": `<!doctype html><p id=a>x`}, truth.Options{Styles: truth.Styles})
	if n := len(truth.Styles); n < 60 || n > 70 {
		t.Errorf("%d properties", n)
	}
	for i, p := range byID(page.Root, "a").Style {
		if p.Value == "" {
			t.Errorf("%s has no value", p.Name)
		}
		if slices.Index(truth.Styles, p.Name) != i {
			t.Errorf("%s is there twice", p.Name)
		}
	}
}
