package reports

import (
	"fmt"
	"strings"

	"replaylab/lab/result"
)

// order is the one in which counts of verdicts are shown, here and in the page: good, bad, and
// neither.
var order = []result.Verdict{result.Held, result.Failed, result.Fixed, result.Inconclusive,
	result.Infrastructure, result.Known, result.Waived, result.NA}

// short holds words that are too long for the head of a column.
var short = map[result.Verdict]string{result.Inconclusive: "unclear", result.Infrastructure: "broken"}

// table counts verdicts for each SDK and player. Verdicts that nobody got have no column, but for
// held and failed, whose zeros say something.
func (s *summary) table() {
	var names []string
	counts := map[string]map[result.Verdict]int{}
	for _, it := range s.items {
		name := s.name(&s.run.Results[it.Worst])
		if counts[name] == nil {
			counts[name] = map[result.Verdict]int{}
			names = append(names, name)
		}
		counts[name][it.Verdict]++
	}
	var shown []result.Verdict
	head := ""
	for _, v := range order {
		if s.of(v) > 0 || v == result.Held || v == result.Failed {
			shown = append(shown, v)
			head += cell(title(v))
		}
	}
	ran := fmt.Sprintf("%s in %s", count(len(s.items), "result"), took(s.run.WallMS))
	if n := len(s.run.Results); n != len(s.items) {
		ran = fmt.Sprintf("%s of %s in %s", count(n, "attempt"), count(len(s.items), "result"), took(s.run.WallMS))
	}
	s.line(0, dim, ran)
	if len(names) == 0 {
		return
	}
	room := s.width() - columns(head)
	wide := 0
	for _, n := range names {
		if columns(n) <= room {
			wide = max(wide, columns(n))
		}
	}
	s.WriteString("\n" + strings.Repeat(" ", wide) + s.paint(dim, head) + "\n")
	for _, n := range names {
		label := n
		if columns(n) > room { // a line of its own, its numbers below
			s.line(0, "", n)
			label = ""
		}
		s.WriteString(pad(label, wide))
		for _, v := range shown {
			s.WriteString(s.number(counts[n][v], v))
		}
		s.WriteString("\n")
	}
}

// number is a count under its head; a zero stands back.
func (s *summary) number(n int, v result.Verdict) string {
	i, text := lookOf(v).ink, fmt.Sprint(n)
	if n == 0 {
		i = dim
	}
	return strings.Repeat(" ", max(1, columns(cell(title(v)))-len(text))) + s.paint(i, text)
}

// name is the SDK, with its player where an SDK has several.
func (s *summary) name(res *result.Result) string {
	for _, other := range s.run.Results {
		if other.SDK == res.SDK && other.Player != res.Player {
			return pair(res)
		}
	}
	return clean(res.SDK)
}

func title(v result.Verdict) string {
	if word, ok := short[v]; ok {
		return word
	}
	return string(v)
}

func cell(title string) string { return pad("", max(2, 7-len(title))) + title }
