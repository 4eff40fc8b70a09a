package diff_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/privacy"
)

// large is a page of about that many nodes as it is read from a browser: with style, which elements
// share, boxes and facts. Rows of a table are alike, and one in ten is a random subtree.
func large(nodes int) *dom.Tree {
	r := rand.New(rand.NewPCG(1, uint64(nodes)))
	var styles [12][]dom.Pair
	for i := range styles {
		for k := range 65 {
			styles[i] = append(styles[i], dom.Pair{Name: fmt.Sprint("property-", k), Value: fmt.Sprint("value ", (i+1)*k%7)})
		}
	}
	var rows []any
	for made := 0; made < nodes; {
		row := el("li", attrs{"class": "row", "data-n": fmt.Sprint(made)},
			el("b", fmt.Sprint("row ", made)), el("input", props{dom.PropValue: fmt.Sprint("v", made)}, derived{dom.DerivedHit: "self"}), el("a", attrs{"href": "https://a.example/"}, "link"))
		if r.IntN(10) == 0 {
			row = el("li", domtest.Random(r, 12).Root.Children[1].Children[1].Children)
		}
		rows = append(rows, row)
		made += row.Count()
	}
	tree := page(el("ul", rows...))
	y := 0.0
	tree.Root.Walk(func(n *dom.Node) bool {
		if n.Kind == dom.Element {
			n.Style, n.Box = styles[len(n.Name)%len(styles)], &dom.Box{X: 8, Y: y, W: 200, H: 18}
			y += 18
		}
		return true
	})
	return domtest.Number(tree)
}

// reread is the same page as it is read again: equal, and sharing nothing.
func reread(t *dom.Tree) *dom.Tree {
	c := t.Clone()
	again := map[*dom.Pair][]dom.Pair{}
	c.Root.Walk(func(n *dom.Node) bool {
		n.Origin = nil
		if len(n.Style) > 0 {
			if again[&n.Style[0]] == nil {
				again[&n.Style[0]] = append([]dom.Pair(nil), n.Style...)
			}
			n.Style = again[&n.Style[0]]
		}
		return true
	})
	return c
}

// cpu is the time that this process has used so far, its collector included: other work on the
// machine does not count.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// written is what decoding a page into such nodes takes, as a floor: the same nodes, with what is
// theirs alone.
type written struct {
	Name, Value    string
	Attrs, Props   []dom.Pair
	Derived        []dom.Pair
	Box            *dom.Box
	Shadow         *written
	Content, Frame *written
	Children       []*written
}

func write(n *dom.Node) *written {
	if n == nil {
		return nil
	}
	w := &written{n.Name, n.Value, n.Attrs, n.Props, n.Derived, n.Box, write(n.Shadow), write(n.Content), write(n.Frame), nil}
	for _, c := range n.Children {
		w.Children = append(w.Children, write(c))
	}
	return w
}

// decoding is the CPU time that encoding/json takes to decode two such pages, the least of five.
func decoding(b *testing.B, t *dom.Tree) time.Duration {
	text, err := json.Marshal(write(t.Root))
	if err != nil {
		b.Fatal(err)
	}
	least := time.Duration(1 << 62)
	for range 5 {
		begun := cpu()
		for range 2 {
			if err := json.Unmarshal(text, new(written)); err != nil {
				b.Fatal(err)
			}
		}
		least = min(least, cpu()-begun)
	}
	return least
}

// BenchmarkDiff does what is done for one checkpoint to compare a live and a replayed page: both are
// brought into canonical form and compared. One page in a hundred nodes differs in something.
func BenchmarkDiff(b *testing.B) {
	p, err := diff.NewPolicy("script-dropped", "hover-class", "class-tokens")
	if err != nil {
		b.Fatal(err)
	}
	for _, nodes := range []int{1000, 10_000, 50_000, 200_000} {
		left := large(nodes)
		equal, other := reread(left), reread(left)
		i := 0
		other.Root.Walk(func(n *dom.Node) bool {
			if i++; i%100 == 0 && n.Kind == dom.Element {
				n.Attrs = dom.Set(n.Attrs, "title", "changed")
			}
			return true
		})
		count, floor := left.Root.Count(), decoding(b, left)
		for _, c := range []struct {
			name  string
			right *dom.Tree
		}{{"equal", equal}, {"edited", other}} {
			b.Run(fmt.Sprintf("%s/nodes=%d", c.name, nodes), func(b *testing.B) {
				begun := cpu()
				for b.Loop() {
					l, _ := p.Canonical(left, diff.Live, privacy.Promise{}, nil)
					r, _ := p.Canonical(c.right, diff.Replayed, privacy.Promise{}, nil)
					diff.Compare(l, r, diff.Options{Looks: true, Derived: true})
				}
				each := float64((cpu() - begun).Nanoseconds()) / float64(b.N)
				b.ReportMetric(each/1e6, "cpu-ms/op")
				b.ReportMetric(each/float64(floor), "x-json")
				b.ReportMetric(each/float64(count), "cpu-ns/node")
			})
		}
	}
}
