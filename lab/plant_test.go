package lab_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab"
	"replaylab/lab/event"
	"replaylab/lab/match"
	"replaylab/lab/result"
)

// growing grows by one on each click, and its first item is marked.
const growing = `A list that grows is replayed.

-- scenario --
open       /page.html
checkpoint loaded
eval       add.onclick()
checkpoint added
-- page.html --
<!doctype html>
<title>List</title>
<button id="add">Add</button>
<ul id="list"><li title="first">one</li></ul>
<script>add.onclick = () => list.append(Object.assign(document.createElement('li'), {textContent: 'more'}))</script>
`

// field holds a secret.
const field = `A password is masked.

-- scenario --
sdk    maskLevel=medium
open       /page.html
type       #pw ${secret:password}
checkpoint typed
expect masked #pw
-- page.html --
<!doctype html>
<title>Field</title>
<input id="pw" type="password">
`

// events rewrites the events of every upload; a nil drops one.
func events(rewrite func(json.RawMessage) json.RawMessage) func([]event.Upload) []event.Upload {
	return func(list []event.Upload) []event.Upload {
		for i := range list {
			kept := list[i].Events[:0:0]
			for _, e := range list[i].Events {
				if e = rewrite(e); e != nil {
					kept = append(kept, e)
				}
			}
			list[i].Events = kept
			list[i].Inflated = bytes.Join(toBytes(kept), []byte(","))
		}
		return list
	}
}

// refusing moves the events that have a text in them to an upload of their own, number 99, that was
// refused. What they add is renamed, if instead is not empty.
func refusing(text, instead string) func([]event.Upload) []event.Upload {
	return func(list []event.Upload) []event.Upload {
		refused := event.Upload{Seq: 99, Kind: "replay", Method: "POST", Status: 503, Problem: "answered 503"}
		var lost []json.RawMessage
		for _, u := range list {
			for _, e := range u.Events {
				if strings.Contains(string(e), text) {
					lost = append(lost, e)
					refused.Load, refused.SessionID, refused.DeviceID = u.Load, u.SessionID, u.DeviceID
				}
			}
		}
		refused.Inflated = fmt.Appendf(nil, `{"version":1,"events":[%s]}`, bytes.Join(toBytes(lost), []byte(",")))
		if instead != "" {
			refused.Inflated = bytes.ReplaceAll(refused.Inflated, []byte(`"adds":`), []byte(instead))
		}
		return append(events(func(e json.RawMessage) json.RawMessage {
			if strings.Contains(string(e), text) {
				return nil
			}
			return e
		})(list), refused)
	}
}

// dropping makes rrweb's player drop all mutations while it seeks, or while it plays.
func dropping(seeking bool) string {
	return fmt.Sprintf(`{
		const {prototype} = rrweb.Replayer, {applyIncremental} = prototype;
		prototype.applyIncremental = function(e, sync) { if (e.data.source !== 0 || sync !== %t) applyIncremental.call(this, e, sync) };
	}`, seeking)
}

func toBytes(list []json.RawMessage) [][]byte {
	out := make([][]byte, len(list))
	for i, e := range list {
		out[i] = e
	}
	return out
}

func failed(r result.Result, name string) result.Claim {
	GinkgoHelper()
	all := claims(r, name)
	i := slices.IndexFunc(all, func(c result.Claim) bool { return c.Verdict == result.Failed })
	Expect(i).To(BeNumerically(">=", 0), "no claim %q failed: %s", name, r.Reason)
	return all[i]
}

