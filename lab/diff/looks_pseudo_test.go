package diff_test

import (
	"slices"
	"testing"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
)

// styled is a page with one element that has a style and pseudo-elements.
func styled(style []string, pseudos ...dom.Pseudo) *dom.Tree {
	n := el("p#a", "x")
	n.Style, n.Box, n.Pseudos = pairs(style), &dom.Box{W: 100, H: 20}, pseudos
	return page(n)
}

func pairs(list []string) (style []dom.Pair) {
	for pair := range slices.Chunk(list, 2) {
		style = append(style, dom.Pair{Name: pair[0], Value: pair[1]})
	}
	return style
}

func pseudo(name string, w float64, style ...string) dom.Pseudo {
	return dom.Pseudo{Name: name, Style: pairs(style), Box: dom.Box{W: w, H: 10}}
}

func TestPseudoElements(t *testing.T) {
	red, blue := []string{"color", "red", "content", "normal"}, []string{"color", "blue", "content", "normal"}
	for name, c := range map[string]struct {
		left, right *dom.Tree
		want        []string
		hidden      int
	}{
		"equal":               {styled(red, pseudo("::before", 5, "color", "red", "content", `"a"`)), styled(red, pseudo("::before", 5.5, "color", "red", "content", `"a"`)), nil, 0},
		"lost":                {styled(red, pseudo("::before", 5)), styled(red), []string{"style ::before rendered true false"}, 0},
		"gained":              {styled(red, pseudo("::before", 5)), styled(red, pseudo("::after", 5), pseudo("::before", 5)), []string{"style ::after rendered false true"}, 0},
		"other text":          {styled(red, pseudo("::before", 5, "color", "red", "content", `"a"`)), styled(red, pseudo("::before", 9, "color", "red", "content", `"b"`)), []string{`style ::before content "a" "b"`}, 1},
		"other size":          {styled(red, pseudo("::marker", 5)), styled(red, pseudo("::marker", 9)), []string{"geometry ::marker box 5×10 9×10"}, 0},
		"inherited":           {styled(red, pseudo("::before", 5, "color", "red")), styled(blue, pseudo("::before", 5, "color", "blue")), []string{"style color red blue"}, 1},
		"colour of its own":   {styled(red, pseudo("::before", 5, "color", "green")), styled(red, pseudo("::before", 5, "color", "blue")), []string{"style ::before color green blue"}, 0},
		"of the current one":  {styled([]string{"color", "red", "border-top-color", "red"}), styled([]string{"color", "blue", "border-top-color", "blue"}), []string{"style color red blue"}, 1},
		"not the current one": {styled([]string{"color", "red", "border-top-color", "green"}), styled([]string{"color", "blue", "border-top-color", "blue"}), []string{"style color red blue", "style border-top-color green blue"}, 0},
	} {
		r := diff.Compare(c.left, c.right, looks)
		if got := texts(r); !slices.Equal(got, c.want) || r.Hidden != c.hidden {
			t.Errorf("%s: %q, %d hidden; want %q, %d", name, got, r.Hidden, c.want, c.hidden)
		}
	}
	o := looks
	o.Reflowed = true
	if got := texts(diff.Compare(styled(red, pseudo("::marker", 5)), styled(red, pseudo("::marker", 9)), o)); len(got) != 0 {
		t.Errorf("with masked text: %q", got)
	}
}
