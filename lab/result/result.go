// Package result is the outcome of a run as data: run.json is this package's types and nothing
// else, every report is a view of them, and runs can be merged.
package result

import (
	"encoding/json"
	"time"
)

// Schema is the version of run.json. It changes when a field changes its meaning or goes away;
// readers must ignore fields that they do not know.
const Schema = 1

// Verdict is how a claim, or a whole result, came out.
type Verdict string

// The verdicts. DESIGN.md, Verdicts, says when each is given.
const (
	Held           Verdict = "held"
	Failed         Verdict = "failed"
	Known          Verdict = "known"          // failed, as listed for this SDK version
	Fixed          Verdict = "fixed"          // held, although listed
	Waived         Verdict = "waived"         // not judged, for the reason that the scenario gives
	NA             Verdict = "n/a"            // the SDK or player cannot do what the scenario needs
	Inconclusive   Verdict = "inconclusive"   // the lab could not tell
	Infrastructure Verdict = "infrastructure" // a browser or the lab itself broke
)

// Verdicts lists all verdicts, worst first.
var Verdicts = []Verdict{Infrastructure, Failed, Fixed, Inconclusive, Known, Waived, NA, Held}

// Worst is the verdict of a whole result: the worst of its claims, where waived and n/a claims
// count as nothing unless there is nothing else.
func Worst(claims []Claim) Verdict {
	has := map[Verdict]bool{}
	for _, c := range claims {
		has[c.Verdict] = true
	}
	for _, v := range []Verdict{Infrastructure, Failed, Fixed, Inconclusive, Known, Held, Waived, NA} {
		if has[v] {
			return v
		}
	}
	return Inconclusive
}

// ExitCode is the exit code that a verdict asks for. Of several, the precedence is 3, 1, 4, 0.
func (v Verdict) ExitCode() int {
	switch v {
	case Infrastructure:
		return 3
	case Failed, Fixed:
		return 1
	case Inconclusive:
		return 4
	}
	return 0
}

// Pass is a way in which the player is brought to each checkpoint. What a viewer sees may differ:
// rrweb's player, for one, applies what it skips to a document of its own and changes the page at
// once afterwards.
type Pass string

// The two passes.
const (
	Seek Pass = "seek" // from one checkpoint to the next, as a viewer drags the slider
	Play Pass = "play" // through all that happened, as a viewer watches
)

// Words says how the player was brought to a checkpoint: "when seeking".
func (p Pass) Words() string {
	switch p {
	case Seek:
		return "when seeking"
	case Play:
		return "when playing through"
	}
	return "either way"
}

// Cause says where on its way from the live page to the replayed one something went wrong.
type Cause string

// The causes.
const (
	NeverRecorded  Cause = "never recorded"                    // the recording has no word of it
	RecordedWrong  Cause = "recorded wrong"                    // the recording says something else
	LostInDelivery Cause = "lost in delivery"                  // it was sent in an upload that was not taken
	ReplayedWrong  Cause = "recorded right and replayed wrong" // the recording has it right
)

// Run is one execution of scenarios: the whole of run.json.
type Run struct {
	Schema   int               `json:"schema"`
	Tool     string            `json:"tool"` // replaylab's version
	Started  time.Time         `json:"started"`
	WallMS   float64           `json:"wall_ms"`
	Command  []string          `json:"command"` // as typed
	Seed     uint64            `json:"seed"`
	Machine  Machine           `json:"machine"`
	Browsers map[string]string `json:"browsers"` // "live" and "replay" → product and version
	Results  []Result          `json:"results"`
}

// Machine is what the run ran on.
type Machine struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
	CPU  string `json:"cpu"`
	Cpus int    `json:"cpus"`
}

// ExitCode is the exit code of the whole run.
func (r *Run) ExitCode() int {
	codes := map[int]bool{}
	for _, res := range r.Results {
		codes[res.Verdict.ExitCode()] = true
	}
	for _, code := range []int{3, 1, 4} {
		if codes[code] {
			return code
		}
	}
	return 0
}

