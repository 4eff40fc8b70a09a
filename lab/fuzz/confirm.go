package fuzz

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"

	"replaylab/lab"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// confirm runs a small program alone, in a fresh page and through the whole pipeline. If it fails there
// in the same way, its scenario file is kept and it counts; otherwise Detail says what came instead.
func (f *fuzzer) confirm(d *Failure) {
	select {
	case f.confirms <- struct{}{}:
		defer func() { <-f.confirms }()
	case <-f.ctx.Done():
		return
	}
	for _, bare := range []bool{true, false} {
		data := d.program.Scenario(title(d), bare)
		name := fileName(d)
		list, err := scenario.Parse("fuzz/"+name, data, lab.Language())
		if err != nil {
			d.Detail = "its scenario is wrong: " + err.Error()
			continue
		}
		r := f.Lab.Run(f.ctx, lab.Case{Scenario: list[0], SDK: f.SDK, Player: f.Player, Plant: f.Plant})
		if f.ctx.Err() != nil {
			return
		}
		if d.Detail = instead(r); !d.proven(r) {
			continue
		}
		if d.File, err = f.keep(name, data); err != nil {
			f.fail(fmt.Errorf("keep a scenario: %w", err))
		}
		return
	}
}

// proven reports whether a result shows the finding, and takes down who is to blame and whether it is
// known.
func (d *Failure) proven(r result.Result) bool {
	proven, claimed := false, "faithful"
	if d.Finding == hung {
		claimed = "unharmed" // the control visit of the same program did not hang
	}
	for _, c := range r.Claims {
		if c.Name != claimed || c.Verdict != result.Failed && c.Verdict != result.Known {
			continue
		}
		for _, e := range c.Evidence {
			if strings.TrimSpace(e.Kind+" "+e.Name) != d.Finding.Kind {
				continue
			}
			if !proven {
				d.Blame, d.Detail, d.Known = e.Blame, describe(e), ""
			}
			proven = true
			if e.Known {
				d.Known = "listed"
				if c.Reason != "" {
					d.Known = c.Reason
				}
			}
		}
	}
	return proven
}

func describe(e result.Evidence) string {
	value := func(v result.Value) string {
		if !v.Present {
			return "–"
		}
		return fmt.Sprintf("%.60q", v.Text)
	}
	return fmt.Sprintf("%s: live %s, recorded %s, replayed %s", e.Path, value(e.Live), value(e.Model), value(e.Replayed))
}

// instead says what a case came to that does not show what it should.
func instead(r result.Result) string {
	switch {
	case r.Reason != "":
		return fmt.Sprintf("alone it is %s: %s", r.Verdict, r.Reason)
	case r.Verdict == result.Held:
		return "alone it holds: live page and replay are equal"
	}
	var kinds []string
	for _, c := range r.Claims {
		if c.Verdict == result.Failed || c.Verdict == result.Known {
			kinds = append(kinds, c.Name+" ("+c.Summary+")")
		}
	}
	return "alone, other things differ: " + strings.Join(kinds, ", ")
}

func title(d *Failure) string {
	what := strings.Join(d.Sequence, ", ")
	if what == "" {
		what = "nothing but loading the page"
	}
	return "The replay equals the page after: " + what + "."
}

var unsafe = regexp.MustCompile(`[^a-z0-9]+`)

// fileName is the name of a failure's file: what differs, and a number that goes with the operations.
func fileName(d *Failure) string {
	h := fnv.New32a()
	fmt.Fprint(h, d.Finding, d.Sequence, d.program)
	return fmt.Sprintf("%s-%06x.txtar", strings.Trim(unsafe.ReplaceAllString(strings.ToLower(d.Finding.Kind+" "+d.Finding.At), "-"), "-"), h.Sum32()&0xffffff)
}
