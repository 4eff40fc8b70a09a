package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"replaylab/lab/bench"
	"replaylab/lab/browser"
	"replaylab/lab/build"
)

type benchSDKArgs struct {
	browsers
	rounds, nodes, moments int
	seed                   uint64
	only                   []string
	out                    string
}

func benchSDKCommand() *cobra.Command {
	a := benchSDKArgs{}
	c := &cobra.Command{
		Use:   "sdk",
		Short: "Measure what the reference SDK costs a page, beside rrweb's recorder and Amplitude's SDK",
		Long: `Measures, in one run and side by side: CPU time of the main thread on rrweb's six workloads, above that
of an empty MutationObserver; the longest task when the SDK starts on a large page; the size of bundles; what
is uploaded; what of the heap is kept after frames and shadow hosts came and went; and what is lost of what was
captured more than a second before a page ended at a random moment. Prints the figures with their targets.`,
		Example: "  replaylab bench sdk\n  replaylab bench sdk --only cpu,bundle --rounds 3 --out figures.json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runBenchSDK(c.Context(), os.Stdout, os.Stderr, a) },
	}
	a.browsers.flags(c.Flags())
	c.Flags().IntVar(&a.rounds, "rounds", 9, "take `N` samples of each SDK")
	c.Flags().IntVar(&a.nodes, "nodes", 100_000, "the large page has `N` nodes")
	c.Flags().Uint64Var(&a.seed, "seed", 1, "`N` decides the order of samples")
	c.Flags().StringSliceVar(&a.only, "only", nil, "measure only `METRICS`: cpu, start, bundle, heap, loss")
	c.Flags().IntVar(&a.moments, "moments", 5, "end pages at `N` random moments in each of five ways")
	c.Flags().StringVar(&a.out, "out", "", "`FILE` to write the figures to as JSON")
	return c
}

func runBenchSDK(ctx context.Context, out, log io.Writer, a benchSDKArgs) error {
	if a.rounds < 1 {
		return fmt.Errorf("--rounds %d: want at least 1", a.rounds)
	}
	if a.nodes < 1000 {
		return fmt.Errorf("--nodes %d: want at least 1000", a.nodes)
	}
	if a.moments < 1 {
		return fmt.Errorf("--moments %d: want at least 1", a.moments)
	}
	s, err := open(ctx, a.browsers, log)
	if err != nil {
		return err
	}
	defer s.Close()
	config := bench.SDKConfig{
		Browser: s.Live, Ingest: s.Ingest, Rounds: a.rounds, Nodes: a.nodes, Seed: a.seed, Moments: a.moments, Only: a.only,
		Log: func(format string, args ...any) { fmt.Fprintf(log, format+"\n", args...) },
	}
	if err := config.Check(); err != nil {
		return fmt.Errorf("--only %w", err)
	}
	if path := s.live.Found.Path; path != "" {
		config.Process = func(ctx context.Context, profile string) (*browser.Process, error) {
			return browser.Launch(ctx, browser.Config{Path: path, Args: []string{"--user-data-dir=" + profile}})
		}
	}
	for _, name := range []string{"reference", "rrweb", "amplitude"} {
		sdk, err := build.SDK(ctx, s.Cache, name)
		if err != nil {
			return unfetched(err)
		}
		config.SDKs = append(config.SDKs, sdk)
	}
	rows, failed := bench.SDK(ctx, config)
	conn, err := s.Live.Conn(ctx)
	if err != nil {
		return errors.Join(failed, infrastructure(err))
	}
	version, err := conn.Version(ctx)
	if err != nil {
		return errors.Join(failed, infrastructure(err))
	}
	fmt.Fprintf(out, "%s, %d processors, %s/%s, %d rounds\n\n", version, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, a.rounds)
	printRows(out, rows)
	if a.out != "" {
		failed = errors.Join(failed, writeFigures(a.out, rows))
	}
	if failed != nil {
		return infrastructure(failed)
	}
	return nil
}

func printRows(out io.Writer, rows []bench.Row) {
	show := func(v *float64) string {
		if v == nil {
			return "-"
		}
		return fmt.Sprintf("%.1f", *v)
	}
	fmt.Fprintf(out, "%-52s %10s %10s %10s  %-14s %s\n", "metric", "reference", "rrweb", "amplitude", "target", "met")
	for _, r := range rows {
		met := ""
		if r.Met != nil {
			met = map[bool]string{true: "yes", false: "no"}[*r.Met]
		}
		fmt.Fprintf(out, "%-52s %10s %10s %10s  %-14s %s\n", r.Metric, show(r.Reference), show(r.Rrweb), show(r.Amplitude), r.Target, met)
	}
}

// writeFigures writes figures as JSON.
func writeFigures(file string, figures any) error {
	text, err := json.MarshalIndent(figures, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}
