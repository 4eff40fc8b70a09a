package fuzz

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"replaylab/lab"
	"replaylab/lab/scenario"
)

func TestSameSeedSamePrograms(t *testing.T) {
	for i := range uint64(50) {
		if a, b := Generate(3, i).String(), Generate(3, i).String(); a != b {
			t.Fatalf("program %d of one seed is two:\n%s\n%s", i, a, b)
		}
	}
	if Generate(3, 1).String() == Generate(4, 1).String() || Generate(3, 1).String() == Generate(3, 2).String() {
		t.Error("another seed or number makes the same program")
	}
}

// TestEveryThousandProgramsHaveEveryProduction holds the grammar's weights for several seeds.
func TestEveryThousandProgramsHaveEveryProduction(t *testing.T) {
	for seed := range uint64(2) {
		table := TableOf(seed, 1000)
		if table.Median < 20 {
			t.Errorf("seed %d: the median program has %d operations", seed, table.Median)
		}
		for _, row := range table.Rows {
			if row.Programs == 0 {
				t.Errorf("seed %d: no program has %q", seed, row.Name)
			}
		}
	}
}

func TestEveryHoleCanBeFilled(t *testing.T) {
	made := map[string]bool{}
	for _, k := range kindsOf("root") {
		made[k] = true
	}
	for _, p := range productions {
		if p.makes != "" && !strings.HasPrefix(p.makes, "#") {
			if _, ok := kinds[p.makes]; !ok && p.makes != "ul" {
				t.Errorf("%q makes a %q, which is no kind", p.name, p.makes)
			}
			for _, k := range kindsOf(p.makes) {
				made[k] = true
			}
		}
	}
	for _, p := range productions {
		for _, piece := range parsed[p.name] {
			if piece.hole.kind == '@' && !made[piece.hole.what] {
				t.Errorf("%q needs a %q, which nothing makes", p.name, piece.hole.what)
			}
		}
	}
}

// TestScenarioFilesAreScenarios writes programs as files and reads them back.
func TestScenarioFilesAreScenarios(t *testing.T) {
	for i := range uint64(300) {
		p := Generate(9, i)
		for _, bare := range []bool{false, true} {
			list, err := scenario.Parse("fuzz/x.txtar", p.Scenario("The replay equals the page.", bare), lab.Language())
			if err != nil {
				t.Fatalf("program %d: %v\n%s", i, err, p.Scenario("Equal.", bare))
			}
			if got, want := scripts(list[0]), write(p, "", bare); !slices.EqualFunc(got, want.frames, func(a string, b []string) bool {
				return compact(a) == compact(strings.Join(b, ";"))
			}) {
				t.Fatalf("program %d: the file does\n%s\nand the program\n%s", i, got, want.frames)
			}
			if page := string(list[0].Files["/page.html"]); !strings.Contains(page, write(p, "", bare).markup) {
				t.Fatalf("program %d: the page lacks the markup:\n%s", i, page)
			}
		}
	}
}

// scripts is the JavaScript of a scenario's eval steps.
func scripts(s scenario.Scenario) []string {
	var list []string
	for _, step := range s.Steps {
		if step.Verb != "eval" {
			continue
		}
		code := step.Args[0]
		if path, ok := strings.CutPrefix(code, "@"); ok {
			code = string(s.Files[path])
		}
		list = append(list, code)
	}
	return list
}

// compact leaves what stands between statements out.
func compact(code string) string {
	return strings.NewReplacer(";", "", "\n", "", " ", "").Replace(code)
}

func TestPartsOfProgramsNameNoMissingNode(t *testing.T) {
	for i := range uint64(100) {
		p := Generate(5, i)
		for k := range p.Ops {
			part := Program{Ops: slices.Delete(slices.Clone(p.Ops), k, k+1)}
			c := write(part, "p1", false)
			made := map[string]bool{}
			for _, n := range append(c.ids, c.made...) {
				made[variable(n)] = true
			}
			for _, op := range part.alive().Ops {
				for _, n := range op.Nodes {
					if n != 0 && !made[variable(n)] {
						t.Fatalf("program %d without line %d speaks of %s", i, k, variable(n))
					}
				}
			}
		}
	}
}

func TestWordsAreQuoted(t *testing.T) {
	w := &writer{prefix: "p3"}
	for i, want := range map[int]string{0: `'a'`, 2: `'über 😀'`, 3: `'<b>'`, 5: `"line\nbreak"`} {
		if got := w.literal("word", i); got != want {
			t.Errorf("word %d is written %s, want %s", i, got, want)
		}
	}
	if got := w.statement(Op{Name: "swap", Makes: 9, Nodes: []int{4, 5}}); got !=
		`try { x9 = document.createComment(''); x4.replaceWith(x9); x5.replaceWith(x4); x9.replaceWith(x5) } catch {}` {
		t.Error(got)
	}
	w.maybe = map[int]bool{4: true}
	w.bare = true
	if got := w.statement(Op{Name: "append", Nodes: []int{0, 4}}); got != "if (x4) root.append(x4)" {
		t.Error(got)
	}
}

func TestDifferencesBelongToPrograms(t *testing.T) {
	for text, want := range map[string]string{
		"#p12root .c1 { color: red; }": "[12]", "p3x7": "[3]", "p3": "[]", "#root .c1": "[]",
		"#p1root a {}\n#p2root b {}": "[1 2]",
	} {
		if got := fmt.Sprint(mentioned(text)); got != want && !(got == "[]" && want == "[]") {
			t.Errorf("%q speaks of %s, want %s", text, got, want)
		}
	}
}
