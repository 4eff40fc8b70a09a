package reports

import (
	"fmt"
	"slices"
	"strings"

	"replaylab/lab/result"
)

// section tells the groups of one verdict.
func (s *summary) section(v result.Verdict, title string, groups []Group) {
	var mine []Group
	for _, g := range groups {
		if g.Verdict == v {
			mine = append(mine, g)
		}
	}
	if len(mine) == 0 {
		return
	}
	s.heading(v, title)
	for i, g := range mine {
		if i == shown {
			s.line(2, dim, fmt.Sprintf("and %s; %s has them all", count(len(mine)-shown, "more group"), PageFile))
			break
		}
		s.group(g)
	}
}

// group tells one group: what fails, whose fault it is, one example, where else, and how to see it.
func (s *summary) group(g Group) {
	first := g.Members[0]
	res := &s.run.Results[first.Result]
	s.WriteString("\n")
	if first.Claim < 0 {
		s.line(2, bold, s.short(clean(res.Scenario))+others(g))
		s.line(4, dim, pair(res))
		s.line(4, "", clean(res.Reason))
	} else {
		c := res.Claims[first.Claim]
		s.line(2, bold, s.short(clean(res.Scenario))+": "+s.short(promise(c)))
		s.line(4, dim, pair(res))
		s.line(4, "", clip(about(c), 4*s.width()))
		if c.Blame != "" {
			s.line(4, yellow, "blame "+blameOf(c))
		}
		if len(c.Evidence) > 0 {
			s.evidence(c.Evidence[0], c.Summary)
		}
		if n := len(c.Evidence) - 1 + c.More; n > 0 && len(c.Evidence) > 0 {
			s.line(4, dim, "and "+count(n, noun(c))+listed(c, 1))
		}
		if c.Link != "" {
			s.line(4, dim, "listed at "+clean(c.Link))
		}
		if n := len(g.Members) - 1; n > 0 {
			s.line(4, "", "also in "+s.places(g.Members[1:]))
		}
	}
	s.command(4, res.Command)
}

// listed says how much of the evidence beyond the first n pieces is on the list of known failures,
// if the claim failed for something else.
func listed(c result.Claim, n int) string {
	rest := c.Evidence[n:]
	n = 0
	for _, e := range rest {
		if e.Known {
			n++
		}
	}
	if n == 0 || c.Verdict == result.Known {
		return ""
	}
	return fmt.Sprintf(", %d of them known", n)
}

// short keeps what a page has named from filling the screen.
func (s *summary) short(text string) string { return clip(text, s.width()) }

func others(g Group) string {
	if n := len(g.Members) - 1; n > 0 {
		return fmt.Sprintf(" and %s, for the same reason", count(n, "more scenario"))
	}
	return ""
}

// places names the first few scenarios of the members.
func (s *summary) places(members []Member) string {
	var names []string
	for i, m := range members {
		if i == 4 && len(members) > 5 {
			return strings.Join(names, ", ") + fmt.Sprintf(" and %d more", len(members)-i)
		}
		names = append(names, s.short(clean(s.run.Results[m.Result].Scenario)))
	}
	return strings.Join(names, ", ")
}

// evidence shows where the difference is, its values, and what proves it. What the claim's summary
// has said is not said again.
func (s *summary) evidence(e result.Evidence, said string) {
	where := clean(e.Kind)
	if e.Name != "" {
		where += " " + s.short(clean(e.Name))
	}
	if e.Path != "" {
		where += ": " + clip(clean(e.Path), 3*s.width()) // to be copied, so rather too long
	}
	if e.Pass != "" {
		where += ", only " + e.Pass.Words()
	}
	s.line(4, "", where)
	s.line(6, yellow, causeOf(e))
	if k := kindOf(e.Kind); !k.Pages { // the kinds of difference need no words
		s.line(6, dim, k.Meaning)
	}
	s.line(6, dim, naming(e.Kind, e.Name))
	values, detail := sides(e)
	s.values(e, values)
	if detail != said {
		s.line(6, "", clip(clean(detail), 3*s.width()))
	}
	var proof []string
	if e.Upload > 0 {
		proof = append(proof, fmt.Sprintf("upload %d", e.Upload))
	}
	if e.Event != "" {
		proof = append(proof, s.short(clean(e.Event)))
	}
	if e.Step != "" {
		proof = append(proof, "after step "+s.short(clean(e.Step)))
	}
	if e.Phase != "" {
		proof = append(proof, clean(e.Phase))
	}
	if e.Location != "" {
		proof = append(proof, "at "+s.short(clean(e.Location)))
	}
	s.line(6, dim, strings.Join(proof, ", "))
}

// values shows the sides under one another, cut so that they can be compared. What the recording
// says is left out where one of the pages says the same: the blame tells which.
func (s *summary) values(e result.Evidence, list []side) {
	list = slices.DeleteFunc(list, func(v side) bool { return v.name == "recorded" && (v.value == e.Live || v.value == e.Replayed) })
	names := 0
	for _, v := range list {
		names = max(names, columns(v.name)+2)
	}
	for i, v := range list {
		other := list[0] // what to cut the value at the same place as
		if i == 0 {
			other = list[len(list)-1]
		}
		lines := []string{"absent"}
		if v.facts != nil {
			lines = wrap(clean(told(v.facts)), s.width()-6-names)
		} else if v.value.Present {
			text, _ := around(clean(v.value.Text), clean(other.value.Text), s.width()-6-names-2)
			lines = []string{`"` + text + `"`}
		}
		for j, line := range lines {
			name := v.name
			if j > 0 {
				name = ""
			}
			s.WriteString("      " + s.paint(dim, pad(name, names)) + line + "\n")
		}
	}
}
