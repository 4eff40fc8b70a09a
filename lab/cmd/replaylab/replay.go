package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"replaylab/lab/browser"
	"replaylab/lab/build"
	"replaylab/lab/event"
	"replaylab/lab/replay"
	"replaylab/lab/store"
)

type replayArgs struct {
	player  string
	browser string
	at      []time.Duration
	png     string
	html    string
}

func replayCommand() *cobra.Command {
	a := replayArgs{}
	c := &cobra.Command{
		Use:   "replay FILE",
		Short: "Watch a recording, or take pictures of it",
		Long: `Watch a recording: a .rrweb.json.zst of a run, or any rrweb-style JSON, plain, gzip or zstd.
Without flags it opens in the viewer; with --player it plays in a window, in that player.
With --at it takes a picture of each of these times, counted from the first event, and needs no
display; --html writes a page of that moment in place of a picture, or beside one if --png is there
too: without script, loading nothing, not scrolled and without what is drawn on canvases.
Nothing in the recording runs or loads.`,
		Example: `  replaylab replay reports/out/latest/evidence/…/recording-1.rrweb.json.zst
  replaylab replay session.json --at 3s --at 12.5s --png shot.png
  replaylab replay session.json --at 12s --html moment.html
  replaylab replay session.json.gz --player amplitude
  replaylab replay session.json.gz --player rrweb@1.1.3 --at 12.5s`,
		Args: cobra.ExactArgs(1),
	}
	f := c.Flags()
	c.RunE = func(c *cobra.Command, args []string) error {
		switch {
		case len(a.at) == 0 && (f.Changed("png") || f.Changed("html")):
			return errors.New("--png and --html need a time: --at 12s")
		case len(a.at) == 0 && !f.Changed("player") && !f.Changed("browser"):
			return watch(c.Context(), os.Stdout, os.Stderr, args[0])
		case a.html != "":
			if err := pages(os.Stdout, args[0], a); err != nil || !f.Changed("png") {
				return err
			}
		}
		return runReplay(c.Context(), os.Stdout, os.Stderr, args[0], a)
	}
	f.StringVar(&a.player, "player", "rrweb", "player: `NAME[@VERSION]` or NAME=PATH")
	f.StringVar(&a.browser, "browser", "", "browser to play in: `PATH`, ws://… or http://HOST:PORT")
	f.DurationSliceVar(&a.at, "at", nil, "`TIME` since the first event, such as 12s; repeatable")
	f.StringVar(&a.png, "png", "replay.png", "`FILE` for the picture; with several times, each adds its own to the name")
	f.StringVar(&a.html, "html", "", "`FILE` for a page of the moment; with several times as --png")
	return c
}

func runReplay(ctx context.Context, out, log io.Writer, file string, a replayArgs) (err error) {
	rec, err := store.Read(file)
	if err != nil {
		return err
	}
	window := len(a.at) == 0
	if window && !browser.HasDisplay() {
		return errors.New("there is no display to open a window on: --at 3s --png shot.png takes a picture instead")
	}
	cache, err := cache(log)
	if err != nil {
		return err
	}
	player, err := build.Player(ctx, cache, a.player)
	if err != nil {
		return unfetched(err)
	}
	role := browser.Replay
	if window {
		role = browser.Live
	}
	found, err := require(ctx, role, a.browser, cache, log)
	if err != nil {
		return err
	}
	found.Role = browser.Replay // whichever browser it is, no recording in it reaches a server
	sup := &browser.Supervisor{Found: found, Config: browser.Config{Headed: window}}
	b := browser.Use(sup)
	defer func() { err = errors.Join(err, infrastructure(errors.Join(b.Close(), sup.Close()))) }()

	stage, err := replay.Open(ctx, b, player)
	if err != nil {
		return infrastructure(err)
	}
	defer stage.Close()
	first := replay.Moment{Time: rec.Start()}
	first.Width, first.Height = windowSize(rec.Events, rec.Start())
	if err := stage.Resize(ctx, first.Width, first.Height); err != nil {
		return infrastructure(err)
	}
	if err := stage.Load(ctx, rec.Events); err != nil {
		return fmt.Errorf("play %s: %w", file, err)
	}
	if window {
		fmt.Fprintf(out, "playing %s: %d events, %s. Close the window to end.\n", file, len(rec.Events), length(rec.Events))
		return infrastructure(stage.Play(ctx))
	}
	return pictures(ctx, out, stage, rec.Events, a)
}

func pictures(ctx context.Context, out io.Writer, stage *replay.Stage, events []event.Event, a replayArgs) error {
	start := events[0].Timestamp
	for _, at := range a.at {
		m := replay.Moment{Time: start + float64(at)/float64(time.Millisecond)}
		m.Width, m.Height = windowSize(events, m.Time)
		if err := stage.Seek(ctx, m); err != nil {
			return fmt.Errorf("show the moment %s: %w", at, err)
		}
		shot, err := stage.Shot(ctx)
		if err != nil {
			return infrastructure(fmt.Errorf("take the picture of %s: %w", at, err))
		}
		name := a.file(a.png, at)
		if err := os.WriteFile(name, shot, 0o644); err != nil {
			return err
		}
		fmt.Fprintln(out, name)
	}
	return nil
}

// file is the name of what is made of a time.
func (a replayArgs) file(name string, at time.Duration) string {
	if len(a.at) == 1 {
		return name
	}
	ext := filepath.Ext(name)
	return fmt.Sprintf("%s-%s%s", strings.TrimSuffix(name, ext), at, ext)
}

// windowSize is the size of the recorded window at a time: the last that was recorded by then, or
// else the first.
func windowSize(events []event.Event, t float64) (width, height int) {
	for _, e := range events {
		var size event.ResizeData
		if e.Type != event.Meta && e.Source != event.ViewportResize {
			continue
		}
		if width > 0 && e.Timestamp > t {
			break
		}
		if e.Data(&size) == nil && size.Width > 0 && size.Height > 0 {
			width, height = int(size.Width), int(size.Height)
		}
	}
	return width, height
}

func length(events []event.Event) time.Duration {
	ms := events[len(events)-1].Timestamp - events[0].Timestamp
	return time.Duration(ms * float64(time.Millisecond)).Round(100 * time.Millisecond)
}
