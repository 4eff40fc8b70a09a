package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"replaylab/lab/bench"
	"replaylab/lab/fuzz"
)

type fuzzArgs struct {
	browsers
	sdk      string
	player   string
	seed     uint64
	span     time.Duration
	programs int
	out      string
	jobs     int
	known    string
	json     bool
	table    bool
}

func fuzzCommand() *cobra.Command {
	a := fuzzArgs{}
	c := &cobra.Command{
		Use:   "fuzz",
		Short: "Look for pages that an SDK records wrongly, at random",
		Long: `Look for pages that an SDK records wrongly, at random.

Makes programs of changes to a page and runs them under the SDK, many to a page. What became of
each is compared with what the recording says of it, and for one page in twenty with its replay.
A program that fails is made smaller as long as it fails in the same way, and then run alone
through the whole pipeline: only what fails there too counts, and its scenario file is kept, for
replaylab run --scenario. Two failures are one if the kind of difference and the smallest sequence
of operations are the same. The same seed makes the same programs.

The list of known failures holds as in a run, with fuzz/FILE as the name of the scenario. An entry
for the scenario "fuzz/*" in a list of your own, with --known, explains a kind wherever it is found.

Exit codes: 0 nothing failed that the list of known failures does not explain, 1 something did,
2 bad usage, 3 a browser or the lab broke. Control+C ends it and keeps what was found.`,
		Example: `  replaylab fuzz --sdk rrweb@2.2.2 --for 5m
  replaylab fuzz --sdk amplitude --seed 7 --programs 5000 --out found
  replaylab fuzz --table                             what programs are made of`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runFuzz(c.Context(), os.Stdout, os.Stderr, c, a) },
	}
	f := c.Flags()
	a.browsers.flags(f)
	f.StringVar(&a.sdk, "sdk", "rrweb", "SDK to test: `NAME[@VERSION]` or NAME=PATH of a bundle, npm tarball or package folder")
	f.StringVar(&a.player, "player", "", "player for the recordings: `NAME[@VERSION]` or NAME=PATH (default: that of the SDK's own makers)")
	f.Uint64Var(&a.seed, "seed", 0, "seed of the programs (default: a new one, printed)")
	f.DurationVar(&a.span, "for", time.Minute, "how long; with --programs, no limit if nothing is said")
	f.IntVar(&a.programs, "programs", 0, "how many programs, `N` (default: as many as there is time for)")
	f.StringVar(&a.out, "out", "", "`DIR` for the scenario files (default: reports/out/fuzz-<time>)")
	f.IntVar(&a.jobs, "jobs", 3, "pages at a time")
	f.StringVar(&a.known, "known", "", "`FILE` with the list of known failures (default: scenarios/known.yaml)")
	f.BoolVar(&a.json, "json", false, "print JSON")
	f.BoolVar(&a.table, "table", false, "print how often each production of the grammar is in 1,000 programs, and run nothing")
	return c
}

func runFuzz(ctx context.Context, out, log io.Writer, c *cobra.Command, a fuzzArgs) (err error) {
	switch {
	case a.span <= 0:
		return fmt.Errorf("--for %s: want more than 0, such as 5m", a.span)
	case a.programs < 0 || a.programs == 0 && c.Flags().Changed("programs"):
		return fmt.Errorf("--programs %d: want at least 1", a.programs)
	case a.jobs < 1:
		return fmt.Errorf("--jobs %d: want at least 1", a.jobs)
	}
	if a.seed == 0 {
		a.seed = uint64(rand.Uint32())
	}
	if a.table {
		return printTable(out, a)
	}
	if a.programs > 0 && !c.Flags().Changed("for") {
		a.span = 0
	}
	known, err := knownFailures(a.known)
	if err != nil {
		return err
	}
	s, err := open(ctx, a.browsers, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, infrastructure(s.Close())) }() // a second time does nothing
	sdks, players, err := s.load(ctx, []string{a.sdk}, a.player)
	if err != nil {
		return err
	}
	if err := s.products(ctx, map[string]string{}); err != nil {
		return infrastructure(err)
	}
	if a.out == "" {
		a.out = filepath.Join("reports", "out", "fuzz-"+time.Now().Format("20060102-150405"))
	}
	s.Known, s.Seed = known, a.seed
	fmt.Fprintf(log, "fuzzing %s with seed %d; Control+C ends it and keeps what was found\n", sdks[0].Label, a.seed)
	progress, end := fuzzProgress(log)
	before := bench.CPU()
	report, err := fuzz.Run(ctx, fuzz.Config{
		Lab: s.Lab, SDK: sdks[0], Player: players[sdks[0]], Seed: a.seed, For: a.span, Programs: a.programs,
		Out: a.out, Workers: a.jobs, Progress: progress,
	})
	end()
	err = errors.Join(err, s.Close()) // what browsers cost is known when they have ended
	report.CPUMS = float64((bench.CPU() - before).Milliseconds()) / float64(max(report.Judged(), 1))
	if printed := printFuzz(out, report, a); err == nil || ctx.Err() != nil {
		err = printed
	}
	if err != nil {
		return infrastructure(err)
	}
	if report.New() > 0 {
		return &exit{code: 1}
	}
	return nil
}