// Result is one scenario, with one SDK and one player.
type Result struct {
	Scenario string   `json:"scenario"` // area/name, with [key=value …] for one of several variants
	SDK      string   `json:"sdk"`      // name@version, name=FILE or name
	Player   string   `json:"player"`   // name@version
	Browser  string   `json:"browser"`  // of the live page
	Verdict  Verdict  `json:"verdict"`
	Reason   string   `json:"reason,omitempty"` // of n/a, inconclusive and infrastructure
	WallMS   float64  `json:"wall_ms"`
	Attempt  int      `json:"attempt,omitempty"` // with --repeat, from 1
	Phases   []Phase  `json:"phases,omitempty"`  // where the time went
	Title    string   `json:"title"`             // the scenario's sentence
	File     string   `json:"file"`
	Labels   []string `json:"labels,omitempty"`
	Covers   []string `json:"covers,omitempty"`
	Command  string   `json:"command"` // reproduces this result

	Claims      []Claim      `json:"claims"`
	Checkpoints []Checkpoint `json:"checkpoints,omitempty"`
	Steps       []Step       `json:"steps,omitempty"`
	Uploads     []Upload     `json:"uploads,omitempty"`
	Recordings  []Recording  `json:"recordings,omitempty"`
	Passes      []Played     `json:"passes,omitempty"`
	Notes       []string     `json:"notes,omitempty"` // what the lab saw and did not judge
}

// Claim is one promise that was checked.
type Claim struct {
	Name       string     `json:"name"`                 // such as "faithful" or "masked"
	Target     string     `json:"target,omitempty"`     // selector that it is about
	Checkpoint string     `json:"checkpoint,omitempty"` // empty for a claim on the whole visit
	Verdict    Verdict    `json:"verdict"`
	Summary    string     `json:"summary,omitempty"` // one sentence: why it did not hold
	Blame      string     `json:"blame,omitempty"`   // "SDK", "delivery", "player", "lab policy", or several joined by " and "
	Reason     string     `json:"reason,omitempty"`  // of known and waived
	Link       string     `json:"link,omitempty"`    // of known
	Evidence   []Evidence `json:"evidence,omitempty"`
	More       int        `json:"more,omitempty"` // evidence left out beyond the limit
}

// Evidence is one thing that a stranger can check.
type Evidence struct {
	Kind     string `json:"kind"`               // of difference or finding, such as "text" or "leak"
	Path     string `json:"path,omitempty"`     // expression for the devtools console
	NodeID   int    `json:"node_id,omitempty"`  // in the recording
	Name     string `json:"name,omitempty"`     // of the attribute or property
	Live     Value  `json:"live,omitzero"`      // what the live page has
	Model    Value  `json:"model,omitzero"`     // what the recording says
	Replayed Value  `json:"replayed,omitzero"`  // what the replayed page has
	Control  Value  `json:"control,omitzero"`   // what the page has without the SDK
	Native   Value  `json:"native,omitzero"`    // what the browser has in a page without any script
	Phase    string `json:"phase,omitempty"`    // "while recording" or "after stop", of what the page can notice
	Pass     Pass   `json:"pass,omitempty"`     // the one pass that shows it; empty if both do, or there was but one
	Cause    Cause  `json:"cause,omitempty"`    // where it went wrong; empty if it is no difference of pages
	Blame    string `json:"blame,omitempty"`    // as in Claim
	Upload   int    `json:"upload,omitempty"`   // number of the upload that proves it
	Event    string `json:"event,omitempty"`    // the event that proves it
	Step     string `json:"step,omitempty"`     // line and text of the step before it
	Detail   string `json:"detail,omitempty"`   // further words
	Location string `json:"location,omitempty"` // script and line
	Known    bool   `json:"known,omitempty"`    // listed as a known failure
	// Follows are findings of other claims at the same checkpoint that are enough to bring this one
	// about. Where all of them are known, so is this.
	Follows []Finding `json:"follows,omitempty"`
}

// Finding names a piece of evidence.
type Finding struct {
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
	Path string `json:"path,omitempty"`
}

// Phase is a part of a result's time. Phases follow each other; what others of the run did at the
// same time is in them too.
type Phase struct {
	Name string  `json:"name"`
	MS   float64 `json:"ms"`
}

