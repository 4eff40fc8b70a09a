// Package replay plays a recording in the second browser and reads the page that comes of it. A
// recording is hostile: the page it is played in has no origin, and every request that the player
// or the recording tries to make is refused and noted.
package replay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/truth"
	"replaylab/sdkbundle/adapter"
	"replaylab/sdkbundle/adapters"
	"replaylab/sdkbundle/world"
)

// Player is one build of a player.
type Player struct {
	adapter.Player
	Name   string // adapter name
	Label  string // name@version, or name=FILE for a build that is not released
	Source string // the same, as a command line takes it from any folder
	Bundle []byte
}

// Moment is a time of the recording that is wanted.
type Moment struct {
	Time          float64 // milliseconds since the epoch
	Width, Height int     // of the live window then
	// Model is what the recording says of the moment; its style sheets are brought into the
	// browser's own form. It may be nil.
	Model *dom.Tree
}

// Shown is the replayed page at one moment.
type Shown struct {
	Page *truth.Page
	Shot []byte // PNG
}

// Played is what came of playing a recording.
type Played struct {
	Moments []Shown  // as many as were wanted, or fewer if the player failed
	Blocked []string // requests that were refused
	Said    []string // what the player complained of
	Failed  string   // why the player stopped short; empty if it did not
	Product string   // the browser
}

const (
	loadLimit = 20 * time.Second
	seekLimit = 20 * time.Second
)

// Config says how to play. Browser and Player are required.
type Config struct {
	Browser *browser.Browser
	Player  *Player
	Read    truth.Options
	Script  string // run in the player's page before each reading: a planted fault
}

