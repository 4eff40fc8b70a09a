// Package claim checks what a scenario promises: claims that stand in every scenario, and those
// that it makes itself. Each comes out held or failed, with evidence that a stranger can verify.
package claim

import (
	"fmt"
	"slices"
	"strings"

	"replaylab/lab/diff"
	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/model"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/visit"
)

// Facts are all that is known of one scenario with one SDK and one player.
type Facts struct {
	Scenario scenario.Scenario
	Control  *visit.Visit
	Second   *visit.Visit // another control visit, which waited longer; nil if there was no need
	Again    *visit.Visit // another visit with the SDK, which waited longer; nil if there was no need
	Masked   *visit.Visit // another control visit, with its text masked; nil if there was no need
	Visit    *visit.Visit
	Moments  []Moment
	Canaries []privacy.Canary
	Policy   diff.Policy
	// Unordered says that the SDK may send events in another order than they happened.
	Unordered bool
	// Globals are the names of the SDK's own documented API on window.
	Globals []string
	// Hears are events, as "type target", that the page may hear for the sake of an option of the SDK.
	Hears map[string]bool
	// Tag is the property of an analytics event that names its recording, and what it is for a device and
	// a session; nil if the SDK has none.
	Tag func(device, session string) (property, value string)
	// Targets are the bits of Node.Matches for each part of each selector that a claim names.
	Targets map[string]int

	arrived *delivery // see delivery
}

// Moment is one checkpoint with everything that was read of it.
type Moment struct {
	Checkpoint string
	Step       string
	Time       float64 // of reading, milliseconds since the epoch
	Live       *dom.Tree
	Control    *dom.Tree // the same checkpoint of the control visit; nil if that did not get there
	// Promise is what the SDK declares that it masks at this moment. Stands says that the page has not
	// been recorded as a whole since the moment before.
	Promise    privacy.Promise
	Stands     bool
	Recording  *event.Recording
	Model      *dom.Tree // nil if there is no recording of this moment
	Problems   []model.Problem
	Replayed   *dom.Tree // after seeking; nil if the player did not get there
	Failed     string    // why the player did not get there
	Played     *dom.Tree // after playing through; nil if the player did not get there, or cannot
	PlayFailed string    // why the player did not get there by playing through; empty if it cannot

	restored *whole // see whole
	looked   bool

	// PNGs of the window: of the live page, and after each pass.
	Shot, ReplayedShot, PlayedShot []byte

	reference     *reference  // nil if the live page is one; see Refer
	seen, through *comparison // of live, model and replayed after each pass; see compare
}

// EvidenceLimit bounds the evidence listed for one claim; the rest is counted.
const EvidenceLimit = 40

// Check judges every claim of the scenario. Waivers are applied; known failures are not.
func Check(f *Facts) []result.Claim {
	var list []result.Claim
	add := func(claims ...result.Claim) { list = append(list, claims...) }
	silent := slices.ContainsFunc(f.Scenario.Steps, func(s scenario.Step) bool { return s.Verb == "expect" && s.Args[0] == "silent" })
	for i := range f.Moments {
		if !silent {
			add(faithful(f, &f.Moments[i]))
		}
		if !silent && f.Moments[i].Replayed != nil {
			add(looks(f, &f.Moments[i]), pixels(f, &f.Moments[i]))
		}
		add(f.expected(&f.Moments[i])...)
	}
	if silent {
		add(nothingSent(f))
	}
	add(noLeak(f), unharmed(f))
	if !silent {
		add(inOrder(f))
	}
	for i := range list {
		// Nobody waives that the rest of the visit was never made.
		stuck := list[i].Name == "unharmed" && f.Visit.Stuck != nil
		if reason, ok := f.Scenario.Waived(list[i].Name); ok && !stuck {
			list[i].Verdict, list[i].Reason = result.Waived, reason
		}
	}
	return list
}

// expected checks the claims that the scenario makes at one checkpoint.
func (f *Facts) expected(m *Moment) []result.Claim {
	var list []result.Claim
	current := ""
	for _, s := range f.Scenario.Steps {
		switch {
		case s.Verb == "checkpoint":
			current = s.Args[0]
		case s.Verb == "expect" && current == m.Checkpoint && s.Args[0] != "silent":
			switch s.Args[0] {
			case "accessible":
				list = append(list, accessible(f, m, s.Args[1]))
			case "tagged", "untagged":
				list = append(list, tagged(f, m, s.Args[0], s.Args[1]))
			default:
				list = append(list, treated(f, m, s.Args[0], s.Args[1]))
			}
		}
	}
	return list
}

