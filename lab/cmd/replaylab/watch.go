package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/model"
	"replaylab/lab/serve"
	"replaylab/lab/serve/shelf"
	"replaylab/lab/still"
	"replaylab/lab/store"
)

// watch shows a recording in the viewer, until it is interrupted.
func watch(ctx context.Context, out, log io.Writer, file string) (err error) {
	rec, err := store.Read(file)
	if err != nil {
		return err
	}
	if len(rec.Events) == 0 {
		return fmt.Errorf("read the recording %s: there are no events in it", file)
	}
	assets, err := viewer()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "replaylab-")
	if err != nil {
		return fmt.Errorf("make a folder for the viewer: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	books, _, err := shelf.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, books.Close()) }()
	name := filepath.Base(file)
	if err := shelve(ctx, books, name, rec.Events); err != nil {
		if ctx.Err() != nil {
			return nil // the user has seen enough
		}
		return err
	}
	s, err := serve.Listen(serve.Config{Shelf: books, Assets: assets, Log: func(said string) { fmt.Fprintln(log, said) }})
	if err != nil {
		return err
	}
	address := s.URL() + "/s/" + shelf.ID("", name)
	fmt.Fprintf(out, "%s is at %s until Ctrl-C ends this.\n", name, address)
	if err := show(address); err != nil {
		fmt.Fprintln(log, err)
	}
	<-ctx.Done()
	return s.Close()
}

// slice is how many events of a file the viewer gets at a time, so that it can begin before all are there.
const slice = 1000

func shelve(ctx context.Context, books *shelf.Shelf, name string, events []event.Event) error {
	for len(events) > 0 {
		part := events[:min(slice, len(events))]
		events = events[len(part):]
		// It came long ago: more of it is not to be waited for.
		u := event.Upload{Kind: "replay", SessionID: name, At: time.Unix(0, 0)}
		for _, e := range part {
			u.Events = append(u.Events, json.RawMessage(e.Raw))
		}
		if err := books.Append(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

// pages writes a page of each time. It is made of what the events say, and needs no browser.
func pages(out io.Writer, file string, a replayArgs) error {
	rec, err := store.Read(file)
	if err != nil {
		return err
	}
	if len(rec.Events) == 0 {
		return fmt.Errorf("read the recording %s: there are no events in it", file)
	}
	for _, at := range a.at {
		tree, _ := model.At(rec.Events, rec.Start()+float64(at)/float64(time.Millisecond))
		if tree == nil || tree.Root == nil || len(tree.Root.Children) == 0 {
			return fmt.Errorf("make a page of %s at %s: there is no full snapshot up to then", file, at)
		}
		var page bytes.Buffer
		if err := still.Write(&page, tree); err != nil {
			return err
		}
		name := a.file(a.html, at)
		if err := os.WriteFile(name, page.Bytes(), 0o644); err != nil {
			return fmt.Errorf("write a page of the moment %s: %w", at, err)
		}
		fmt.Fprintln(out, name)
	}
	return nil
}