// Run plays a recording and reads it at each moment, in the order given. An error means that the
// browser or the lab itself broke; what the player does wrong is in Played.
func Run(ctx context.Context, c Config, events []event.Event, moments []Moment) (played *Played, err error) {
	played = &Played{}
	s, err := Open(ctx, c.Browser, c.Player)
	if err != nil {
		return played, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	played.Product = s.product
	fail := func(what string, e error) error {
		if ctx.Err() != nil || errors.Is(e, browser.ErrGone) {
			return fmt.Errorf("%s: %w", what, e)
		}
		played.Failed = fmt.Sprintf("%s: %v", what, e)
		return nil
	}
	defer func() { played.Blocked, played.Said = s.noted() }()
	if len(moments) > 0 {
		if err := s.Resize(ctx, moments[0].Width, moments[0].Height); err != nil {
			return played, fail("size the window", err)
		}
	}
	if err := s.Load(ctx, events); err != nil {
		return played, fail("load the recording", err)
	}
	for _, m := range moments {
		if err := s.Seek(ctx, m); err != nil {
			return played, fail(fmt.Sprintf("show the moment %.0f ms in", m.Time-events[0].Timestamp), err)
		}
		if c.Script != "" {
			if err := s.page.EvalMain(ctx, "", c.Script, nil); err != nil {
				return played, err
			}
		}
		shown, err := s.Read(ctx, c.Read)
		if err != nil {
			return played, fail("read the replayed page", err)
		}
		if m.Model != nil {
			if err := s.Canonical(ctx, m.Model); err != nil {
				return played, fail("read the recorded style sheets", err)
			}
		}
		played.Moments = append(played.Moments, shown)
	}
	return played, nil
}

// Stage is a page with a player in it.
type Stage struct {
	player  *Player
	page    *browser.Page
	context *browser.Context
	product string
	start   float64 // time of the first event
	width   int
	height  int
	notes   notes
}

// Open opens a page of its own and puts the player into it.
func Open(ctx context.Context, b *browser.Browser, p *Player) (*Stage, error) {
	conn, err := b.Conn(ctx)
	if err != nil {
		return nil, err
	}
	s := &Stage{player: p, width: browser.DefaultView.Width, height: browser.DefaultView.Height}
	if s.product, err = conn.Version(ctx); err != nil {
		return nil, err
	}
	if s.context, err = conn.NewContext(ctx); err != nil {
		return nil, err
	}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Stage) open(ctx context.Context) error {
	script, err := world.Script()
	if err != nil {
		return err
	}
	driver, err := adapters.Player(s.player.Name)
	if err != nil {
		return err
	}
	s.page, err = s.context.NewPage(ctx, browser.PageConfig{Script: script, Focus: true, OnTarget: s.notes.listen})
	if err != nil {
		return err
	}
	for _, code := range []string{stagehand, string(s.player.Bundle), driver} {
		if err := s.page.EvalMain(ctx, "", code+"\n;void 0", nil); err != nil {
			return fmt.Errorf("put the player %s into its page: %w", s.player.Label, err)
		}
	}
	return nil
}

// stagehand takes away what would come between the replayed page and a screenshot of it.
const stagehand = `document.head.append(Object.assign(document.createElement('style'), {textContent:
	'html, body { margin: 0; overflow: hidden } iframe { border: 0; display: block } .replayer-mouse, .replayer-mouse-tail { display: none }'}));`

// Close closes the page.
func (s *Stage) Close() error { return s.context.Close() }

// Resize gives the window a size.
func (s *Stage) Resize(ctx context.Context, width, height int) error {
	if width == s.width && height == s.height || width < 1 || height < 1 {
		return nil
	}
	s.width, s.height = width, height
	return s.page.Resize(ctx, browser.View{Width: width, Height: height})
}

// Load hands the recording to the player.
func (s *Stage) Load(ctx context.Context, events []event.Event) error {
	if len(events) == 0 {
		return errors.New("the recording is empty")
	}
	ctx, cancel := browser.Within(ctx, loadLimit, "loading the recording")
	defer cancel()
	s.start = events[0].Timestamp
	raw := make([]json.RawMessage, len(events))
	for i, e := range events {
		raw[i] = e.Raw
	}
	text, err := json.Marshal(raw)
	if err != nil {
		return err
	}
	window, err := s.page.Window(ctx, "", true)
	if err != nil {
		return err
	}
	return window.Await(ctx, "function(text) { return player.load(JSON.parse(text)) }", nil, string(text))
}

// Seek brings the player to a moment: everything up to and including its time has happened.
func (s *Stage) Seek(ctx context.Context, m Moment) error {
	ctx, cancel := browser.Within(ctx, seekLimit, "seeking")
	defer cancel()
	if err := s.Resize(ctx, m.Width, m.Height); err != nil {
		return err
	}
	// No event shares the millisecond after a checkpoint, and players differ in whether the
	// moment itself belongs to what they show.
	return s.page.EvalMain(ctx, "", fmt.Sprintf("player.seek(%f)", m.Time+1-s.start), nil)
}

// Play plays on from the beginning, in real time, until the page or its browser is closed or ctx
// ends.
func (s *Stage) Play(ctx context.Context) error {
	if err := s.page.EvalMain(ctx, "", "void player.play()", nil); err != nil {
		return err
	}
	select {
	case <-s.page.Done():
	case <-s.page.Crashed():
	case <-ctx.Done():
	}
	return nil
}

// Read reads the replayed page and takes its picture.
func (s *Stage) Read(ctx context.Context, o truth.Options) (Shown, error) {
	frame, err := s.frame(ctx)
	if err != nil {
		return Shown{}, err
	}
	if err := s.page.Eval(ctx, frame, "replaylab.quiet({}, 3000)", nil); err != nil {
		return Shown{}, err
	}
	o.Frame, o.IDs = frame, "(n => player.id(n))"
	page, err := truth.Read(ctx, s.page, o)
	if err != nil {
		return Shown{}, err
	}
	shot, err := s.Shot(ctx)
	return Shown{page, shot}, err
}

// frame is the id of the frame that the player shows the page in.
func (s *Stage) frame(ctx context.Context) (string, error) {
	window, err := s.page.Window(ctx, "", true)
	if err != nil {
		return "", err
	}
	owner, ok, err := window.Object(ctx, "function() { return player.frame() }")
	if err != nil {
		return "", err
	}
	if !ok {
		return "", errors.New("the player shows no frame")
	}
	var d struct {
		Node struct {
			FrameID string `json:"frameId"`
		} `json:"node"`
	}
	err = owner.Session.Call(ctx, "DOM.describeNode", map[string]any{"objectId": owner.ID}, &d)
	return d.Node.FrameID, err
}

// Canonical has the browser rewrite the style sheets of a tree that was not read from a browser, so
// that they can be compared with those of one that was. It changes the tree. A sheet with imports
// stays as it is: a sheet that is made from text has none.
func (s *Stage) Canonical(ctx context.Context, t *dom.Tree) error {
	type place struct {
		node *dom.Node
		prop string
	}
	var places []place
	texts := []string{}
	t.Root.Walk(func(n *dom.Node) bool {
		for _, prop := range []string{dom.PropSheet, dom.PropAdopted} {
			if text := n.Prop(prop); text != "" && !strings.Contains(text, "@import") {
				places, texts = append(places, place{n, prop}), append(texts, text)
			}
		}
		return true
	})
	if len(texts) == 0 {
		return nil
	}
	window, err := s.page.Window(ctx, "", false)
	if err != nil {
		return err
	}
	var out []string
	if err := window.Call(ctx, "function(texts) { return texts.map(replaylab.canonical) }", &out, texts); err != nil {
		return err
	}
	for i, p := range places {
		if out[i] == "" {
			p.node.Props = dom.Unset(p.node.Props, p.prop)
		} else {
			p.node.Props = dom.Set(p.node.Props, p.prop, out[i])
		}
	}
	return nil
}

// Shot is a PNG of the window.
func (s *Stage) Shot(ctx context.Context) ([]byte, error) { return s.page.Screenshot(ctx) }
