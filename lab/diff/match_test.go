package diff_test

import (
	"fmt"
	"slices"
	"testing"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
)

var byID = diff.Options{IDs: true}

// items is a list of ten, each with its number as text, in that order.
func items(order ...int) *dom.Tree {
	var list []*dom.Node
	for _, i := range order {
		list = append(list, el("li", id(100+i), fmt.Sprint("number ", i)))
	}
	return page(el("ul#list", id(50), list))
}

func upTo(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

// shifted takes one item out of ten and puts it elsewhere.
func shifted(from, to int) []int {
	list := upTo(10)
	return slices.Insert(slices.Delete(list, from, from+1), to, from)
}

func TestMovingOneOfTenIsOneMove(t *testing.T) {
	for from := range 10 {
		for to := range 10 {
			var want []string
			switch {
			case from == to:
			case from-to == 1 || to-from == 1: // either of the two has moved; it is one in any case
				for _, o := range []diff.Options{{}, byID} {
					if r := diff.Compare(items(upTo(10)...), items(shifted(from, to)...), o); len(r.Differences) != 1 || r.Differences[0].Kind != diff.Moved {
						t.Errorf("%d to %d: %s", from, to, all(r))
					}
				}
				continue
			default:
				want = []string{fmt.Sprintf(`moved at document.querySelector("#list > li:nth-of-type(%d)"): %s, %s`, from+1, childOf(from), childOf(to))}
			}
			compares(t, fmt.Sprintf("%d to %d", from, to), items(upTo(10)...), items(shifted(from, to)...), diff.Options{}, want...)
			compares(t, fmt.Sprintf("%d to %d by id", from, to), items(upTo(10)...), items(shifted(from, to)...), byID, want...)
		}
	}
}

// spaced is a list of which each item stands on a line of its own.
func spaced(order ...int) *dom.Tree {
	var list []any
	for _, i := range order {
		list = append(list, "\n    ", el("li", fmt.Sprint("number ", i)))
	}
	return page(el("ul#list", append(list, "\n  ")...))
}

// An item that moves with its white space is two moves at the most; one that leaves it behind is one.
func TestMovingOneOfTenLines(t *testing.T) {
	for from := range 10 {
		for to := range 10 {
			r := diff.Compare(spaced(upTo(10)...), spaced(shifted(from, to)...), diff.Options{})
			if n := len(r.Differences); n > 2 || (n == 0) != (from == to) {
				t.Errorf("%d to %d: %d differences: %s", from, to, n, all(r))
			}
		}
		right := spaced(upTo(10)...)
		list := domtest.Find(right, "list")
		item := list.Children[2*from+1]
		list.Children = append(slices.Delete(list.Children, 2*from+1, 2*from+2), item)
		compares(t, fmt.Sprint(from, " appended"), spaced(upTo(10)...), right, diff.Options{},
			fmt.Sprintf(`moved at document.querySelector("#list > li:nth-of-type(%d)"): %s, %s`, from+1, childOf(2*from+1), childOf(20)))
	}
}

// Turned round, all but one of a list have moved, even what keeps its number.
func TestTurningRound(t *testing.T) {
	for _, n := range []int{2, 3, 10} {
		order := upTo(n)
		slices.Reverse(order)
		for _, o := range []diff.Options{{}, byID} {
			r := diff.Compare(items(upTo(n)...), items(order...), o)
			if len(r.Differences) != n-1 || slices.ContainsFunc(r.Differences, func(d diff.Difference) bool { return d.Kind != diff.Moved }) {
				t.Errorf("%d turned round: %s", n, all(r))
			}
		}
	}
}

func childOf(i int) string {
	return fmt.Sprintf(`"child %d of document.querySelector(\"#list\")"`, i)
}

func TestOneOfTenGoneIsOneDifference(t *testing.T) {
	for i := range 10 {
		left, right := items(upTo(10)...), items(slices.Delete(upTo(10), i, i+1)...)
		want := fmt.Sprintf(`missing at document.querySelector("#list > li:nth-of-type(%d)"): "<li>\"number %d\"", none`, i+1, i)
		compares(t, fmt.Sprint(i, " gone"), left, right, diff.Options{}, want)
		compares(t, fmt.Sprint(i, " gone by id"), left, right, byID, want)
	}
}

// With ids, a node is itself however it looks; without, it is what looks like it in its place.
func TestIDsDecide(t *testing.T) {
	one, two := el("p", id(10), "one"), el("p", id(11), "two")
	left := page(one, two)
	right := page(el("p", id(11), "one"), el("p", id(10), "two"))
	compares(t, "in order", left, right, diff.Options{})
	r := diff.Compare(left, right, byID)
	if r.Pairs[one].ID != 10 || r.Pairs[two].ID != 11 || len(r.Differences) != 3 {
		t.Errorf("by id: %s", all(r)) // one moved, and both have another text
	}

	// An id that has another kind of node is no anchor, and one that only one side knows neither.
	compares(t, "another kind", page(domtest.Text("one", id(10))), page(el("p", id(10)), domtest.Text("one", id(12))), byID,
		`extra at document.querySelector("body > p"): none, "<p>"`)
	compares(t, "one side", page(el("p", id(10), "one")), page(el("p", "two")), byID, `text at document.querySelector("body > p").childNodes[0]: "one", "two"`)
}

func TestOrderDecidesBetweenWhatIsAlike(t *testing.T) {
	for name, c := range map[string]struct {
		left, right []any
		want        []string
	}{
		"an edit of one among others": {[]any{el("p", "a one"), el("p", "a two"), el("p", "a three")}, []any{el("p", "a one"), el("p", "a 2"), el("p", "a three")},
			[]string{`text at document.querySelector("body > p:nth-of-type(2)").childNodes[0]: "a two", "a 2"`}},
		"an id holds while the text changes": {[]any{el("p#a", "one"), el("p#b", "two")}, []any{el("p#b", "new")},
			[]string{`text at document.querySelector("#b").childNodes[0]: "two", "new"`, `missing at document.querySelector("#a"): "<p id=\"a\">\"one\"", none`}},
		"an id goes before a place": {[]any{el("p", "one"), el("p#b", "two")}, []any{el("p#b", "new")},
			[]string{`text at document.querySelector("#b").childNodes[0]: "two", "new"`, `missing at document.querySelector("body > p:nth-of-type(1)"): "<p>\"one\"", none`}},
		"an element gets an id": {[]any{el("p", "one"), el("p", "two")}, []any{el("p#a", "1"), el("p", "2")},
			[]string{`attribute id at document.querySelector("body > p:nth-of-type(1)"): none, "a"`, `text at document.querySelector("body > p:nth-of-type(1)").childNodes[0]: "one", "1"`,
				`text at document.querySelector("body > p:nth-of-type(2)").childNodes[0]: "two", "2"`}},
		"as many as stay in order": {[]any{el("p", "1"), el("div", "2"), el("span", "3")}, []any{el("div", "b"), el("span", "c"), el("p", "a")},
			[]string{`text at document.querySelector("body > div").childNodes[0]: "2", "b"`, `text at document.querySelector("body > span").childNodes[0]: "3", "c"`,
				`missing at document.querySelector("body > p"): "<p>\"1\"", none`, `extra at document.querySelector("body > p"): none, "<p>\"a\""`}},
		"another id is another element": {[]any{el("p#a", "one")}, []any{el("p#b", "one")},
			[]string{`missing at document.querySelector("#a"): "<p id=\"a\">\"one\"", none`, `extra at document.querySelector("#b"): none, "<p id=\"b\">\"one\""`}},
		"another name is another element": {[]any{el("p", "one")}, []any{el("div", "one")},
			[]string{`missing at document.querySelector("body > p"): "<p>\"one\"", none`, `extra at document.querySelector("body > div"): none, "<div>\"one\""`}},
		"short texts are not taken for each other": {[]any{"a", el("p"), "b"}, []any{"b", el("p"), "a"},
			[]string{`text at document.querySelector("body").childNodes[0]: "a", "b"`, `text at document.querySelector("body").childNodes[2]: "b", "a"`}},
	} {
		compares(t, name, page(c.left...), page(c.right...), diff.Options{}, c.want...)
	}
}

func TestMovesToAnotherParent(t *testing.T) {
	card := func(parts ...any) *dom.Node { return el("p#card", append([]any{id(20)}, parts...)...) }
	left := page(el("div#a", id(10), card("one")), el("div#b", id(11)))
	moved := `moved at document.querySelector("#card"): "child 0 of document.querySelector(\"#a\")", "child 0 of document.querySelector(\"#b\")"`
	same := page(el("div#a", id(10)), el("div#b", id(11), card("one")))
	compares(t, "as it was", left, same, diff.Options{}, moved)
	compares(t, "as it was, by id", left, same, byID, moved)

	// Nothing but its id tells that a changed element is the same, and nothing at all that an empty one is.
	edited := page(el("div#a", id(10)), el("div#b", id(11), card("two")))
	compares(t, "edited", left, edited, diff.Options{},
		`missing at document.querySelector("#card"): "<p id=\"card\">\"one\"", none`, `extra at document.querySelector("#card"): none, "<p id=\"card\">\"two\""`)
	compares(t, "edited, by id", left, edited, byID, `text at document.querySelector("#card").childNodes[0]: "one", "two"`, moved)
	compares(t, "as it was, and another that is alike", page(el("div", el("p", "one"), el("p", id(20), "one")), el("div#b")), page(el("div"), el("div#b", el("p", id(20), "one"))), byID,
		`moved at document.querySelector("body > div:nth-of-type(1) > p:nth-of-type(2)"): "child 1 of document.querySelector(\"body > div:nth-of-type(1)\")", "child 0 of document.querySelector(\"#b\")"`,
		`missing at document.querySelector("body > div:nth-of-type(1) > p:nth-of-type(1)"): "<p>\"one\"", none`)
	compares(t, "empty", page(el("div", el("i")), el("div#b")), page(el("div"), el("div#b", el("i"))), diff.Options{},
		`missing at document.querySelector("body > div:nth-of-type(1) > i"): "<i>", none`, `extra at document.querySelector("#b > i"): none, "<i>"`)
}

// What moves into something that moves itself has still only moved, and so has what changes places
// inside it.
func TestMovesInsideMoves(t *testing.T) {
	left := page(el("main", id(9), el("p#inner", id(20), "x"), el("div#outer", id(21), el("b", id(22)), el("i", id(23)))), el("aside", id(10)))
	right := page(el("main", id(9)), el("aside", id(10), el("div#outer", id(21), el("i", id(23)), el("b", id(22)), el("p#inner", id(20), "x"))))
	r := diff.Compare(left, right, byID)
	var got []string
	for _, d := range r.Differences {
		got = append(got, string(d.Kind)+" "+d.Left.Name)
	}
	if slices.Sort(got); !slices.Equal(got, []string{"moved b", "moved div", "moved p"}) && !slices.Equal(got, []string{"moved div", "moved i", "moved p"}) {
		t.Errorf("%s", all(r))
	}
}

// Of long lists only the beginnings are tried on each other, in order.
func TestLongLists(t *testing.T) {
	list := func(word string) *dom.Tree {
		var rows []*dom.Node
		for i := range 2100 {
			rows = append(rows, el("li", fmt.Sprint(word, i)))
		}
		return page(el("ul", rows))
	}
	r := diff.Compare(list("a"), list("b"), diff.Options{})
	if len(r.Differences) != 2100 || r.Differences[2099].Kind != diff.Text || *r.Differences[2099].RightValue != "b2099" {
		t.Errorf("%d differences, the last %s", len(r.Differences), said(r.Differences[len(r.Differences)-1]))
	}
}

// TestOneOfThreeAlike: a state that makes one sibling look like the next is one difference of state.
func TestOneOfThreeAlike(t *testing.T) {
	three := func(checked int, then string) *dom.Tree {
		var list []*dom.Node
		for i := range 3 {
			list = append(list, el("input", domtest.Props{dom.PropChecked: fmt.Sprint(i == checked)}))
		}
		return page(el("form", list, el("p", then)))
	}
	r := diff.Compare(three(0, "after"), three(-1, "behind"), diff.Options{})
	if len(r.Differences) != 2 || r.Differences[0].Kind != diff.Property || r.Differences[0].Name != dom.PropChecked || r.Differences[1].Kind != diff.Text {
		t.Errorf("one wrong check mark is %s", all(r))
	}
	r = diff.Compare(three(0, "after"), three(2, "after"), diff.Options{})
	if len(r.Differences) != 1 || r.Differences[0].Kind != diff.Moved {
		t.Errorf("the same states in another order are %s", all(r))
	}
}
