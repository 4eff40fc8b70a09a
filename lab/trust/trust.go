// Package trust asks whether the lab can be trusted: it plants defects, one at a time, and sees
// whether the right claim catches each in the right place; it changes recordings at random and
// explains every change that nobody notices; and it compares scenarios with themselves, where
// nobody may be accused.
package trust

import (
	"cmp"
	"fmt"
	"path"
	"strings"
	"time"

	"replaylab/lab/result"
	"replaylab/sdkbundle"
	"replaylab/sdkbundle/capture"
)

// Place is where a defect is planted.
type Place string

// The places.
const (
	InRecording Place = "recording" // between the wire and everything that reads it
	InReplay    Place = "replay"    // in the page that the player built
	InPage      Place = "page"      // in the live page, by a script around a real SDK
	InSource    Place = "source"    // in the TypeScript of the reference SDK, before it is bundled
)

// Sign is what gives a defect away: one piece of evidence of one claim. It is written down
// beforehand. "*" stands for any text in Kind, Name and Path.
type Sign struct {
	Claim      string // such as "faithful"
	Target     string // of a claim that "expect" makes
	Checkpoint string // empty for any
	Kind, Name string // of the evidence
	Path       string // of the node, as evidence names it; empty where evidence has no node
}

func (s Sign) String() string {
	return words(s.Claim, s.Target) + ": " + where(s.Kind, s.Name, s.Path)
}

func words(list ...string) string { return strings.TrimSpace(strings.Join(list, " ")) }

func where(kind, name, at string) string {
	text := words(kind, name)
	if at != "" {
		text += " at " + at
	}
	return text
}

// is reports whether a piece of evidence of a claim is the sign.
func (s Sign) is(c *result.Claim, e *result.Evidence) bool {
	if c.Name != s.Claim || s.Target != "" && c.Target != s.Target || s.Checkpoint != "" && c.Checkpoint != s.Checkpoint {
		return false
	}
	return like(s.Kind, e.Kind) && like(s.Name, e.Name) && (s.Path == "" || like(s.Path, e.Path))
}

// like matches a pattern in which only "*" has a meaning.
func like(pattern, text string) bool {
	plain := strings.NewReplacer("[", `\[`, "]", `\]`, "?", `\?`, `\`, `\\`, "/", "\x00")
	ok, _ := path.Match(plain.Replace(pattern), strings.ReplaceAll(text, "/", "\x00"))
	return ok
}

// Defect is one fault of a recorder, its delivery or a player, planted on purpose.
type Defect struct {
	Name     string // such as "siblings-swapped"
	Section  string // table of FIDELITY.md that it is about, "A" to "I"
	What     string // in a few words
	Scenario string // the id of a scenario of this package or of the suite
	SDK      string // adapter; empty is rrweb, or the reference SDK for a defect of its source
	Caught   Sign

	// Exactly one place. Recording changes the events or uploads. Replay is a script for the
	// player's page, in which $ finds an element of the replayed page by selector and d is its
	// document; it runs at each checkpoint, so $ may find nothing. Before and After stand before and
	// after the SDK's own code in the live page. Source changes one text of the reference SDK's source;
	// its file is named from the folder of sdkbundle/capture.
	Recording     func(t *tape)
	Replay        string
	Before, After string
	Source        sdkbundle.Patch
}

// Place is where the defect is planted.
func (d *Defect) Place() Place {
	switch {
	case d.Recording != nil:
		return InRecording
	case d.Replay != "":
		return InReplay
	case d.Source != sdkbundle.Patch{}:
		return InSource
	}
	return InPage
}

// adapter names the SDK in which the defect is planted.
func (d *Defect) adapter() string {
	if d.Place() == InSource {
		return "reference"
	}
	return cmp.Or(d.SDK, "rrweb")
}

// bundle is the SDK with a defect of its source, as the script that a scenario loads: the usual one, or
// "plugin".
func (d *Defect) bundle(script string) (string, error) {
	if script == "plugin" {
		return capture.PatchedPlugin(d.Source)
	}
	return capture.Patched(d.Source)
}

// script is what is run in the player's page for a defect in the replay.
func (d *Defect) script() string {
	if d.Replay == "" {
		return ""
	}
	return "{ const d = player.frame().contentDocument, w = player.frame().contentWindow, $ = (s, at = d) => at && at.querySelector(s);\n" + d.Replay + "\n}"
}

// wrapped is a bundle with scripts around it.
func wrapped(bundle []byte, before, after string) []byte {
	return fmt.Appendf(nil, "%s\n;%s\n;%s\n", before, bundle, after)
}

// Outcome is what became of one planted defect.
type Outcome struct {
	Name     string   `json:"name"`
	Section  string   `json:"section"`
	What     string   `json:"what"`
	Place    Place    `json:"place"`
	Scenario string   `json:"scenario"`
	Expected string   `json:"expected"` // claim, kind and path written down beforehand
	Caught   bool     `json:"caught"`
	By       []string `json:"by,omitempty"`  // every claim that failed anew
	Why      string   `json:"why,omitempty"` // it escaped
	MS       float64  `json:"ms"`
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
