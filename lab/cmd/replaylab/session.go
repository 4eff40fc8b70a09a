package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"replaylab/lab"
	"replaylab/lab/browser"
	"replaylab/lab/build"
	"replaylab/lab/ingest"
	"replaylab/lab/known"
	"replaylab/lab/privacy"
	"replaylab/lab/proxy"
	"replaylab/lab/replay"
	"replaylab/lab/visit"
	"replaylab/sdkbundle/npm"
)

// browsers are the flags that say which browsers to use.
type browsers struct {
	live, replay string
	advertise    []string
	headed       bool
}

func (b *browsers) flags(f *pflag.FlagSet) {
	f.StringVar(&b.live, "browser", "", "browser for the live page: `PATH`, ws://… or http://HOST:PORT (default: $REPLAYLAB_BROWSER, then what is installed)")
	f.StringVar(&b.replay, "replay-browser", "", "browser for the replayed page: `PATH`, ws://… or http://HOST:PORT (default: chromium-headless-shell)")
	f.StringSliceVar(&b.advertise, "advertise", nil, "`HOST` under which a browser elsewhere reaches this machine; a second one, after a comma, makes a second site")
	f.BoolVar(&b.headed, "headed", false, "show the live browser's window")
}

// session is a lab with its browsers running.
type session struct {
	*lab.Lab
	closers []func() error
	live    *browser.Supervisor
	replay  *browser.Supervisor
}

// cache is the folder of what the lab fetches, with downloads told to log.
func cache(log io.Writer) (npm.Cache, error) {
	dir, err := npm.DefaultDir()
	return npm.Cache{Dir: filepath.Join(dir, "npm"), Log: log}, err
}

// open finds or installs the browsers and starts the ingest. Browsers start when first needed.
func open(ctx context.Context, b browsers, log io.Writer) (s *session, err error) {
	s = &session{Lab: &lab.Lab{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := checkHosts(b.advertise); err != nil {
		return s, err
	}
	if s.Cache, err = cache(log); err != nil {
		return s, err
	}
	if s.Authority, err = proxy.NewAuthority(); err != nil {
		return s, infrastructure(err)
	}
	for _, r := range []struct {
		role browser.Role
		flag string
		sup  **browser.Supervisor
		use  **browser.Browser
	}{{browser.Live, b.live, &s.live, &s.Live}, {browser.Replay, b.replay, &s.replay, &s.Replay}} {
		found, err := require(ctx, r.role, r.flag, s.Cache, log)
		if err != nil {
			return s, err
		}
		if found.URL != "" && len(b.advertise) == 0 && !local(found.URL) {
			return s, unadvertised(found)
		}
		config := browser.Config{}
		if r.role == browser.Live {
			s.Elsewhere = found.URL != ""
			config.Headed, config.Args = b.headed, []string{s.Authority.Flag()}
		}
		*r.sup = &browser.Supervisor{Found: found, Config: config}
		*r.use = browser.Use(*r.sup)
		s.closers = append(s.closers, (*r.use).Close, (*r.sup).Close)
	}
	config := ingest.Config{}
	if len(b.advertise) > 0 {
		s.Hosts = b.advertise
		config.Listen, config.Host = ":0", b.advertise[0]
	}
	if s.Ingest, err = ingest.Listen(config); err != nil {
		return s, infrastructure(err)
	}
	s.closers = append(s.closers, s.Ingest.Close)
	return s, nil
}

// require finds the browser of a role, or installs one. One that was named and cannot be run is bad
// usage.
func require(ctx context.Context, role browser.Role, flag string, cache npm.Cache, log io.Writer) (browser.Found, error) {
	found, err := browser.Require(ctx, role, flag, filepath.Dir(cache.Dir), log)
	if errors.Is(err, browser.ErrMissing) {
		err = infrastructure(err)
	}
	return found, err
}

// Close ends the browsers and the ingest. Nothing of them is left when it returns.
func (s *session) Close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	s.closers = nil
	return errors.Join(errs...)
}

// load reads SDKs and the player. With no player named, each SDK is played by the player of its own
// adapter, or by rrweb's.
func (s *session) load(ctx context.Context, sdks []string, player string) ([]*visit.SDK, map[*visit.SDK]*replay.Player, error) {
	var list []*visit.SDK
	players := map[*visit.SDK]*replay.Player{}
	for _, text := range sdks {
		sdk, err := build.SDK(ctx, s.Cache, text)
		if err != nil {
			return nil, nil, unfetched(err)
		}
		list = append(list, sdk)
		name := player
		if name == "" {
			name = build.OwnPlayer(sdk.Name)
		}
		if players[sdk], err = build.Player(ctx, s.Cache, name); err != nil {
			return nil, nil, unfetched(err)
		}
	}
	var bundles [][]byte
	for _, sdk := range list {
		bundles = append(bundles, sdk.Bundle)
	}
	s.Decoys = privacy.NewDecoys(bundles...)
	return list, players, distinguish(list)
}

// players reads the players that are named, each once.
func (s *session) players(ctx context.Context, names []string) (list []*replay.Player, err error) {
	for _, name := range names {
		p, err := build.Player(ctx, s.Cache, name)
		if err != nil {
			return nil, unfetched(err)
		}
		for _, other := range list {
			if other.Label == p.Label {
				return nil, fmt.Errorf("--player %s and %s are both called %s: results could not be told apart", other.Source, p.Source, p.Label)
			}
		}
		list = append(list, p)
	}
	return list, nil
}

// distinguish sees to it that no two SDKs of a run have the same label, under which their results
// and evidence are kept: two builds are often files of the same name.
func distinguish(list []*visit.SDK) error {
	for i, a := range list {
		for _, b := range list[:i] {
			if a.Source == b.Source {
				return fmt.Errorf("--sdk %s is there twice", a.Source)
			}
			for n := 2; a.Label == b.Label; n++ {
				a.Label, b.Label = a.Name+"="+tail(a.Source, n), b.Name+"="+tail(b.Source, n)
			}
		}
	}
	return nil
}

// tail is the last n parts of the path in NAME=PATH.
func tail(source string, n int) string {
	_, path, _ := strings.Cut(source, "=")
	parts := strings.Split(filepath.ToSlash(path), "/")
	return strings.Join(parts[max(0, len(parts)-n):], "/")
}

// unfetched tells an SDK or player that could not be had from one that was named wrongly.
func unfetched(err error) error {
	if errors.Is(err, npm.ErrNoNPM) || errors.Is(err, npm.ErrRefused) {
		return infrastructure(err)
	}
	return err
}

// knownFailures reads the list that goes with the scenarios.
func knownFailures(path string) (known.List, error) {
	data, name, err := scenarioFile(path, "known.yaml")
	if err != nil {
		return nil, fmt.Errorf("--known: %w", err)
	}
	return known.Parse(name, data)
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
