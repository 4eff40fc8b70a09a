package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"replaylab/lab/serve"
	"replaylab/lab/serve/shelf"
	"replaylab/reports"
	"replaylab/sdkbundle/player"
)

type serveArgs struct {
	listen string
	dir    string
	key    string
	hosts  []string
}

func serveCommand() *cobra.Command {
	a := serveArgs{}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Take in what a page's SDK sends, and watch it live",
		Long: `Take in the uploads of any page's SDK, keep them, and show them in a viewer, live if wanted.
It prints the viewer's address and the options that the page's SDK needs. Only this machine can
reach it unless --listen says otherwise; then the viewer asks for the API key, too. What has been
taken in survives a restart. Ctrl-C ends it.`,
		Example: `  replaylab serve
  replaylab serve --listen 0.0.0.0:4600 --host lab.example.com --dir recordings`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runServe(c.Context(), os.Stdout, os.Stderr, a) },
	}
	f := c.Flags()
	f.StringVar(&a.listen, "listen", "127.0.0.1:4600", "`HOST:PORT` to listen on; 0.0.0.0 is all of this machine's addresses")
	f.StringVar(&a.dir, "dir", "", "`DIR` for the recordings (default: replaylab/recordings in the user's data folder)")
	f.StringVar(&a.key, "key", "", "API `KEY` of pages; without it one is made up and kept in DIR")
	f.StringSliceVar(&a.hosts, "host", nil, "further `NAME` under which this machine is asked for; repeatable")
	return c
}

func runServe(ctx context.Context, out, log io.Writer, a serveArgs) (err error) {
	if a.dir == "" {
		if a.dir, err = dataFolder(); err != nil {
			return err
		}
	}
	assets, err := viewer()
	if err != nil {
		return err
	}
	books, notes, err := shelf.Open(a.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, books.Close()) }()
	for _, n := range notes {
		fmt.Fprintln(log, "note:", n)
	}
	if a.key, err = keptKey(a.dir, a.key); err != nil {
		return err
	}
	s, err := serve.Listen(serve.Config{
		Shelf: books, Listen: a.listen, Hosts: a.hosts, Key: a.key, Assets: assets,
		Log: func(said string) { fmt.Fprintln(log, said) },
	})
	if err != nil {
		return err
	}
	address := s.URL()
	if !s.Open() {
		address += "/?key=" + s.Key()
	}
	fmt.Fprintf(out, `viewer:   %s
API key:  %s
options for the SDK of a page:
  trackServerUrl: '%s',
  configServerUrl: '%s',
Recordings are kept in %s. Ctrl-C ends this.
`, address, s.Key(), s.TrackURL(), s.ConfigURL(), a.dir)
	<-ctx.Done()
	return s.Close()
}

// viewer is what the browser loads of the viewer.
func viewer() (serve.Assets, error) {
	files, err := reports.Viewer()
	if err != nil {
		return serve.Assets{}, err
	}
	script, err := player.Script()
	if err != nil {
		return serve.Assets{}, err
	}
	return serve.Assets{Page: files.Page, Script: files.Script, Style: files.Style, Player: []byte(script)}, nil
}

// dataFolder is where programs keep what a user would not want to lose.
func dataFolder() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "replaylab", "recordings"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find a folder for the recordings (--dir names one): %w", err)
	}
	return filepath.Join(home, ".local", "share", "replaylab", "recordings"), nil
}

var goodKey = regexp.MustCompile(`^[A-Za-z0-9_-]{8,128}$`)

// keptKey is the key of a folder: pages have it in their sources, so that it is the same in every run.
func keptKey(dir, wanted string) (string, error) {
	if wanted != "" {
		if !goodKey.MatchString(wanted) {
			return "", fmt.Errorf("--key: want 8 to 128 letters, digits, hyphens and underscores")
		}
		return wanted, nil
	}
	path := filepath.Join(dir, "key")
	data, err := os.ReadFile(path)
	key := strings.TrimSpace(string(data))
	switch {
	case err == nil && goodKey.MatchString(key):
		return key, nil
	case err == nil:
		return "", fmt.Errorf("the API key in %s is not one: want 8 to 128 letters, digits, hyphens and underscores; remove the file and one is made up", path)
	case !errors.Is(err, os.ErrNotExist):
		return "", fmt.Errorf("read the API key: %w", err)
	}
	key = serve.NewKey()
	if err := os.WriteFile(path, []byte(key+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keep the API key: %w", err)
	}
	return key, nil
}
