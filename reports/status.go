package reports

import (
	"fmt"
	"strings"
	"time"

	"replaylab/lab/result"
)

// enough is how many results must be in before the time left is worth a guess.
const enough = 3

// progress is how many results are in, as wide at the end as at the start.
func (p *Progress) progress() string {
	if p.total == 0 {
		return fmt.Sprintf("[%d]", p.done)
	}
	return fmt.Sprintf("[%*d/%d]", len(fmt.Sprint(p.total)), p.done, p.total)
}

// status is the status line: what is in, what failed, the time, and what is under way in the room
// that is left. It stays a column short of the edge, where some terminals wrap.
func (p *Progress) status(width int) string {
	width--
	plain, painted := p.progress(), p.screen.paint(bold, p.progress())
	add := func(i ink, text string) {
		plain += "  " + text
		painted += "  " + p.screen.paint(i, text)
	}
	for _, v := range result.Verdicts {
		if n := p.counts[v]; n > 0 && bad(v) {
			add(lookOf(v).ink, fmt.Sprintf("%d %s", n, v))
		}
	}
	add(dim, p.clock())
	if room := width - columns(plain) - 2; room >= 12 && len(p.running) > 0 {
		add(cyan, p.underWay(room))
	}
	if columns(plain) > width {
		return clip(plain, width) // too narrow for colours to matter
	}
	return painted
}

// clock is the time since the start and, once there is something to go by, the time left.
func (p *Progress) clock() string {
	spent := time.Since(p.began)
	s := minutes(spent)
	if p.done >= enough && p.total > p.done {
		left := time.Duration(float64(spent) / float64(p.done) * float64(p.total-p.done))
		s += ", about " + minutes(left) + " left"
	}
	return s
}

func minutes(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// underWay names the scenarios under way, the oldest first: it is the one to worry about.
func (p *Progress) underWay(room int) string {
	v := p.running[0]
	s := clean(v.scenario)
	if v.sdk != "" {
		s += " (" + clean(v.sdk) + ")"
	}
	more := ""
	if n := len(p.running) - 1; n > 0 {
		more = fmt.Sprintf(" +%d", n)
	}
	return strings.TrimSpace(clip(s, room-len(more))) + more
}