var _ = Describe("A fault that is planted", func() {
	It("is not found where there is none", func(ctx SpecContext) {
		r := run(ctx, growing, lab.Plant{})
		Expect(r).To(match.ReplayFaithfully())
		Expect(r).To(match.Hold())
		r = run(ctx, field, lab.Plant{})
		Expect(r).To(match.HaveClaim("masked #pw", result.Held))
		Expect(r).To(match.HaveClaim("no leak", result.Held))
	}, budget)

	It("as an event taken out of the recording fails the replay, and the SDK is blamed", func(ctx SpecContext) {
		r := run(ctx, growing, lab.Plant{Uploads: events(func(e json.RawMessage) json.RawMessage {
			if strings.Contains(string(e), `"textContent":"more"`) {
				return nil
			}
			return e
		})})
		c := failed(r, "faithful")
		Expect(c.Checkpoint).To(Equal("added"))
		Expect(c.Blame).To(Equal("SDK"))
		Expect(c.Evidence).To(HaveEach(HaveField("Cause", result.NeverRecorded)))
		Expect(c.Evidence).To(ContainElement(SatisfyAll(
			HaveField("Kind", "missing"), HaveField("Path", `document.querySelector("#list > li:nth-of-type(2)")`), HaveField("Step", ContainSubstring("eval")))))
	}, budget)

	It("as an attribute flipped in the replayed page fails the replay, and the player is blamed", func(ctx SpecContext) {
		r := run(ctx, growing, lab.Plant{Replayed: `player.frame().contentDocument.querySelector('li').title = 'other'`})
		c := failed(r, "faithful")
		Expect(c.Blame).To(Equal("player"))
		Expect(c.Evidence).To(ConsistOf(SatisfyAll(
			HaveField("Kind", "attribute"), HaveField("Name", "title"), HaveField("Cause", result.ReplayedWrong), HaveField("Path", `document.querySelector("#list > li")`),
			HaveField("Live", result.Some("first")), HaveField("Model", result.Some("first")), HaveField("Replayed", result.Some("other")))))
	}, budget)

	It("as a player that drops changes as it plays is found by the pass that plays through", func(ctx SpecContext) {
		r := run(ctx, growing, lab.Plant{Player: dropping(false)})
		c := failed(r, "faithful")
		Expect(c.Blame).To(Equal("player"))
		Expect(c.Evidence).To(ConsistOf(SatisfyAll(
			HaveField("Kind", "missing"), HaveField("Pass", result.Play), HaveField("Path", `document.querySelector("#list > li:nth-of-type(2)")`))))
		Expect(c.Summary).To(ContainSubstring("only when playing through"))
	}, budget)

	It("as a player that drops changes as it seeks is found by the pass that seeks", func(ctx SpecContext) {
		c := failed(run(ctx, growing, lab.Plant{Player: dropping(true)}), "faithful")
		Expect(c.Blame).To(Equal("player"))
		Expect(c.Evidence).To(ConsistOf(SatisfyAll(
			HaveField("Kind", "missing"), HaveField("Pass", result.Seek), HaveField("Path", `document.querySelector("#list > li:nth-of-type(2)")`))))
	}, budget)

	It("in the replayed page of one pass is found in that pass alone", func(ctx SpecContext) {
		for _, pass := range []result.Pass{result.Seek, result.Play} {
			r := run(ctx, growing, lab.Plant{Pass: pass, Replayed: `player.frame().contentDocument.querySelector('li').title = 'other'`})
			Expect(failed(r, "faithful").Evidence).To(ConsistOf(SatisfyAll(HaveField("Name", "title"), HaveField("Pass", pass))))
		}
	}, budget)

	It("as a player that hangs as it plays is found, and the player is blamed", func(ctx SpecContext) {
		c := failed(run(ctx, growing, lab.Plant{Player: `rrweb.Replayer.prototype.applyIncremental = function(e, sync) { if (!sync) throw new Error('broken') }`}), "faithful")
		Expect(c.Blame).To(Equal("player"))
		Expect(c.Evidence).To(ContainElement(SatisfyAll(HaveField("Kind", "nothing to compare"), HaveField("Pass", result.Play), HaveField("Detail", ContainSubstring("stopped")))))
	}, budget)

	It("as a wrong word in the recording is recorded wrong", func(ctx SpecContext) {
		c := failed(run(ctx, growing, lab.Plant{Uploads: events(func(e json.RawMessage) json.RawMessage {
			return bytes.ReplaceAll(e, []byte(`"textContent":"more"`), []byte(`"textContent":"less"`))
		})}), "faithful")
		Expect(c.Evidence).To(ConsistOf(SatisfyAll(HaveField("Kind", "text"), HaveField("Cause", result.RecordedWrong), HaveField("Blame", "SDK"), HaveField("Upload", BeNumerically(">", 0)))))
	}, budget)

	It("as an upload that was refused is lost in delivery, and the upload proves it", func(ctx SpecContext) {
		r := run(ctx, growing, lab.Plant{Uploads: refusing(`"textContent":"more"`, "")})
		c := failed(r, "faithful")
		Expect(c.Blame).To(Equal("delivery"))
		Expect(c.Evidence).To(ConsistOf(SatisfyAll(
			HaveField("Kind", "missing"), HaveField("Cause", result.LostInDelivery), HaveField("Event", ContainSubstring("mutation")), HaveField("Upload", 99))))
	}, budget)

	It("as an upload that was refused, without the change in it, is not lost in delivery", func(ctx SpecContext) {
		r := run(ctx, growing, lab.Plant{Uploads: refusing(`"textContent":"more"`, `"adds":[],"other":`)})
		Expect(failed(r, "faithful").Evidence).To(ConsistOf(SatisfyAll(HaveField("Kind", "missing"), HaveField("Cause", result.NeverRecorded), HaveField("Blame", "SDK"))))
	}, budget)

	It("as a field that is not masked fails both claims about secrets", func(ctx SpecContext) {
		secret := ""
		r := run(ctx, field, lab.Plant{Uploads: func(list []event.Upload) []event.Upload {
			secret = planted(written(field))
			return events(func(e json.RawMessage) json.RawMessage {
				return bytes.ReplaceAll(e, []byte(`"`+strings.Repeat("*", len(secret))+`"`), []byte(`"`+secret+`"`))
			})(list)
		}})
		Expect(failed(r, "masked").Evidence).To(ContainElement(SatisfyAll(
			HaveField("Kind", "in clear"), HaveField("Replayed", result.Some(secret)), HaveField("Upload", BeNumerically(">", 0)))))
		Expect(failed(r, "no leak").Evidence).To(ContainElement(HaveField("Name", "password")))
	}, budget)
})

var noPlant lab.Plant