// Value is one side of a difference. A side that has no such thing is absent, which is not the
// same as empty.
type Value struct {
	Text    string
	Present bool
}

// Some is a value that is there.
func Some(text string) Value { return Value{text, true} }

// MarshalJSON writes the text, or null.
func (v Value) MarshalJSON() ([]byte, error) {
	if !v.Present {
		return []byte("null"), nil
	}
	return json.Marshal(v.Text)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*v = Value{}
	if text != nil {
		*v = Some(*text)
	}
	return nil
}

// IsZero reports whether the value is absent.
func (v Value) IsZero() bool { return !v.Present }

// Checkpoint is one moment at which both pages were read. File names are relative to run.json.
type Checkpoint struct {
	Name        string   `json:"name"`
	OffsetMS    float64  `json:"offset_ms"` // since the recording's first event
	Live        string   `json:"live,omitempty"`
	Replayed    string   `json:"replayed,omitempty"`
	Reference   string   `json:"reference,omitempty"` // of a page without the SDK and with its text masked, where that is what the replay is held against
	Played      string   `json:"played,omitempty"`    // the same when played through, if it is another picture
	Width       int      `json:"width"`
	Height      int      `json:"height"`
	Nodes       int      `json:"nodes"`
	Differences int      `json:"differences"`
	Recording   string   `json:"recording,omitempty"` // file of the recording that was played
	Settled     bool     `json:"settled"`             // whether the page came to rest before it was read
	Rules       []Rule   `json:"rules,omitempty"`     // equivalence rules that fired, with counts
	Blocked     []string `json:"blocked,omitempty"`   // requests that the replayed page tried to make
	Opened      []string `json:"opened,omitempty"`    // requests of it that the scenario's open origins answered
}

// Rule is an equivalence rule that fired.
type Rule struct {
	Name   string `json:"name"`
	Count  int    `json:"count"`
	Sample string `json:"sample,omitempty"` // path of one node that it fired on
}

// Step is one step of the visit.
type Step struct {
	Line int     `json:"line"`
	Text string  `json:"text"`
	AtMS float64 `json:"at_ms"` // since the visit began
	MS   float64 `json:"ms"`
}

// Upload is one request of the SDK.
type Upload struct {
	Seq     int     `json:"seq"`
	AtMS    float64 `json:"at_ms"` // since the visit began
	Method  string  `json:"method"`
	URL     string  `json:"url"`
	Kind    string  `json:"kind,omitempty"`
	Status  int     `json:"status"`
	Bytes   int     `json:"bytes"` // on the wire
	Raw     int     `json:"raw"`   // after decompression
	Events  int     `json:"events"`
	Problem string  `json:"problem,omitempty"`
	File    string  `json:"file,omitempty"`  // the raw request, relative to run.json
	Types   string  `json:"types,omitempty"` // such as "meta, full snapshot, 3 mutation"
}

// Recording is one stream of the visit.
type Recording struct {
	File    string  `json:"file"` // relative to run.json
	Load    string  `json:"load"`
	Session string  `json:"session"`
	Device  string  `json:"device"`
	Events  int     `json:"events"`
	Dropped int     `json:"dropped,omitempty"` // copies delivered more than once
	Late    int     `json:"late,omitempty"`    // events that arrived after a later one
	MS      float64 `json:"ms"`                // from the first event to the last

	// How long after they happened its events arrived. Virtual says that nobody can tell: the page's
	// clock was the lab's.
	DelayMedianMS float64 `json:"delay_median_ms,omitempty"`
	DelayMaxMS    float64 `json:"delay_max_ms,omitempty"`
	Virtual       bool    `json:"virtual,omitempty"`
}

// Played is one pass of the player through one recording.
type Played struct {
	Recording string  `json:"recording,omitempty"` // its file
	Pass      Pass    `json:"pass"`
	MS        float64 `json:"ms"`               // that it took, with the reading of each checkpoint
	Frames    int     `json:"frames,omitempty"` // of the player, when it played through
	Speed     float64 `json:"speed,omitempty"`  // the greatest when it played through, 1 being that of the visit
	Failed    string  `json:"failed,omitempty"` // why it stopped short, or why there was no such pass
}
