package bench

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/event"
	"replaylab/lab/ingest"
	"replaylab/lab/origin"
	"replaylab/lab/visit"
	"replaylab/sdkbundle/adapters"
)

// pageScript has the workloads, and what is asked of the page between them.
//
//go:embed sdk.js
var pageScript []byte

// armed is a page with one SDK in it, or with something in its place.
type armed struct {
	*browser.Page
	name    string
	sdk     *visit.SDK
	ingest  *ingest.Visit
	context *browser.Context
	address string
	close   []func() error
}

const tags = `<script src="/sdk.js"></script><script src="/boot.js"></script>`

// arms are the names of what is compared.
func (c SDKConfig) arms() []string {
	list := []string{floor}
	for _, s := range c.SDKs {
		list = append(list, s.Name)
	}
	return list
}

func (c SDKConfig) sdk(name string) *visit.SDK {
	for _, s := range c.SDKs {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// arm opens a page for an arm, in a context of its own. The markup has the SDK's tags in it where it is to start
// with the page; it can be started later by the page script's function load.
func (c SDKConfig) arm(ctx context.Context, name, markup string, options map[string]any) (*armed, error) {
	a, err := c.serve(name, markup, options)
	if err != nil {
		return a, err
	}
	conn, err := c.Browser.Conn(ctx)
	if err == nil {
		a.context, err = conn.NewContext(ctx)
	}
	if err == nil {
		a.close = append(a.close, a.context.Close)
		err = a.visit(ctx)
	}
	if err != nil {
		return a, errors.Join(fmt.Errorf("open a page with %s: %w", name, err), a.Close())
	}
	return a, nil
}

// serve makes the site of a page for an arm, and an address for its uploads, without opening it.
func (c SDKConfig) serve(name, markup string, options map[string]any) (a *armed, err error) {
	a = &armed{name: name, sdk: c.sdk(name)}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("serve a page with %s: %w", name, err), a.Close())
		}
	}()
	a.ingest = c.Ingest.Open(ingest.VisitConfig{})
	a.close = append(a.close, func() error { a.ingest.Close(); return nil })
	bundle, boot, err := a.scripts(options)
	if err != nil {
		return a, err
	}
	site, err := origin.Listen(origin.Config{Files: map[string][]byte{
		"/page.html": []byte(markup), "/sdk.js": bundle, "/boot.js": boot, "/bench.js": pageScript,
		"/frame.html": []byte("<!doctype html><title>Frame</title><p>frame</p>"),
	}})
	if err != nil {
		return a, err
	}
	a.close = append(a.close, site.Close)
	a.address = site.Origin("a") + "/page.html"
	return a, nil
}

// visit opens the page, or opens it once more in another tab.
func (a *armed) visit(ctx context.Context) (err error) {
	if a.Page, err = a.context.NewPage(ctx, browser.PageConfig{Focus: true}); err != nil {
		return err
	}
	return a.Open(ctx, a.address)
}

// scripts are the SDK's bundle and what starts it.
func (a *armed) scripts(options map[string]any) (bundle, boot []byte, err error) {
	switch a.name {
	case floor:
		return nil, []byte("bench.floor()"), nil
	case "rrweb":
		return a.sdk.Bundle, []byte("bench.rrweb()"), nil
	}
	boot, err = adapters.Boot(a.name, adapters.Config{
		Load: "1", Key: a.ingest.Key(), DeviceID: "device-of-the-bench", SessionID: time.Now().UnixMilli(),
		TrackURL: a.ingest.TrackURL("1"), ConfigURL: a.ingest.ConfigURL("1"), Options: options,
	})
	return a.sdk.Bundle, boot, err
}

// await calls a function of the page script and waits for its promise.
func (a *armed) await(ctx context.Context, call string, result any) error {
	if err := a.EvalMain(ctx, "", call, result); err != nil {
		return fmt.Errorf("%s with %s: %w", call, a.name, err)
	}
	return nil
}

// delivered asks the SDK for all it has and waits until that has arrived.
func (a *armed) delivered(ctx context.Context) error {
	if a.ingest == nil || a.sdk == nil || a.name == "rrweb" {
		return nil
	}
	var asked float64
	if err := a.await(ctx, "Date.now()", &asked); err != nil {
		return err
	}
	ctx, cancel := browser.Within(ctx, 2*time.Minute, "the delivery by "+a.name)
	defer cancel()
	for {
		if err := a.await(ctx, "__replaylab.finish()", nil); err != nil {
			return err
		}
		if a.sdk.Delivered == nil {
			return a.ingest.Idle(ctx)
		}
		// Asking once is not enough for such an SDK: what it has buffered goes with a later question.
		wait, stop := context.WithTimeout(ctx, time.Second)
		err := a.ingest.Wait(wait, "the mark of the end", func(list []event.Upload) bool { return a.sdk.Delivered(list, asked) })
		stop()
		if err == nil {
			return a.ingest.Idle(ctx)
		}
		if ctx.Err() != nil {
			return err
		}
	}
}

func (a *armed) Close() error {
	var errs []error
	for i := len(a.close) - 1; i >= 0; i-- {
		errs = append(errs, a.close[i]())
	}
	a.close = nil
	return errors.Join(errs...)
}
