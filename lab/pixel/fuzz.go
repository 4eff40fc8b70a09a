package pixel

import "fmt"

// Fuzz is how much two pictures may differ and still count as equal, and how much they must: two
// ranges, both ends included, as reference tests of the Web Platform Tests have them
// (https://web-platform-tests.org/writing-tests/reftests.html, Fuzzy Matching). A lower end above
// 0 says that the tolerance is needed: when pictures come out nearer than that, it should go.
type Fuzz struct {
	Difference Span // of one channel of one pixel, 0 to 255
	Pixels     Span // how many pixels differ
}

// Span is a range of whole numbers, both ends included.
type Span struct{ Min, Max int }

func (s Span) String() string {
	if s.Min == s.Max {
		return fmt.Sprint(s.Min)
	}
	return fmt.Sprintf("%d-%d", s.Min, s.Max)
}

// Verdict is how a result stands to a tolerance.
type Verdict int

// The verdicts.
const (
	Within   Verdict = iota // as the tolerance allows
	TooFar                  // too different
	Unneeded                // less different than the tolerance says
)

// Beyond lists the regions that make a result too different: not those that the tolerance covers
// when they are taken by themselves.
func (f Fuzz) Beyond(r Result) (list []Region) {
	tolerable := 0
	for _, region := range r.Regions {
		if region.Max > f.Difference.Max {
			list = append(list, region)
		} else {
			tolerable += region.Pixels
		}
	}
	if tolerable > f.Pixels.Max {
		return r.Regions
	}
	return list
}

// Judge holds a result against the tolerance. Pictures that do not differ are within one that
// allows no difference in either range.
func (f Fuzz) Judge(r Result) Verdict {
	switch {
	case r.Max > f.Difference.Max, r.Pixels > f.Pixels.Max:
		return TooFar
	case r.Max < f.Difference.Min, r.Pixels < f.Pixels.Min:
		return Unneeded
	}
	return Within
}
