package claim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"replaylab/lab/event"
	"replaylab/lab/origin"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// tracked is an event that the page sent its analytics server.
type tracked struct {
	name            string
	properties      map[string]any
	device, session string // what it says of itself; empty if nothing
}

// tagged checks that the events that the page sent since the checkpoint before name the recording that
// they belong to, or that none does. The id is compared with those of what was uploaded: a property that
// names what nobody has would look as good.
func tagged(f *Facts, m *Moment, name, target string) result.Claim {
	c := result.Claim{Name: name, Target: target, Checkpoint: m.Checkpoint}
	path, names, _ := strings.Cut(target, " ")
	if f.Tag == nil {
		c.Verdict, c.Summary = result.Inconclusive, "the SDK has no property that ties events to a recording"
		return c
	}
	events := f.tracked(m, path)
	if len(events) == 0 {
		c.Verdict, c.Summary = result.Inconclusive, "the page sent no event to "+path+" since the checkpoint before"
		return c
	}
	known := map[string]event.Recording{}
	property, _ := f.Tag("", "")
	for _, r := range f.Visit.Recordings {
		if len(r.Events) > 0 && r.Start() <= m.Time {
			_, value := f.Tag(r.DeviceID, r.SessionID)
			known[value] = r
		}
	}
	for _, e := range events {
		got, has := e.properties[property]
		value := fmt.Sprint(got)
		r, uploaded := known[value]
		why := ""
		switch {
		case name == "untagged" && has:
			why = "it names a recording"
		case name == "untagged":
		case !has:
			why = "it names no recording"
		case !uploaded:
			why = "it names a recording that was not uploaded"
		case e.device != "" && e.device != r.DeviceID:
			why = "it names the recording of another device than its own, " + e.device
		case e.session != "" && e.session != r.SessionID:
			why = "it names the recording of another session than its own, " + e.session
		}
		if why == "" {
			continue
		}
		evidence := result.Evidence{Kind: "event", Name: e.name, Detail: why, Step: m.Step, Blame: sdk}
		if has {
			evidence.Live = result.Some(value)
		}
		c.Evidence = append(c.Evidence, evidence)
	}
	for _, missed := range strings.Fields(names) {
		if !slices.ContainsFunc(events, func(e tracked) bool { return e.name == missed }) {
			c.Evidence = append(c.Evidence, result.Evidence{Kind: "event", Name: missed, Detail: "it was not sent", Step: m.Step, Blame: sdk})
		}
	}
	if len(c.Evidence) > 0 {
		c.Summary, c.Blame = fmt.Sprintf("%s: %s", c.Evidence[0].Name, c.Evidence[0].Detail), sdk
	}
	return verdict(c)
}

// tracked lists the events that the page sent to a path of its own servers between a checkpoint and the
// one before.
func (f *Facts) tracked(m *Moment, path string) (list []tracked) {
	after := 0.0
	for i := range f.Moments {
		if f.Moments[i].Checkpoint == m.Checkpoint {
			break
		}
		after = f.Moments[i].Time
	}
	for _, r := range f.Visit.Requests {
		at := float64(r.At.UnixMicro()) / 1000
		target, _, _ := strings.Cut(r.URL, "?")
		var body any
		if target != path || at <= after || at > m.Time || json.Unmarshal(r.Body, &body) != nil {
			continue
		}
		list = append(list, eventsIn(body)...)
	}
	return list
}

// reports says whether a request carries events of which the scenario claims something.
func (f *Facts) reports(r origin.Request) bool {
	path, _, _ := strings.Cut(r.URL, "?")
	return slices.ContainsFunc(f.Scenario.Steps, func(s scenario.Step) bool {
		return s.Verb == "expect" && (s.Args[0] == "tagged" || s.Args[0] == "untagged") && strings.Fields(s.Args[1])[0] == path
	})
}

// eventsIn lists the events in a body, in the two forms that are common: Amplitude's, with event_type and
// event_properties, and Segment's, with event, type and properties.
func eventsIn(body any) (list []tracked) {
	switch v := body.(type) {
	case []any:
		for _, part := range v {
			list = append(list, eventsIn(part)...)
		}
	case map[string]any:
		text := func(name string) string { s, _ := v[name].(string); return s }
		object := func(name string) map[string]any { m, _ := v[name].(map[string]any); return m }
		session := func(of map[string]any) string {
			if id, ok := of["session_id"].(float64); ok && id > 0 {
				return strconv.FormatFloat(id, 'f', -1, 64)
			}
			return ""
		}
		switch {
		case text("event_type") != "":
			list = append(list, tracked{text("event_type"), object("event_properties"), text("device_id"), session(v)})
		case text("event") != "" && text("type") != "":
			e := tracked{name: text("event"), properties: object("properties")}
			for _, of := range object("integrations") { // what a destination is told
				if options, ok := of.(map[string]any); ok && e.session == "" {
					e.session = session(options)
				}
			}
			list = append(list, e)
		default:
			for _, name := range sortedKeys(v) {
				list = append(list, eventsIn(v[name])...)
			}
		}
	}
	return list
}

func sortedKeys(m map[string]any) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
