// Package replay plays a recording in the second browser and reads the page that comes of it. A
// recording is hostile: the page it is played in has no origin, and every request that the player
// or the recording tries to make is refused and noted.
package replay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/result"
	"replaylab/lab/truth"
	"replaylab/sdkbundle/adapter"
)

// Player is one build of a player.
type Player struct {
	adapter.Player
	Name   string // adapter name
	Label  string // as that of an SDK
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
	Opened  []string // requests that were answered, since their origin is open
	Said    []string // what the player complained of
	Failed  string   // why the player stopped short; empty if it did not
	Product string   // the browser
	MS      float64  // that it took in all, in milliseconds
	Frames  int      // of the player, in which a recording was played through
	Speed   float64  // the greatest at which it was played through, 1 being that of the visit
}

const (
	loadLimit = 20 * time.Second
	seekLimit = 20 * time.Second
	playLimit = 60 * time.Second
)

// Config says how to play. Browser and Player are required.
type Config struct {
	Browser *browser.Browser
	Player  *Player
	Read    truth.Options
	Pass    result.Pass // result.Seek if empty
	Origins *Origins    // that stay open; nil if none does
	Script  string      // run in the player's page before each reading: a planted fault
	Rigged  string      // run in the player's page before the recording is loaded: a planted fault
}

// Run plays a recording and reads it at each moment, in the order given. An error means that the
// browser or the lab itself broke; what the player does wrong is in Played.
func Run(ctx context.Context, c Config, events []event.Event, moments []Moment) (played *Played, err error) {
	played = &Played{}
	s, err := Open(ctx, c.Browser, c.Player)
	if err != nil {
		return played, err
	}
	s.notes.origins = c.Origins
	defer func() { err = errors.Join(err, s.Close()) }()
	played.Product = s.product
	fail := func(what string, e error) error {
		if ctx.Err() != nil || errors.Is(e, browser.ErrGone) {
			return fmt.Errorf("%s: %w", what, e)
		}
		played.Failed = fmt.Sprintf("%s: %v", what, e)
		return nil
	}
	begun := time.Now()
	defer func() {
		played.Blocked, played.Opened, played.Said = s.noted()
		played.MS = float64(time.Since(begun).Microseconds()) / 1000
	}()
	if len(moments) > 0 {
		if err := s.Resize(ctx, moments[0].Width, moments[0].Height); err != nil {
			return played, fail("size the window", err)
		}
	}
	if c.Rigged != "" {
		if err := s.page.EvalMain(ctx, "", c.Rigged, nil); err != nil {
			return played, err
		}
	}
	if err := s.Load(ctx, events); err != nil {
		return played, fail("load the recording", err)
	}
	for _, m := range moments {
		if err := s.bring(ctx, c.Pass, m, played); err != nil {
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
		if m.Model != nil && c.Pass != result.Play {
			if err := s.Canonical(ctx, m.Model); err != nil {
				return played, fail("read the recorded style sheets", err)
			}
		}
		played.Moments = append(played.Moments, shown)
	}
	return played, nil
}

// bring takes the player to a moment.
func (s *Stage) bring(ctx context.Context, pass result.Pass, m Moment, played *Played) error {
	if pass != result.Play {
		return s.Seek(ctx, m)
	}
	p, err := s.PlayTo(ctx, m)
	played.Frames += p.Frames
	played.Speed = max(played.Speed, p.Speed)
	return err
}
