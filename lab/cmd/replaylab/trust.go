package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"replaylab/lab/trust"
	"replaylab/reports"
)

type trustArgs struct {
	browsers
	filter    string
	scenarios []string
	defects   int
	mutations int
	selves    int
	burners   int
	jobs      int
	seed      uint64
	known     string
	json      bool
}

func trustCommand() *cobra.Command {
	a := trustArgs{}
	c := &cobra.Command{
		Use:   "trust",
		Short: "Plant defects and see whether the lab catches them, and accuses nobody without",
		Long: `Ask whether the lab's verdicts can be trusted.

First it plants the defects of its catalogue, one at a time: in the recording, in the replayed
page, in the live page by a script around a real SDK, or in the source of the reference SDK by a
patch that is applied as it is bundled (a patch that no longer fits the source is an error). Each
names beforehand which claim must catch it, by which kind of evidence, at which node. Then it makes random single changes to
recordings, and asks of each that nobody noticed why: the reason must be one that the program can
check. The recordings of scenarios that nothing has turned red are changed on until something does:
a scenario that cannot fail is to be deleted. At last it compares scenarios with themselves, with other processes busy beside it: two
visits without an SDK, and two replays of one recording. Nobody may be accused.

Exit codes: 0 all caught and nobody accused, 1 something escaped, somebody was accused or a scenario
cannot fail, 2 bad usage, 3 a browser or the lab broke.`,
		Example: `  replaylab trust                                            all of it
  replaylab trust --mutations 0 --selves 0                   the catalogue alone
  replaylab trust --filter 'focus*' --mutations 0 --selves 0  defects by name
  replaylab trust --filter source --mutations 0 --selves 0   those of the reference SDK's source
  replaylab trust --json > trust.json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runTrust(c.Context(), os.Stdout, os.Stderr, a) },
	}
	f := c.Flags()
	a.browsers.flags(f)
	f.StringVar(&a.filter, "filter", "", "only defects of that name, section, claim or place (recording, replay, page, source): `GLOB`")
	f.StringArrayVar(&a.scenarios, "scenario", nil, "only these scenarios for random changes and self-comparisons: `GLOB`; repeatable")
	f.IntVar(&a.defects, "defects", -1, "plant the first `N` defects of the catalogue (default: all)")
	f.IntVar(&a.mutations, "mutations", 500, "make `N` random changes to recordings")
	f.IntVar(&a.selves, "selves", 1000, "compare scenarios `N` times with themselves")
	f.IntVar(&a.burners, "burners", 4, "busy loops beside the self-comparisons")
	f.IntVar(&a.jobs, "jobs", defaultJobs(), "how many at a time; by default one more than there are processors, at most 8")
	f.Uint64Var(&a.seed, "seed", 0, "seed of secrets and random changes (default: a new one, printed)")
	f.StringVar(&a.known, "known", "", "`FILE` with the list of known failures (default: scenarios/known.yaml)")
	f.BoolVar(&a.json, "json", false, "print JSON")
	return c
}

func runTrust(ctx context.Context, out, log io.Writer, a trustArgs) (err error) {
	for flag, n := range map[string]int{"defects": a.defects + 1, "mutations": a.mutations, "selves": a.selves, "burners": a.burners, "jobs": a.jobs - 1} {
		if n < 0 {
			return fmt.Errorf("--%s is too small", flag)
		}
	}
	defects, err := trust.Select(trust.Defects(), a.filter, a.defects)
	if err != nil {
		return fmt.Errorf("--filter %q: %w", a.filter, err)
	}
	list, err := loadScenarios(a.scenarios, "")
	if err != nil {
		return err
	}
	failures, err := knownFailures(a.known)
	if err != nil {
		return err
	}
	if a.seed == 0 {
		a.seed = uint64(rand.Uint32())
	}
	s, err := open(ctx, a.browsers, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, infrastructure(s.Close())) }()
	sdks, players, err := s.load(ctx, []string{"rrweb", "amplitude"}, "")
	if err != nil {
		return err
	}
	own, ownPlayers, err := s.load(ctx, []string{"reference"}, "")
	if err != nil {
		return err
	}
	s.Known, s.Seed, s.Share = failures, a.seed, true
	c := trust.Config{
		Lab: s.Lab, Scenarios: list, Jobs: a.jobs, Seed: a.seed, Burners: a.burners,
		Defects: defects, Mutations: a.mutations, Selves: a.selves,
		Own: trust.Build{SDK: own[0], Player: ownPlayers[own[0]]},
	}
	for _, sdk := range sdks {
		c.Builds = append(c.Builds, trust.Build{SDK: sdk, Player: players[sdk]})
	}
	fmt.Fprintf(log, "defects: %d, random changes: %d, self-comparisons: %d, at a time: %d, seed: %d\n", len(defects), a.mutations, a.selves, a.jobs, a.seed)
	t := &tally{w: log, screen: reports.ScreenOf(log), total: len(defects) + a.mutations + a.selves, began: time.Now()}
	c.Done, c.More = t.done, t.more
	report, err := trust.Run(ctx, c)
	if a.json {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		err = errors.Join(err, enc.Encode(report))
	} else {
		err = errors.Join(err, report.Text(out))
	}
	if err != nil {
		return infrastructure(err)
	}
	if !report.Sound() {
		return &exit{code: 1}
	}
	return nil
}

// tally tells a person how far it is. On a screen one line moves; a log gets a line for each defect
// and for whatever is bad, and every hundred things how far it is.
type tally struct {
	w      io.Writer
	screen reports.Screen
	total  int
	began  time.Time

	mu sync.Mutex
	n  int
}

func (t *tally) more(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.total += n
}

func (t *tally) done(line string, loud bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n++
	status := fmt.Sprintf("%d of %d, %s", t.n, t.total, time.Since(t.began).Round(time.Second))
	switch {
	case t.screen.Live && loud:
		fmt.Fprintf(t.w, "\r\x1b[K%s\n%s", line, status)
	case t.screen.Live && t.n < t.total:
		fmt.Fprintf(t.w, "\r\x1b[K%s", status)
	case t.screen.Live:
		fmt.Fprint(t.w, "\r\x1b[K")
	case loud:
		fmt.Fprintln(t.w, line)
	case t.n%100 == 0:
		fmt.Fprintln(t.w, status)
	}
}
