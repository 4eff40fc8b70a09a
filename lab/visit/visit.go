// Package visit drives the live page through one scenario, as a user would, and notes what
// happened: what the page was at each checkpoint, what it said, and what the SDK sent.
package visit

import (
	"context"
	"errors"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/ingest"
	"replaylab/lab/origin"
	"replaylab/lab/privacy"
	"replaylab/lab/proxy"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/truth"
	"replaylab/sdkbundle/adapter"
)

// Config says what to visit and with what. SDK is nil for the control visit, which loads an inert
// script through the same tags.
type Config struct {
	Scenario scenario.Scenario
	SDK      *SDK
	Browser  *browser.Browser
	Ingest   *ingest.Server
	Canaries []privacy.Canary
	Mounts   []origin.Mount
	Pages    map[string][]byte // built pages, by path
	Read     truth.Options
	Hosts    []string // see origin.Config
	Slow     bool     // wait longer than usual before each checkpoint
	// Masked has each checkpoint read a second time, with what the promise of that checkpoint masks
	// masked in the page itself for as long as it stands still.
	Masked []Rules
	// Authority is what the browser trusts, so that requests to foreign hosts can be seen; with nil they
	// are not.
	Authority *proxy.Authority
	Elsewhere bool     // the browser has not been told of Authority when it was started
	Quick     bool     // take no pictures, and do not look at what the SDK patched
	Natives   *Natives // shared between visits; nil if this is the only one
	// Pause is called at the named checkpoint while the page stands still, for a person to look.
	PauseAt string
	Pause   func(ctx context.Context, checkpoint string) error
}

// SDK is one build of a capture SDK.
type SDK struct {
	adapter.SDK
	Name   string // adapter name
	Label  string // name@version, name=FILE for a build that is not released, or name for one that is part of the command
	Source string // the same, as a command line takes it from any folder
	Bundle []byte
}

// Visit is what happened.
type Visit struct {
	Moments    []Moment
	Uploads    []event.Upload
	Recordings []event.Recording
	Steps      []result.Step
	Phases     []result.Phase
	Said       []Said  // errors and warnings, in order
	Seen       Seen    // what the page itself could have noticed
	While      Look    // what its scripts could tell of the platform while recording
	After      Look    // the same after the SDK was stopped; empty in a control visit
	Patched    []Patch // of the platform's properties, while recording
	Left       []Patch // still there after the SDK was stopped
	Requests   []origin.Request
	Foreign    []proxy.Request   // to hosts that are not the lab's
	Stored     []Stored          // of a scenario with canaries
	Site       *origin.Site      // closed; it still answers who calls it, as a replay may
	Origins    map[string]string // addresses of the visit's own, by name: "origin:a", "ingest"
	Began      time.Time
	Took       time.Duration
	Product    string   // the browser
	Notes      []string // what the lab saw and did not judge
	// Stuck says why the visit could not go on although the browser answers; nil if it went to
	// its end.
	Stuck *Stuck
}

// Stuck is a visit that ended early.
type Stuck struct {
	Step string // line and text of the step
	Why  string
	// Page says that the page itself crashed or hung; otherwise a step could not be done.
	Page bool
}

// Moment is the page at one checkpoint.
type Moment struct {
	Checkpoint string
	Page       *truth.Page
	Shot       []byte // PNG
	Masked     *Masked
	Load       string // the page load that is in the window
	Served     []byte // the remote configuration that the SDK was last given; nil if it has not asked
	Settled    bool
	Longest    float64 // task of the main thread since the page was loaded, in milliseconds; 0 below 50
	Step       string  // line and text of the last step before it
}

// Rules are what is to be masked at one checkpoint. Stands says that what has not changed since the one
// before is masked as it was there; see privacy.Promise.Since.
type Rules struct {
	Promise privacy.Promise
	Stands  bool
}

// Masked is the page at a checkpoint once its text is masked; see Config. Its tree has the same
// nodes in the same places.
type Masked struct {
	Tree *dom.Tree
	Shot []byte // PNG
}

// Run makes the visit. An error means that the browser or the lab itself broke; whatever the page
// or the SDK did is in the Visit.
func Run(ctx context.Context, c Config) (v *Visit, err error) {
	v = &Visit{Began: time.Now()}
	defer func() { v.Took = time.Since(v.Began) }()
	r := &runner{Config: c, visit: v}
	last := time.Now()
	lap := func(name string) {
		now := time.Now()
		v.Phases = append(v.Phases, result.Phase{Name: name, MS: ms(now.Sub(last))})
		last = now
	}
	if err := r.open(ctx); err != nil {
		return v, errors.Join(err, r.close())
	}
	lap("open")
	err = r.steps(ctx)
	lap("steps")
	if err == nil {
		err = r.finish(ctx)
	}
	r.collect()
	lap("finish")
	err = errors.Join(err, r.close())
	lap("close")
	return v, err
}

type runner struct {
	Config
	visit   *Visit
	site    *origin.Site
	ingest  *ingest.Visit
	proxy   *proxy.Proxy
	context *browser.Context
	page    *browser.Page
	ears    *ears
	last    string // the step that is being done or was done last
	virtual bool   // the page's clock is ours

	held privacy.Promise // what held at the last checkpoint that was masked
}

// collect takes down what is left to know once the steps are done.
func (r *runner) collect() {
	if r.ears != nil {
		r.visit.Said = r.ears.said()
		r.visit.Seen = r.ears.all()
	}
	for i, v := range r.visit.Seen.Violations {
		r.visit.Seen.Violations[i].Blocked, r.visit.Seen.Violations[i].Source = r.plain(v.Blocked), r.plain(v.Source)
	}
	for i, s := range r.visit.Said {
		r.visit.Said[i].Text, r.visit.Said[i].From = r.plain(s.Text), r.plain(s.From)
	}
	if r.site != nil {
		r.visit.Site = r.site
		r.visit.Requests = r.site.Requests()
		for _, report := range r.site.Reports() {
			r.visit.Seen.Reports = append(r.visit.Seen.Reports, r.reported(report))
		}
	}
	if r.ingest != nil {
		r.visit.Uploads = r.ingest.Uploads()
		r.visit.Recordings = event.Assemble(r.visit.Uploads)
	}
}

func (r *runner) close() error {
	var errs []error
	if r.context != nil {
		errs = append(errs, r.context.Close())
	}
	if r.proxy != nil {
		r.visit.Foreign = r.proxy.Requests() // what the page sent as it was closed as well
		errs = append(errs, r.proxy.Close())
	}
	if r.ingest != nil {
		r.ingest.Close()
	}
	if r.site != nil {
		errs = append(errs, r.site.Close())
	}
	return errors.Join(errs...)
}
