package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"replaylab/lab"
	"replaylab/lab/replay"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/reports"
)

type runArgs struct {
	browsers
	sdks       []string
	players    []string
	filter     string
	scenarios  []string
	out        string
	jobs       int
	seed       uint64
	repeat     int
	pauseAt    string
	known      string
	singleFile bool
}

func runCommand() *cobra.Command {
	a := runArgs{}
	c := &cobra.Command{
		Use:   "run",
		Short: "Run scenarios against SDKs and write a report",
		Long: `Run scenarios against SDKs and write a report.

Each scenario is visited without the SDK, then with it; the recording is replayed in a
second browser and compared at every checkpoint. Exit codes: 0 all held or known, 1 something
failed or is fixed and still listed, 2 bad usage, 3 a browser or the lab broke, 4 inconclusive.`,
		Example: `  replaylab run --sdk rrweb@2.2.2 --sdk amplitude@1.50.2
  replaylab run --sdk rrweb=./dist/rrweb.umd.js --filter '!(slow)'
  replaylab run --scenario 'masking/*' --sdk amplitude --repeat 5
  replaylab run --sdk amplitude --player amplitude --player rrweb@2.2.2 --player rrweb@1.1.3
  replaylab run --scenario ./my-page.txtar --sdk rrweb --headed --pause-at typed`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runRun(c.Context(), os.Stdout, os.Stderr, a) },
	}
	f := c.Flags()
	a.browsers.flags(f)
	f.StringArrayVar(&a.sdks, "sdk", nil, "SDK to test: `NAME[@VERSION]` or NAME=PATH of a bundle, npm tarball or package folder; repeatable (default: "+defaultSDKs+")")
	f.StringArrayVar(&a.players, "player", nil, "player for the recordings: `NAME[@VERSION]` or NAME=PATH; several play the same recordings (default: that of the SDK's own makers)")
	f.StringVar(&a.filter, "filter", "", "only scenarios whose labels match: a Ginkgo label `FILTER` such as 'masking && !slow'")
	f.StringArrayVar(&a.scenarios, "scenario", nil, "only scenarios of that id, or files: `GLOB`; repeatable")
	f.StringVar(&a.out, "out", "", "`DIR` for the results (default: reports/out/<time>)")
	f.IntVar(&a.jobs, "jobs", defaultJobs(), "scenarios at a time; by default one more than there are processors, at most 8")
	f.Uint64Var(&a.seed, "seed", 0, "seed of the planted secrets (default: a new one, printed)")
	f.IntVar(&a.repeat, "repeat", 1, "run each scenario `N` times")
	f.StringVar(&a.pauseAt, "pause-at", "", "stop at that `CHECKPOINT` with the page standing still, until Enter is pressed")
	f.StringVar(&a.known, "known", "", "`FILE` with the list of known failures (default: scenarios/known.yaml)")
	f.BoolVar(&a.singleFile, "single-file", false, "put the pictures inside index.html")
	return c
}

const defaultSDKs = "rrweb and amplitude"

func runRun(ctx context.Context, out, log io.Writer, a runArgs) (err error) {
	if len(a.sdks) == 0 {
		a.sdks = []string{"rrweb", "amplitude"}
	}
	if a.repeat < 1 {
		return fmt.Errorf("--repeat %d: want at least 1", a.repeat)
	}
	if a.jobs < 1 {
		return fmt.Errorf("--jobs %d: want at least 1", a.jobs)
	}
	scenarios, err := loadScenarios(a.scenarios, a.filter)
	if err != nil {
		return err
	}
	if a.pauseAt != "" {
		if a.jobs, err = 1, checkPause(scenarios, a.pauseAt); err != nil {
			return err
		}
	}
	if a.seed == 0 {
		a.seed = uint64(rand.Uint32())
	}
	known, err := knownFailures(a.known)
	if err != nil {
		return err
	}
	s, err := open(ctx, a.browsers, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, infrastructure(s.Close())) }()
	cases, err := s.cases(ctx, scenarios, a)
	if err != nil {
		return err
	}

	run := &result.Run{
		Schema: result.Schema, Tool: version(), Started: time.Now().UTC(), Command: os.Args, Seed: a.seed, Machine: machine(), Browsers: map[string]string{},
	}
	if err := s.products(ctx, run.Browsers); err != nil {
		return infrastructure(err)
	}
	dir, inOut, err := resultFolder(a.out)
	if err != nil {
		return infrastructure(err)
	}
	s.Known, s.Seed, s.Out = known, a.seed, dir
	s.PauseAt, s.Pause = a.pauseAt, pause(log)
	fmt.Fprintf(log, "to do: %d, at a time: %d, seed: %d\n", len(cases), a.jobs, a.seed)
	screen := reports.ScreenOf(log)
	progress := reports.StartProgress(log, screen, len(cases))
	run.Results = s.RunAll(ctx, cases, a.jobs, len(a.scenarios) == 0 && a.filter == "", progress)
	progress.Close()
	run.WallMS = float64(time.Since(run.Started).Milliseconds())

	summary := reports.SummaryOptions{Screen: reports.ScreenOf(out), Folder: dir}
	err = reports.Write(dir, run, reports.Options{SingleFile: a.singleFile})
	if err != nil {
		summary.Folder = "" // a full disk must not take what was found along with it
		err = fmt.Errorf("there is no report but this, so the exit code is %d: %w", exitInfrastructure, err)
	} else if inOut {
		err = reports.Latest(filepath.Dir(dir))
	}
	if err := errors.Join(reports.Summary(out, run, summary), err); err != nil {
		return infrastructure(err)
	}
	if code := run.ExitCode(); code != 0 {
		return &exit{code: code}
	}
	return nil
}

