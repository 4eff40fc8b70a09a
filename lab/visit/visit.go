// Package visit drives the live page through one scenario, as a user would, and notes what
// happened: what the page was at each checkpoint, what it said, and what the SDK sent.
package visit

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/event"
	"replaylab/lab/ingest"
	"replaylab/lab/origin"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/truth"
	"replaylab/sdkbundle/adapter"
	"replaylab/sdkbundle/adapters"
	"replaylab/sdkbundle/world"
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
	Natives  *Natives // shared between visits; nil if this is the only one
	// Pause is called at the named checkpoint while the page stands still, for a person to look.
	PauseAt string
	Pause   func(ctx context.Context, checkpoint string) error
}

// SDK is one build of a capture SDK.
type SDK struct {
	adapter.SDK
	Name   string // adapter name
	Label  string // name@version, or name=FILE for a build that is not released
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
	Patched    []Patch // of the platform's functions, while recording
	Left       []Patch // still there after the SDK was stopped
	Requests   []origin.Request
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
	Load       string // the page load that is in the window
	Settled    bool
	Step       string // line and text of the last step before it
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
	context *browser.Context
	page    *browser.Page
	ears    *ears
	last    string // the step that is being done or was done last
	virtual bool   // the page's clock is ours
}

// open starts the site, the ingest and a page, in a browser context of their own.
func (r *runner) open(ctx context.Context) error {
	conn, err := r.Browser.Conn(ctx)
	if err != nil {
		return err
	}
	if r.visit.Product, err = conn.Version(ctx); err != nil {
		return err
	}
	if r.SDK != nil {
		remote := ""
		if r.Scenario.Remote != "" {
			remote = string(r.Scenario.Files[r.Scenario.Remote])
		}
		r.ingest = r.Ingest.Open(ingest.VisitConfig{Key: apiKey, Remote: remote})
	}
	if r.site, err = origin.Listen(r.siteConfig()); err != nil {
		return err
	}
	v := r.visit
	v.Origins = map[string]string{}
	for _, name := range []string{"a", "b", "a2"} {
		if url := r.site.Origin(name); url != "" {
			v.Origins["origin:"+name] = url
		}
	}
	if r.ingest != nil {
		v.Origins["ingest"] = r.Ingest.URL()
	}
	if r.context, err = conn.NewContext(ctx); err != nil {
		return err
	}
	script, err := world.Script()
	if err != nil {
		return err
	}
	r.ears = &ears{}
	view := browser.View{Width: r.Scenario.View.Width, Height: r.Scenario.View.Height, Dark: r.Scenario.View.Dark}
	r.page, err = r.context.NewPage(ctx, browser.PageConfig{View: view, Script: script, Focus: true, OnTarget: r.ears.listen})
	return err
}

const (
	apiKey   = "replaylab-key-0001"
	deviceID = "replaylab-device"
)

func (r *runner) siteConfig() origin.Config {
	s := r.Scenario
	c := origin.Config{Files: map[string][]byte{}, Mounts: r.Mounts, Hosts: r.Hosts, Seed: s.ID, Fill: r.fill}
	for path, data := range s.Files {
		c.Files[path] = data
	}
	for path, data := range r.Pages {
		c.Files[path] = data
	}
	for _, h := range s.Headers {
		c.Headers = append(c.Headers, origin.Header{Path: h.Path, Name: h.Name, Value: h.Value})
	}
	c.SDK.Place = origin.Placement(s.Load)
	c.SDK.Boot = r.boot
	c.SDK.Bundle = []byte("/* no SDK */")
	if r.SDK != nil {
		c.SDK.Bundle = r.SDK.Bundle
	}
	return c
}

// boot writes the start code of one page load. Its session id is a time, as the SDKs' own are.
func (r *runner) boot(load string) []byte {
	config := adapters.Config{Load: load, Key: apiKey, DeviceID: deviceID, SessionID: r.visit.Began.UnixMilli()}
	name := ""
	if r.SDK != nil {
		name = r.SDK.Name
		config.TrackURL, config.ConfigURL = r.ingest.TrackURL(load), r.ingest.ConfigURL(load)
		if r.Scenario.Key != "" {
			config.Key = r.Scenario.Key
		}
		given := map[string]string{}
		for option, value := range r.Scenario.Options {
			given[option] = r.fill(value)
		}
		options, err := r.SDK.Options(Neutral(given))
		if err != nil {
			return []byte("throw new Error(" + browser.Quote(err.Error()) + ")")
		}
		if r.Scenario.Virtual() {
			maps.Copy(options, r.SDK.Virtual)
		}
		config.Options = options
	}
	code, err := adapters.Boot(name, config)
	if err != nil {
		return []byte("throw new Error(" + browser.Quote(err.Error()) + ")")
	}
	return code
}

// Neutral reads the options of a scenario's sdk line.
func Neutral(options map[string]string) adapter.Neutral {
	n := adapter.Neutral{Other: map[string]string{}}
	for name, value := range options {
		switch name {
		case "maskLevel":
			n.MaskLevel = value
		case "maskSelector":
			n.Mask = value
		case "unmaskSelector":
			n.Unmask = value
		case "blockSelector":
			n.Block = value
		default:
			n.Other[name] = value
		}
	}
	return n
}

// fill puts canaries and origins in the place of their variables.
func (r *runner) fill(text string) string {
	return scenario.Fill(text, func(kind, name string) (string, bool) {
		switch kind {
		case "secret":
			for _, c := range r.Canaries {
				if c.Name == name {
					return c.Value, true
				}
			}
		case "origin":
			return r.site.Origin(name), true
		}
		return "", false
	})
}

// collect takes down what is left to know once the steps are done.
func (r *runner) collect() {
	if r.ears != nil {
		r.visit.Said = r.ears.said()
	}
	for i, s := range r.visit.Said {
		r.visit.Said[i].Text, r.visit.Said[i].From = r.plain(s.Text), r.plain(s.From)
	}
	if r.site != nil {
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
	if r.ingest != nil {
		r.ingest.Close()
	}
	if r.site != nil {
		errs = append(errs, r.site.Close())
	}
	return errors.Join(errs...)
}

// plain writes the visit's own addresses as the scenario would, so that two visits, which have
// different ports, can be compared.
func (r *runner) plain(text string) string { return r.visit.Plain(text) }

// Plain writes the visit's own addresses as their variables, such as ${origin:a}.
func (v *Visit) Plain(text string) string {
	if !strings.Contains(text, "http") {
		return text
	}
	for name, url := range v.Origins {
		text = strings.ReplaceAll(text, url, "${"+name+"}")
	}
	return text
}

func (r *runner) reported(v origin.Report) Violation {
	return Violation{Directive: v.Directive, Blocked: r.plain(v.Blocked), Source: r.plain(fmt.Sprintf("%s:%d", v.Source, v.Line))}
}

// Mounted resolves a scenario's mounts to folders, fetching packages and finding fixtures.
func Mounted(mounts []scenario.Mount, pkg func(spec string) (fs.FS, error), fixture func(name string) (fs.FS, error)) ([]origin.Mount, error) {
	var list []origin.Mount
	for _, m := range mounts {
		var folder fs.FS
		var err error
		if m.Package != "" {
			folder, err = pkg(m.Package)
		} else {
			folder, err = fixture(m.Fixture)
		}
		if err != nil {
			return nil, fmt.Errorf("mount %s: %w", m.Path, err)
		}
		list = append(list, origin.Mount{Path: m.Path, FS: folder})
	}
	return list, nil
}
