package lab

import (
	"slices"
	"strings"

	"replaylab/lab/claim"
	"replaylab/lab/event"
	"replaylab/lab/privacy"
	"replaylab/lab/scenario"
	"replaylab/lab/visit"
	"replaylab/sdkbundle/adapter"
)

// rules are all that an SDK may come to promise in a scenario, whose remote configuration and
// address may change.
type rules struct {
	sdk   *visit.SDK
	local adapter.Neutral // the options of the scenario's own
	first []byte          // the remote configuration with which the first page is opened; nil without one
	asked []string        // every selector that some promise names
}

func rulesOf(sdk *visit.SDK, s scenario.Scenario) rules {
	r := rules{sdk: sdk, local: visit.Neutral(s.Options)}
	configs := [][]byte{nil}
	opened, file := false, s.Remote
	for _, step := range s.Steps {
		switch step.Verb {
		case "remote":
			configs = append(configs, s.Files[step.Args[0]])
			if !opened {
				file = step.Args[0]
			}
		case "open":
			opened = true
		}
	}
	if file != "" {
		r.first = s.Files[file]
		configs = append(configs, r.first)
	}
	for _, config := range configs {
		for _, selector := range r.promise(config, "").Selectors() {
			if !slices.Contains(r.asked, selector) {
				r.asked = append(r.asked, selector)
			}
		}
	}
	return r
}

// promise is what the SDK declares that it masks, under a remote configuration, if there is one, and
// on a page with an address.
func (r rules) promise(config []byte, address string) privacy.Promise {
	n := r.local
	if config != nil && r.sdk.Remote != nil {
		n = r.sdk.Remote(config, n)
	}
	m, level := r.sdk.Masks, n.LevelAt(address)
	p := privacy.Promise{
		Inputs: m.Inputs[level], Autocomplete: m.Autocomplete[level], Text: slices.Contains(m.Text, level),
		Attributes: slices.Concat(m.Attributes[level], words(n.Attributes)), Queries: m.Queries[level],
		Options: m.Options, Blanks: m.Blanks, Canvases: m.Canvases, Comments: m.Comments, Scripts: m.Scripts, Editable: slices.Contains(m.Editable, level), MaskWins: m.MaskWins, KeepsTextSpace: m.KeepsTextSpace, KeepsValueSpace: m.KeepsValueSpace, Asked: r.asked,
	}
	if m.Attribute != nil {
		p.Attribute = func(element, name string) bool { return m.Attribute(level, element, name) }
	}
	for _, set := range []struct {
		into  *[]string
		lists []string
	}{{&p.Mask, []string{m.Mask, n.Mask}}, {&p.Unmask, []string{m.Unmask, n.Unmask}}, {&p.Block, []string{m.Block, n.Block}}} {
		for _, list := range set.lists {
			if list != "" {
				*set.into = append(*set.into, list)
			}
		}
	}
	return p
}

// words are the parts of a list with commas.
func words(list string) (all []string) {
	for w := range strings.SplitSeq(list, ",") {
		if w = strings.TrimSpace(w); w != "" {
			all = append(all, w)
		}
	}
	return all
}

// promised gives each moment of a visit the promise that held then: by the configuration that the
// SDK had last been given, and the page's address. A page that stands while the rules change is
// recorded anew only with a full snapshot.
func (r rules) promised(moments []claim.Moment, v *visit.Visit) {
	for i := range moments {
		m := &moments[i]
		config := v.Moments[i].Served
		if config == nil {
			config = r.first
		}
		m.Promise = r.promise(config, m.Live.Root.Value)
		if i > 0 && m.Recording != nil && m.Recording == moments[i-1].Recording && v.Moments[i].Load == v.Moments[i-1].Load {
			m.Stands = !slices.ContainsFunc(m.Recording.Events, func(e event.Event) bool {
				return e.Type == event.FullSnapshot && e.Timestamp > moments[i-1].Time && e.Timestamp <= m.Time
			})
		}
	}
	for i := range moments {
		if m := &moments[i]; m.Stands {
			m.Promise = m.Promise.Since(moments[i-1].Live.Root, moments[i-1].Promise)
		}
	}
}