// cases pairs every scenario with every SDK and player, as often as it is to be repeated.
func (s *session) cases(ctx context.Context, scenarios []scenario.Scenario, a runArgs) ([]lab.Case, error) {
	first := "" // with one named, those of the SDKs' makers need not be there
	if len(a.players) > 0 {
		first = a.players[0]
	}
	sdks, own, err := s.load(ctx, a.sdks, first)
	if err != nil {
		return nil, err
	}
	others, err := s.players(ctx, a.players)
	if err != nil {
		return nil, err
	}
	s.Share = len(others) > 1 // what one visit recorded is played by all
	var list []lab.Case
	for attempt := range a.repeat {
		for _, sc := range scenarios {
			for _, sdk := range sdks {
				players := others
				if len(players) == 0 {
					players = []*replay.Player{own[sdk]}
				}
				for _, player := range players {
					c := lab.Case{Scenario: sc, SDK: sdk, Player: player}
					if a.repeat > 1 {
						c.Attempt = attempt + 1
					}
					list = append(list, c)
				}
			}
		}
	}
	return list, nil
}

// products notes which browsers answer.
func (s *session) products(ctx context.Context, into map[string]string) error {
	for role, b := range map[string]interface {
		Product(context.Context) (string, error)
	}{"live": s.Live, "replay": s.Replay} {
		product, err := b.Product(ctx)
		if err != nil {
			return err
		}
		into[role] = product
	}
	return nil
}

// resultFolder makes the folder for the results. inOut is set if it is one of the lab's own, of
// which "latest" names the newest.
func resultFolder(flag string) (dir string, inOut bool, err error) {
	if flag != "" {
		dir, err = flag, os.MkdirAll(flag, 0o755)
	} else {
		inOut = true
		dir, err = newFolder(filepath.Join("reports", "out"), time.Now().Format("20060102-150405"))
	}
	if err != nil {
		return "", false, fmt.Errorf("make a folder for the results (--out names another): %w", err)
	}
	return dir, inOut, nil
}

// newFolder makes a folder that was not there: two runs may begin in the same second.
func newFolder(parent, name string) (dir string, err error) {
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", err
	}
	dir = filepath.Join(parent, name)
	for n := 2; ; n++ {
		if err := os.Mkdir(dir, 0o755); !errors.Is(err, fs.ErrExist) {
			return dir, err
		}
		dir = filepath.Join(parent, fmt.Sprintf("%s-%d", name, n))
	}
}

func checkPause(list []scenario.Scenario, checkpoint string) error {
	var names []string
	for _, s := range list {
		for _, name := range s.Checkpoints() {
			if name == checkpoint {
				return nil
			}
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return fmt.Errorf("--pause-at %s: no scenario of this run has such a checkpoint; there are %v", checkpoint, slices.Compact(names))
}

// pause waits for a person to press Enter.
func pause(log io.Writer) func(context.Context, string) error {
	return func(ctx context.Context, checkpoint string) error {
		fmt.Fprintf(log, "\nThe page stands still at checkpoint %s. Press Enter to go on.\n", checkpoint)
		pressed := make(chan struct{})
		go func() {
			_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
			close(pressed)
		}()
		select {
		case <-pressed:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