// Limit shortens the evidence of claims to what a person will read. It comes last, after the list
// of known failures has been held against all of it: what is new is kept first.
func Limit(claims []result.Claim) {
	for i := range claims {
		limit(&claims[i])
	}
}

func limit(c *result.Claim) {
	slices.SortStableFunc(c.Evidence, func(a, b result.Evidence) int {
		switch {
		case a.Known == b.Known:
			return 0
		case b.Known:
			return -1
		}
		return 1
	})
	if len(c.Evidence) > EvidenceLimit {
		c.More, c.Evidence = len(c.Evidence)-EvidenceLimit, c.Evidence[:EvidenceLimit]
	}
	for i := range c.Evidence {
		e := &c.Evidence[i]
		for _, v := range []*result.Value{&e.Live, &e.Model, &e.Replayed, &e.Control, &e.Native} {
			v.Text = shorten(v.Text)
		}
		e.Detail = shorten(e.Detail)
	}
}

// valueLimit bounds one value of evidence, in bytes.
const valueLimit = 2000

func shorten(s string) string {
	if len(s) <= valueLimit {
		return s
	}
	return strings.ToValidUTF8(s[:valueLimit], "") + fmt.Sprintf("… (%d bytes more)", len(s)-valueLimit)
}

func value(s *string) result.Value {
	if s == nil {
		return result.Value{}
	}
	return result.Some(*s)
}

// verdict is failed if there is evidence.
func verdict(c result.Claim) result.Claim {
	c.Verdict = result.Held
	if len(c.Evidence) > 0 {
		c.Verdict = result.Failed
	}
	return c
}

// nothingSent checks that the SDK sent no recording at all.
func nothingSent(f *Facts) result.Claim {
	c := result.Claim{Name: "silent"}
	for _, u := range f.Visit.Uploads {
		if u.Kind == "replay" || u.Kind == "interaction" {
			c.Evidence = append(c.Evidence, result.Evidence{Kind: "upload", Upload: u.Seq, Detail: fmt.Sprintf("%s %s with %d events", u.Method, u.URL, len(u.Events))})
		}
	}
	if len(c.Evidence) > 0 {
		c.Summary, c.Blame = fmt.Sprintf("%d uploads, where there should be none", len(c.Evidence)), "SDK"
	}
	return verdict(c)
}

// inOrder checks that the recording can be played at all: each stream starts with its meta event
// and full snapshot, and no event is broken or about a node that was never recorded.
func inOrder(f *Facts) result.Claim {
	c := result.Claim{Name: "in order", Evidence: f.disorder(f.Visit.Recordings)}
	for i := range f.Moments {
		m := &f.Moments[i]
		for _, p := range m.Problems {
			if p.Benign || p.Index < 0 {
				continue
			}
			e := result.Evidence{Kind: "event that fits nothing", Detail: p.Reason, Event: p.Event}
			if m.Recording != nil && p.Index < len(m.Recording.Events) {
				e.Upload = m.Recording.Events[p.Index].Upload
			}
			if !slices.ContainsFunc(c.Evidence, func(o result.Evidence) bool { return o.Kind == e.Kind && o.Event == e.Event && o.Detail == e.Detail }) {
				c.Evidence = append(c.Evidence, e)
			}
		}
	}
	f.blameDisorder(c.Evidence)
	if len(c.Evidence) > 0 {
		c.Summary, c.Blame = "the recording is not in order: "+c.Evidence[0].Kind, together(c.Evidence)
	}
	return verdict(c)
}

// disorder is what keeps recordings from being played as they are.
func (f *Facts) disorder(recordings []event.Recording) (list []result.Evidence) {
	add := func(kind, detail, at string, upload int) {
		list = append(list, result.Evidence{Kind: kind, Detail: detail, Event: at, Upload: upload})
	}
	for _, r := range recordings {
		meta, snapshot := false, false
		for _, e := range r.Events {
			switch {
			case e.Type == event.Meta:
				meta = true
			case e.Type == event.FullSnapshot && !meta:
				add("full snapshot without meta", "", e.String(), e.Upload)
				snapshot = true
			case e.Type == event.FullSnapshot:
				snapshot = true
			case e.Type == event.Incremental && !snapshot:
				add("change before the first full snapshot", "", e.String(), e.Upload)
			}
		}
		for _, b := range r.Broken {
			add("broken event", b.String(), "", b.Upload)
		}
		if r.Late > 0 && !f.Unordered {
			add("late", fmt.Sprintf("%s arrived after a later one", plural(r.Late, "event")), "", 0)
		}
	}
	return list
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
