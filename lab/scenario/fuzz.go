package scenario

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"replaylab/lab/pixel"
)

// Fuzz is a tolerance for the pictures at one checkpoint.
type Fuzz struct {
	pixel.Fuzz
	Checkpoint, Reason string
}

// FuzzAt is the tolerance for the pictures at a checkpoint: none, unless one is declared.
func (s Scenario) FuzzAt(checkpoint string) pixel.Fuzz {
	for _, f := range s.Fuzz {
		if f.Checkpoint == checkpoint {
			return f.Fuzz
		}
	}
	return pixel.Fuzz{}
}

var spanForm = regexp.MustCompile(`^([A-Za-z]+)=([0-9]{1,9})(?:-([0-9]{1,9}))?$`)

// checkSpan judges name=A-B, with both ends from 0 to limit.
func checkSpan(name string, limit int) func(string) *Error {
	return func(text string) *Error {
		hint := fmt.Sprintf("write it as in %s=0-10", name)
		m := spanForm.FindStringSubmatch(text)
		if m == nil || m[1] != name {
			return wrong(hint, "%q stands where %s should", text, name)
		}
		if s := parseSpan(text); s.Min > s.Max || s.Max > limit {
			return wrong(fmt.Sprintf("the range is within 0-%d", limit), "bad range %q", text)
		}
		return nil
	}
}

// parseSpan reads what checkSpan has found good.
func parseSpan(text string) (s pixel.Span) {
	m := spanForm.FindStringSubmatch(text)
	s.Min, _ = strconv.Atoi(m[2])
	s.Max = s.Min
	if m[3] != "" {
		s.Max, _ = strconv.Atoi(m[3])
	}
	return s
}

func (p *parser) fuzz(l line, args []string) {
	f := Fuzz{pixel.Fuzz{Difference: parseSpan(args[1]), Pixels: parseSpan(args[2])}, args[0], strings.TrimSpace(args[3])}
	if p.once("fuzz "+args[0], "fuzz "+args[0], l) {
		p.s.Fuzz = append(p.s.Fuzz, f)
	}
}

// checkFuzz reports tolerances for checkpoints that there are not.
func (p *parser) checkFuzz() {
	var names []string
	for name := range p.checkpoints {
		names = append(names, name)
	}
	for _, f := range p.s.Fuzz {
		if _, ok := p.checkpoints[f.Checkpoint]; !ok {
			p.addf(p.declared["fuzz "+f.Checkpoint], suggest(f.Checkpoint, names), "there is no checkpoint %q", f.Checkpoint)
		}
	}
}