// fuzzProgress tells how far a run is: in one line that is written over on a terminal, else now and
// then in one more line.
func fuzzProgress(log io.Writer) (tell func(fuzz.Progress), end func()) {
	file, ok := log.(*os.File)
	terminal := ok && isTerminal(file)
	last := time.Duration(0)
	return func(p fuzz.Progress) {
			line := fmt.Sprintf("%s: %d programs, %d with differences, %d distinct failures, %d being shrunk",
				p.Elapsed.Round(time.Second), p.Programs, p.Failing, p.Distinct, p.Shrinking)
			switch {
			case terminal:
				fmt.Fprintf(log, "\r\x1b[K%s", line)
			case p.Elapsed-last >= 30*time.Second:
				last = p.Elapsed
				fmt.Fprintln(log, line)
			}
		}, func() {
			if terminal {
				fmt.Fprint(log, "\r\x1b[K")
			}
		}
}

func printFuzz(out io.Writer, r *fuzz.Report, a fuzzArgs) error {
	if a.json {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	var b strings.Builder
	list := func(title string, failures []*fuzz.Failure) {
		if len(failures) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n%s\n", title)
		for _, f := range failures {
			kind := strings.TrimSpace(f.Finding.Kind + " " + f.Finding.At)
			fmt.Fprintf(&b, "\n  %s\n    after  %s\n    blame  %s, in %s\n", kind, strings.Join(f.Sequence, " → "), f.Blame, plural(f.Seen, "program"))
			if f.Known != "" {
				fmt.Fprintf(&b, "    known  %s\n", f.Known)
			}
			if f.Detail != "" {
				fmt.Fprintf(&b, "    seen   %s\n", strings.ReplaceAll(f.Detail, "\n", " "))
			}
			if f.File != "" {
				fmt.Fprintf(&b, "    file   %s\n", f.File)
			}
		}
	}
	list("distinct failures", r.Failures)
	list("not confirmed: found on a page of many programs, not alone", r.Unconfirmed)
	fmt.Fprintf(&b, "\n%s with seed %d: %s, %d of them replayed, %d with differences\n", r.SDK, r.Seed, plural(r.Programs, "program"), r.Replayed, r.Failing)
	fmt.Fprintf(&b, "distinct failures: %d, of which the list of known failures does not explain %d\n", len(r.Failures), r.New())
	fmt.Fprintf(&b, "not confirmed: %d, not seen again: %d, no time to shrink: %d, not judged: %d\n", len(r.Unconfirmed), r.Vanished, r.Open, r.Undecided)
	for _, why := range slices.Sorted(maps.Keys(r.Divided)) {
		fmt.Fprintf(&b, "divided: %s, since %s\n", plural(r.Divided[why], "page"), why)
	}
	fmt.Fprintf(&b, "%.0f s, %d tried besides to shrink, %.1f programs a second together, each %.0f ms of CPU time\n", r.WallSeconds, r.Tried, r.PerSecond, r.CPUMS)
	if len(r.Failures) > 0 {
		fmt.Fprintf(&b, "again: replaylab run --scenario '%s/*.txtar' --sdk %s\n", a.out, a.sdk)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func printTable(out io.Writer, a fuzzArgs) error {
	t := fuzz.TableOf(a.seed, 1000)
	if a.json {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(t)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-30s %8s %8s  %s\n", "production", "times", "programs", "line")
	for _, row := range t.Rows {
		fmt.Fprintf(&b, "%-30s %8d %8d  %s\n", row.Name, row.Times, row.Programs, row.Line)
	}
	fmt.Fprintf(&b, "\n%d productions in %d programs of seed %d; the median program has %d operations\n", len(t.Rows), t.Programs, a.seed, t.Median)
	_, err := io.WriteString(out, b.String())
	return err
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
