package fuzz

import (
	"cmp"
	"fmt"
	"slices"
)

// found is a failing program with its number.
type found struct {
	number  uint64
	program Program
}

// explained reports whether the program has a failure in it that was found before, and counts it.
func (f *fuzzer) explained(finding Finding, p Program) bool {
	names := p.Sequence()
	var all []string
	for _, op := range p.Ops {
		all = append(all, op.Name)
	}
	for _, list := range [][]*Failure{f.report.Failures, f.report.Unconfirmed} {
		for _, d := range list {
			if d.Finding == finding && (within(d.Sequence, names) || within(d.Sequence, all)) {
				d.Seen++
				return true
			}
		}
	}
	return false
}

// within reports whether a sequence is part of another, in order.
func within(short, long []string) bool {
	for _, name := range long {
		if len(short) > 0 && short[0] == name {
			short = short[1:]
		}
	}
	return len(short) == 0
}

// dispatch starts shrinking: first of the findings of which the fewest failures are known, and of one
// program for each finding at a time, since the next may be the same failure.
func (f *fuzzer) dispatch() {
	for len(f.working) < shrinks && f.ctx.Err() == nil {
		var best Finding
		least := -1
		for finding, list := range f.waiting {
			if f.working[finding] || len(list) == 0 {
				continue
			}
			n := f.distinct(finding)
			if least < 0 || n < least || n == least && less(finding, best) {
				best, least = finding, n
			}
		}
		if least < 0 {
			return
		}
		// The shortest program is the quickest to shrink.
		list := f.waiting[best]
		slices.SortStableFunc(list, func(a, b found) int { return cmp.Compare(len(a.program.Ops), len(b.program.Ops)) })
		one := list[0]
		f.waiting[best] = list[1:]
		f.working[best] = true
		f.shrinking.Go(func() { f.work(best, one) })
	}
}

func less(a, b Finding) bool { return fmt.Sprint(a) < fmt.Sprint(b) }

func (f *fuzzer) distinct(finding Finding) int {
	n := 0
	for _, list := range [][]*Failure{f.report.Failures, f.report.Unconfirmed} {
		for _, d := range list {
			if d.Finding == finding {
				n++
			}
		}
	}
	return n
}
