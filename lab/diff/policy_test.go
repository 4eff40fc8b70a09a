package diff_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/dom/domtest"
	"replaylab/lab/privacy"
)

func policy(t testing.TB, names ...string) diff.Policy {
	t.Helper()
	p, err := diff.NewPolicy(names...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPolicyNames(t *testing.T) {
	for _, name := range []string{"comment", "", "Comment-dropped", "comment-dropped "} {
		if _, err := diff.NewPolicy("script-dropped", name); err == nil || !strings.Contains(err.Error(), `"`+name+`"`) {
			t.Errorf("a policy with the rule %q: error %v", name, err)
		}
	}
	seen := map[string]bool{}
	for _, r := range diff.Rules {
		if seen[r.Name] || r.Why == "" || r.Apply == nil {
			t.Errorf("the rule %s is there twice, or says nothing", r.Name)
		}
		seen[r.Name] = true
		if _, err := diff.NewPolicy(r.Name, r.Name); err != nil {
			t.Errorf("the rule %s, named twice: %v", r.Name, err)
		}
	}
}

// A rule that does not stand holds only where it is named; one that stands always does.
func TestRulesHoldWhereTheyAreNamed(t *testing.T) {
	tree := page(domtest.Comment("note"), el("textarea", "text"))
	for names, want := range map[string]string{"": "textarea-text", "comment-dropped": "comment-dropped textarea-text", "textarea-text": "textarea-text"} {
		_, fired := policy(t, strings.Fields(names)...).Canonical(tree, diff.Model, privacy.Promise{}, nil)
		if got := strings.Join(firings(fired), " "); got != want {
			t.Errorf("with %q: fired %s, want %s", names, got, want)
		}
	}
}

func firings(fired map[string]*diff.Firing) (names []string) {
	for name := range fired {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Every firing is counted, and the sample is a path in the page as it was.
func TestFiringsAreCounted(t *testing.T) {
	tree := page(el("script"), el("p"), el("p", domtest.Comment("1")), el("div", domtest.Comment("2"), el("b", domtest.Shadow("open", domtest.Comment("3")))), domtest.Comment("4"))
	_, fired := policy(t, "comment-dropped", "script-dropped").Canonical(tree, diff.Live, privacy.Promise{}, nil)
	if f := fired["comment-dropped"]; f.Count != 4 || f.Sample != `document.querySelector("body > p:nth-of-type(2)").childNodes[0]` {
		t.Errorf("fired %+v", f)
	}
}

func TestCanonicalLeavesThePageAlone(t *testing.T) {
	var names []string
	for _, r := range diff.Rules {
		names = append(names, r.Name)
	}
	for seed := range uint64(100) {
		for _, side := range []diff.Side{diff.Live, diff.Model, diff.Replayed} {
			tree, before := domtest.Random(rand.New(rand.NewPCG(seed, 4)), 60), domtest.Random(rand.New(rand.NewPCG(seed, 4)), 60)
			policy(t, names...).Canonical(tree, side, privacy.Promise{Text: true}, before)
			if r := diff.Compare(before, tree, diff.Options{}); len(r.Differences) > 0 {
				t.Fatalf("seed %d: the policy changed the page: %s", seed, all(r))
			}
		}
	}
}

// A selection that ends in something that is not compared is not compared either.
func TestSelectionsInWhatTheRulesTakeOut(t *testing.T) {
	promise := privacy.Promise{Block: []string{".block"}}
	for name, c := range map[string]struct {
		in   *dom.Node
		kept bool
	}{
		"dropped":           {el("script", "code"), false},
		"blocked":           {el("div", domtest.Matches(1), el("p", "text")), false},
		"emptied":           {el("style", "rules"), false},
		"a frame taken out": {el("iframe", attrs{"src": "https://b.example/"}, domtest.Doc("https://b.example/", el("p", "text"))), false},
		"kept":              {el("p", domtest.Shadow("open", el("b", "text"))), true},
	} {
		for _, ends := range []string{"start", "end", "both"} {
			outside := domtest.Text("outside")
			tree := page(outside, c.in)
			var inside *dom.Node
			c.in.Walk(func(n *dom.Node) bool {
				if n.Kind == dom.Text {
					inside = n
				}
				return true
			})
			tree.Selection = &dom.Range{Start: outside, End: outside}
			if ends != "end" {
				tree.Selection.Start = inside
			}
			if ends != "start" {
				tree.Selection.End = inside
			}
			out, _ := policy(t, "script-dropped", "cross-site-frame").Canonical(tree, diff.Live, promise, nil)
			if (out.Selection != nil) != c.kept {
				t.Errorf("%s, %s: the selection is %v", name, ends, out.Selection)
			}
		}
	}
}
