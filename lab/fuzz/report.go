package fuzz

import (
	"time"
)

// Progress is how far a run is.
type Progress struct {
	Programs  int
	Failing   int // programs with any finding
	Distinct  int // confirmed
	Shrinking int
	Elapsed   time.Duration
}

// Report is what a run found.
type Report struct {
	SDK         string     `json:"sdk"`
	Player      string     `json:"player"`
	Seed        uint64     `json:"seed"`
	Programs    int        `json:"programs"`     // judged
	Replayed    int        `json:"replayed"`     // of those, judged in the player too
	Undecided   int        `json:"undecided"`    // could not be judged even alone
	Failing     int        `json:"failing"`      // with any difference
	Tried       int        `json:"tried"`        // judged besides, in order to shrink
	WallSeconds float64    `json:"wall_seconds"` // all together
	PerSecond   float64    `json:"programs_per_second"`
	CPUMS       float64    `json:"cpu_ms_per_program"` // of lab and browsers, everything included; set by who closes these
	Failures    []*Failure `json:"failures"`
	Unconfirmed []*Failure `json:"unconfirmed"`
	// Vanished counts findings that did not come again when their program was run once more.
	Vanished int `json:"vanished"`
	// Open counts findings that there was no time to shrink; none of them is explained by a failure.
	Open int `json:"open"`
	// Divided counts pages of many programs of which nothing could be said, by the reason. The halves of
	// their programs were judged by themselves.
	Divided map[string]int `json:"divided"`
	Stopped bool           `json:"stopped"`
}

// Failure is one distinct failure: a kind of difference with the smallest sequence of operations that
// makes it.
type Failure struct {
	Finding  Finding  `json:"finding"`
	Sequence []string `json:"sequence"`
	Blame    string   `json:"blame"`
	Known    string   `json:"known,omitempty"` // the reason, if the list of known failures explains it
	File     string   `json:"file"`
	Seen     int      `json:"seen"` // in that many programs, this one included
	Number   uint64   `json:"program"`
	Detail   string   `json:"detail,omitempty"`

	program Program
}

// Judged is how many programs were judged, those that were tried in order to shrink included.
func (r *Report) Judged() int { return r.Programs + r.Tried }

// New counts failures that the list of known ones does not explain.
func (r *Report) New() int {
	n := 0
	for _, f := range r.Failures {
		if f.Known == "" {
			n++
		}
	}
	return n
}
