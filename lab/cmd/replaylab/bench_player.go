package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"replaylab/lab/bench"
	"replaylab/lab/build"
)

type benchPlayerArgs struct {
	browsers
	most int
	out  string
}

func benchPlayerCommand() *cobra.Command {
	a := benchPlayerArgs{}
	c := &cobra.Command{
		Use:   "player",
		Short: "Measure how quick the reference player seeks, beside rrweb's",
		Long: `Makes recordings of growing length, seeks in each to moments all over it and measures until the
page is laid out: in the reference player, in rrweb's Replayer, and against building the same page once
without a player. Prints the figures with their targets.`,
		Example: "  replaylab bench player\n  replaylab bench player --events 100000 --out figures.json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runBenchPlayer(c.Context(), os.Stdout, os.Stderr, a) },
	}
	a.browsers.flags(c.Flags())
	c.Flags().IntVar(&a.most, "events", 1_000_000, "the longest recording has `N` events")
	c.Flags().StringVar(&a.out, "out", "", "`FILE` to write the figures to as JSON")
	return c
}

func runBenchPlayer(ctx context.Context, out, log io.Writer, a benchPlayerArgs) error {
	if a.most < 100 {
		return fmt.Errorf("--events %d: want at least 100", a.most)
	}
	s, err := open(ctx, a.browsers, log)
	if err != nil {
		return err
	}
	defer s.Close()
	config := bench.PlayerConfig{Browser: s.Replay, RrwebEvents: 100_000, Log: func(format string, args ...any) { fmt.Fprintf(log, format+"\n", args...) }}
	var failed [2]error
	config.Reference, failed[0] = build.Player(ctx, s.Cache, "reference")
	config.Rrweb, failed[1] = build.Player(ctx, s.Cache, "rrweb")
	if err := errors.Join(failed[:]...); err != nil {
		return err
	}
	for n := 100; n <= a.most; n *= 10 {
		config.Events = append(config.Events, n)
	}
	figures, err := bench.Player(ctx, config)
	if err != nil {
		return infrastructure(err)
	}
	fmt.Fprintf(out, "%-52s %12s %12s  %-10s %s\n", "metric", "reference", "rrweb", "target", "met")
	for _, f := range figures {
		theirs, met := "–", ""
		if f.Rrweb != nil {
			theirs = fmt.Sprintf("%.2f", *f.Rrweb)
		}
		if f.Met != nil {
			met = map[bool]string{true: "yes", false: "no"}[*f.Met]
		}
		fmt.Fprintf(out, "%-52s %12.2f %12s  %-10s %s\n", f.Metric, f.Reference, theirs, f.Target, met)
	}
	if a.out == "" {
		return nil
	}
	return writeFigures(a.out, figures)
}
