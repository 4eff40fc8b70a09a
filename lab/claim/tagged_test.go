package claim_test

import (
	"strings"
	"testing"
	"time"

	"replaylab/lab/claim"
	"replaylab/lab/origin"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// Events name a recording that was uploaded, and the one that is theirs.
func TestTagged(t *testing.T) {
	const mine, other = `"id":"d/s"`, `"id":"d/x"`
	amplitude := func(properties, about string) string {
		return `{"events":[{"event_type":"Added"` + about + `,"event_properties":{` + properties + `}}]}`
	}
	for name, c := range map[string]struct {
		claim, body string
		at          int64 // when the body was sent; the checkpoint is at 2000
		want        result.Verdict
		evidence    string
	}{
		"its recording":           {"tagged /e", amplitude(mine, ""), 1500, result.Held, ""},
		"and device and session":  {"tagged /e Added", amplitude(mine, `,"device_id":"d"`), 1500, result.Held, ""},
		"no property":             {"tagged /e", amplitude("", ""), 1500, result.Failed, "event Added by SDK"},
		"another recording":       {"tagged /e", amplitude(other, ""), 1500, result.Failed, "event Added by SDK"},
		"not its own session":     {"tagged /e", amplitude(mine, `,"device_id":"d","session_id":5`), 1500, result.Failed, "event Added by SDK"},
		"an event that is missed": {"tagged /e Bought", amplitude(mine, ""), 1500, result.Failed, "event Bought by SDK"},
		"Segment's form":          {"tagged /e", `{"batch":[{"type":"track","event":"Added","properties":{}}]}`, 1500, result.Failed, "event Added by SDK"},
		"Segment's form, tagged":  {"tagged /e", `{"type":"track","event":"Added","properties":{` + mine + `}}`, 1500, result.Held, ""},
		"another session's":       {"tagged /e", `{"type":"track","event":"Added","integrations":{"A":{"session_id":5}},"properties":{` + mine + `}}`, 1500, result.Failed, "event Added by SDK"},
		"another device's":        {"tagged /e", amplitude(mine, `,"device_id":"c"`), 1500, result.Failed, "event Added by SDK"},
		"before the SDK":          {"untagged /e Added", amplitude("", ""), 1500, result.Held, ""},
		"after it was removed":    {"untagged /e", amplitude(mine, ""), 1500, result.Failed, "event Added by SDK"},
		"after the checkpoint":    {"tagged /e", amplitude(mine, ""), 2500, result.Inconclusive, ""},
		"elsewhere":               {"tagged /f", amplitude(mine, ""), 1500, result.Inconclusive, ""},
		"no JSON":                 {"tagged /e", "x", 1500, result.Inconclusive, ""},
	} {
		word, target, _ := strings.Cut(c.claim, " ")
		tree := page(el("html"))
		f := visited{live: tree, recorded: tree, edit: func(f *claim.Facts) {
			f.Tag = func(device, session string) (string, string) { return "id", device + "/" + session }
			for i := range f.Visit.Recordings {
				f.Visit.Recordings[i].DeviceID = "d"
			}
			f.Scenario.Steps = append(f.Scenario.Steps, scenario.Step{Verb: "expect", Args: []string{word, target}})
			f.Visit.Requests = append(f.Visit.Requests, origin.Request{At: time.UnixMilli(c.at), Method: "POST", URL: "/e?v=2", Body: []byte(c.body)})
		}}.facts(t)
		got := named(t, claim.Check(f), word)
		if got.Verdict != c.want || brief(got.Evidence) != c.evidence {
			t.Errorf("%s: %s, %s, want %s, %s", name, got.Verdict, brief(got.Evidence), c.want, c.evidence)
		}
	}
}
