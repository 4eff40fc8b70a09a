package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"replaylab/lab"
	"replaylab/lab/bench"
	"replaylab/lab/scenario"
)

type benchArgs struct {
	browsers
	sdk       string
	scenarios int
	jobs      int
	json      bool
}

func benchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "bench",
		Short: "Measure what the lab itself costs, how quick the reference player is, and what the reference SDK costs a page",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	a := benchArgs{}
	h := &cobra.Command{
		Use:   "harness",
		Short: "Divide the cost of scenarios by that of opening, stepping, reading and photographing alone",
		Long: `Runs scenarios through the whole pipeline, and beside them their floor: the same pages opened,
stepped through, read and photographed as often in the same two browsers, as raw calls whose
answers nobody decodes, without SDK, ingest, replay or diff. Prints wall and CPU time of the one
divided by the other.`,
		Example: "  replaylab bench harness\n  replaylab bench harness --scenarios 80 --json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runBench(c.Context(), os.Stdout, os.Stderr, a) },
	}
	a.browsers.flags(h.Flags())
	h.Flags().StringVar(&a.sdk, "sdk", "rrweb", "SDK to run: `NAME[@VERSION]` or NAME=PATH")
	h.Flags().IntVar(&a.scenarios, "scenarios", 40, "run `N` scenarios: those of the checkout, over and over")
	h.Flags().IntVar(&a.jobs, "jobs", defaultJobs(), "scenarios at a time")
	h.Flags().BoolVar(&a.json, "json", false, "print JSON")
	c.AddCommand(h, benchPlayerCommand(), benchSDKCommand())
	return c
}

func runBench(ctx context.Context, out, log io.Writer, a benchArgs) error {
	if a.scenarios < 1 {
		return fmt.Errorf("--scenarios %d: want at least 1", a.scenarios)
	}
	if a.jobs < 1 {
		return fmt.Errorf("--jobs %d: want at least 1", a.jobs)
	}
	all, err := loadScenarios(nil, "")
	if err != nil {
		return err
	}
	// A floor can be given for what a page and its user do, not for servers and clocks.
	all = slices.DeleteFunc(all, func(s scenario.Scenario) bool {
		return s.Virtual() || strings.HasPrefix(s.ID, "delivery/") || len(s.Checkpoints()) == 0
	})
	dir, err := os.MkdirTemp("", "replaylab-bench-")
	if err != nil {
		return infrastructure(err)
	}
	defer os.RemoveAll(dir)
	first, err := open(ctx, a.browsers, log)
	if err != nil {
		return err
	}
	sdks, players, err := first.load(ctx, []string{a.sdk}, "")
	err = errors.Join(err, first.Close())
	if err != nil {
		return err
	}
	config := bench.Config{Jobs: a.jobs, Log: func(format string, args ...any) { fmt.Fprintf(log, format+"\n", args...) }}
	for i := range a.scenarios {
		config.Cases = append(config.Cases, lab.Case{Scenario: all[i%len(all)], SDK: sdks[0], Player: players[sdks[0]], Attempt: 1 + i/len(all)})
	}
	failures, err := knownFailures("")
	if err != nil {
		return err
	}
	config.Open = func(ctx context.Context) (*lab.Lab, func() error, error) {
		s, err := open(ctx, a.browsers, log)
		if err != nil {
			return nil, nil, err
		}
		s.Out, s.Seed, s.Known = dir, 1, failures
		if err := s.products(ctx, map[string]string{}); err != nil {
			return nil, nil, errors.Join(err, s.Close())
		}
		return s.Lab, s.Close, nil
	}
	h, err := bench.Run(ctx, config)
	if err != nil {
		return infrastructure(err)
	}
	if a.json {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(h)
	}
	return printHarness(out, h)
}

func printHarness(out io.Writer, h bench.Harness) error {
	fmt.Fprintf(out, "%d scenarios, %d at a time\n\n", h.Scenarios, h.Jobs)
	fmt.Fprintf(out, "%-34s %8s %8s %6s\n", "per scenario", "lab", "floor", "ratio")
	fmt.Fprintf(out, "%-34s %6.0f ms %6.0f ms %6.2f\n", "wall time", h.WallMS, h.Floor, h.WallRatio)
	fmt.Fprintf(out, "%-34s %6.0f ms %6.0f ms %6.2f\n", "CPU time, browsers and lab", h.CPUMS, h.FloorCPU, h.CPURatio)
	fmt.Fprintf(out, "%-34s %6.0f ms\n\n", "  of which the lab itself", h.SelfCPUMS)
	fmt.Fprintf(out, "a scenario from start to end: half within %.0f ms, 95 %% within %.0f ms\n", h.P50, h.P95)
	fmt.Fprintf(out, "most memory of the lab itself: %.0f MB\n\nwhere a scenario's time goes, on the mean, others running beside it\n", h.PeakRSS)
	for _, p := range h.Phases {
		fmt.Fprintf(out, "  %-32s %6.0f ms\n", p.Name, p.MS)
	}
	_, err := fmt.Fprintf(out, "verdicts: %v\n", h.Verdicts)
	return err
}

// defaultJobs is one more than there are processors: while one scenario waits, others work.
func defaultJobs() int { return min(runtime.NumCPU()+1, 8) }
