package replay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"replaylab/lab/browser"
	"replaylab/lab/event"
	"replaylab/sdkbundle/adapters"
	"replaylab/sdkbundle/world"
)

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
	origins := []string{}
	if s.notes.origins != nil {
		origins = append(origins, s.notes.origins.List...)
	}
	return window.Await(ctx, "function(text, origins) { return player.load(JSON.parse(text), origins) }", nil, string(text), origins)
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

// Progress is what it took to play on to a moment.
type Progress struct {
	Frames int     `json:"frames"` // of the player
	Speed  float64 `json:"speed"`  // the greatest, 1 being that of the visit
}

// PlayTo plays on to a moment, the first time from the beginning: everything up to and including
// its time has happened, as a viewer would have seen it happen. A stage is either played on or told
// to seek.
func (s *Stage) PlayTo(ctx context.Context, m Moment) (p Progress, err error) {
	ctx, cancel := browser.Within(ctx, playLimit, "playing through")
	defer cancel()
	if err := s.Resize(ctx, m.Width, m.Height); err != nil {
		return p, err
	}
	window, err := s.page.Window(ctx, "", true)
	if err != nil {
		return p, err
	}
	err = window.Await(ctx, "function(ms) { return player.playTo(ms) }", &p, m.Time-s.start)
	return p, err
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
