package trust

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"replaylab/lab"
	"replaylab/lab/scenario"
)

// Config says what to do and with what.
type Config struct {
	Lab       *lab.Lab            // with its Share set
	Builds    []Build             // of rrweb and of every other SDK that a defect names: for random changes and self-comparisons too
	Own       Build               // of the reference SDK and its player, for defects of its source
	Scenarios []scenario.Scenario // of the suite; the package's own are there anyway
	Jobs      int
	Seed      uint64 // of the random changes
	Defects   []Defect
	Mutations int
	Selves    int
	Burners   int // busy loops beside the self-comparisons
	// Done is told of each thing that is done, from several goroutines; loud if a person should see it.
	Done func(line string, loud bool)
	// More is told of how many things come besides those that are asked for above.
	More func(n int)
}

// Report is what came of it.
type Report struct {
	Seed    uint64    `json:"seed"`
	WallMS  float64   `json:"wall_ms"`
	Planted int       `json:"planted"` // defects
	Caught  int       `json:"caught"`
	Escaped []Outcome `json:"escaped"`
	// Places are where the defects were planted: "source" are those of the reference SDK's source.
	Places    map[Place]Tally `json:"places"`
	Outcomes  []Outcome       `json:"outcomes"` // of every defect, in the order of the catalogue
	PlantedMS float64         `json:"planted_ms"`
	Mutations Mutations       `json:"mutations"`
	Selves    int             `json:"self_comparisons"`
	SelvesMS  float64         `json:"self_comparisons_ms"`
	Compared  Compared        `json:"compared"`
	Accused   []Accusation    `json:"accused"`
	False     int             `json:"false_accusations"`
	// Green are the scenarios that no defect and no random change turned red, although each was changed
	// until one did, Persistence times with each SDK.
	Green []string `json:"never_red"`
	// Unfinished is set if something broke or a person stopped it; the rest is what was done until then.
	Unfinished bool `json:"unfinished,omitempty"`
}

// Sound reports whether all was done, nothing escaped, nobody was accused falsely, and every scenario can fail.
func (r *Report) Sound() bool {
	return !r.Unfinished && len(r.Escaped) == 0 && len(r.Mutations.Unexplained) == 0 && r.False == 0 && len(r.Green) == 0
}

// Tally is how many defects of one place were planted, and how many of them were caught.
type Tally struct {
	Planted int `json:"planted"`
	Caught  int `json:"caught"`
}

// Run plants the defects, makes the random changes and compares scenarios with themselves. With an error,
// such as that ctx was cancelled, the report holds what was done until then.
func Run(ctx context.Context, c Config) (*Report, error) {
	begun := time.Now()
	r := &Report{Seed: c.Seed, Escaped: []Outcome{}, Accused: []Accusation{}, Places: map[Place]Tally{}}
	err := c.plantAll(ctx, r)
	r.PlantedMS = ms(time.Since(begun))
	r.Planted = len(r.Outcomes)
	for _, o := range r.Outcomes {
		t := r.Places[o.Place]
		t.Planted++
		if o.Caught {
			r.Caught++
			t.Caught++
		} else {
			r.Escaped = append(r.Escaped, o)
		}
		r.Places[o.Place] = t
	}
	for _, next := range []func(context.Context, *Report) error{c.mutateAll, c.reach, c.compareAll} {
		if err == nil {
			err = next(ctx, r)
		}
	}
	r.False = len(r.Accused)
	r.WallMS = ms(time.Since(begun))
	if r.Unfinished = err != nil; !r.Unfinished {
		r.Green = c.green(r)
	}
	return r, err
}

// Select keeps the defects whose name, section or claim matches a pattern, and of those the first n,
// all if n is negative.
func Select(all []Defect, pattern string, n int) ([]Defect, error) {
	var list []Defect
	for _, d := range all {
		keep := pattern == ""
		for _, text := range []string{d.Name, d.Section, d.Caught.Claim, string(d.Place())} {
			ok, err := path.Match(pattern, text)
			if err != nil {
				return nil, err
			}
			keep = keep || ok
		}
		if keep {
			list = append(list, d)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no defect has such a name, section or claim, and none is planted in such a place")
	}
	if n >= 0 && n < len(list) {
		list = list[:n]
	}
	return list, nil
}

// Text writes the report for a person.
func (r *Report) Text(w io.Writer) error {
	var b strings.Builder
	if r.Planted > 0 {
		fmt.Fprintf(&b, "\nPlanted defects: %d of %d caught by the claim and at the place named beforehand, in %s.\n", r.Caught, r.Planted, seconds(r.PlantedMS))
		b.WriteString(table("by claim", r.Outcomes, func(o Outcome) string {
			claim, _, _ := strings.Cut(o.Expected, ":")
			name, _, _ := strings.Cut(claim, " #")
			return name
		}))
		b.WriteString(table("by table of FIDELITY.md", r.Outcomes, func(o Outcome) string { return o.Section }))
		b.WriteString(table("by place", r.Outcomes, func(o Outcome) string { return string(o.Place) }))
		for _, o := range r.Escaped {
			fmt.Fprintf(&b, "  %s\n", o.String())
		}
	}
	r.Mutations.text(&b)
	r.Compared.text(&b, r)
	if len(r.Green) > 0 {
		fmt.Fprintf(&b, "\nScenarios that nothing turned red: %s\n", strings.Join(r.Green, ", "))
	}
	if r.Unfinished {
		b.WriteString("\nNot finished: the above is what was done.\n")
	}
	fmt.Fprintf(&b, "\n%s in all, seed %d\n", seconds(r.WallMS), r.Seed)
	_, err := io.WriteString(w, b.String())
	return err
}

// table counts outcomes by a key, as "claim caught/planted".
func table(title string, list []Outcome, key func(Outcome) string) string {
	type count struct{ caught, planted int }
	counts := map[string]*count{}
	var order []string
	for _, o := range list {
		k := key(o)
		if counts[k] == nil {
			counts[k] = &count{}
			order = append(order, k)
		}
		counts[k].planted++
		if o.Caught {
			counts[k].caught++
		}
	}
	slices.Sort(order)
	var parts []string
	for _, k := range order {
		parts = append(parts, fmt.Sprintf("%s %d/%d", k, counts[k].caught, counts[k].planted))
	}
	return fmt.Sprintf("  %s: %s\n", title, strings.Join(parts, ", "))
}

func seconds(ms float64) string {
	return time.Duration(ms * 1e6).Round(100 * time.Millisecond).String()
}
