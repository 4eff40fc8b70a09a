package scenarios_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	. "github.com/onsi/gomega/gleak"

	"replaylab/lab"
	"replaylab/lab/browser"
	"replaylab/lab/build"
	"replaylab/lab/ingest"
	"replaylab/lab/known"
	"replaylab/lab/match"
	"replaylab/lab/privacy"
	"replaylab/lab/proxy"
	"replaylab/lab/replay"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/visit"
	"replaylab/reports"
	"replaylab/scenarios"
	"replaylab/sdkbundle/npm"
)

// Flags of the suite, given after "--": go tool ginkgo -p ./scenarios -- -sdk rrweb@2.2.2
var (
	sdks   list
	player = flag.String("player", "", "player for the recordings; the SDK's own if empty")
	only   list
	seed   = flag.Uint64("lab-seed", 1, "seed of the planted secrets")
	out    = flag.String("out", "", "folder for run.json and the report; none if empty")
	leak   = flag.Bool("leak", false, "start a goroutine that never ends, to see the suite fail for it")
)

func init() {
	flag.Var(&sdks, "sdk", "SDK to test; repeatable (default rrweb and amplitude)")
	flag.Var(&only, "scenario", "pattern of scenario ids; repeatable")
}

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

func TestScenarios(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Scenarios")
}

// budget bounds one spec: a control visit, a visit and a replay, on a machine that runs other
// specs beside it. A browser that hangs is found out long before.
const budget = 2 * time.Minute

// shared is what process 1 starts once and every process uses.
type shared struct {
	Browsers string `json:"browsers"` // address of the browsers' share
	Cache    string `json:"cache"`
	Out      string `json:"out"`
	CA       []byte `json:"ca"` // the authority that the live browser trusts
}

var (
	theLab  *lab.Lab
	loaded  []*visit.SDK
	players = map[*visit.SDK]*replay.Player{}
	results string // folder for the report
)

// leakFree fails the suite if a goroutine outlives it. It must be registered before anything that
// starts one, so that it is checked last.
func leakFree() {
	before := Goroutines()
	DeferCleanup(func(ctx SpecContext) {
		Eventually(ctx, Goroutines).WithTimeout(5 * time.Second).ShouldNot(HaveLeaked(before))
	})
}

// leaked is what -leak starts.
func leaked() { select {} }

var _ = SynchronizedBeforeSuite(func(ctx SpecContext) []byte {
	leakFree()
	dir, err := npm.DefaultDir()
	Expect(err).NotTo(HaveOccurred())
	sources := map[browser.Role]browser.Source{}
	authority, err := proxy.NewAuthority()
	Expect(err).NotTo(HaveOccurred())
	ca, err := authority.Marshal()
	Expect(err).NotTo(HaveOccurred())
	for _, role := range []browser.Role{browser.Live, browser.Replay} {
		found, err := browser.Require(ctx, role, "", dir, GinkgoWriter)
		Expect(err).NotTo(HaveOccurred())
		sup := &browser.Supervisor{Found: found}
		if role == browser.Live {
			sup.Config.Args = []string{authority.Flag()}
		}
		DeferCleanup(sup.Close)
		sources[role] = sup
	}
	share, err := browser.NewShare(sources)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(share.Close)
	s := shared{Browsers: share.URL(), Cache: filepath.Join(dir, "npm"), CA: ca}
	load(ctx, s, GinkgoWriter) // fetch once, before every process wants the same packages
	if *out != "" {
		s.Out, err = filepath.Abs(*out)
		Expect(err).NotTo(HaveOccurred())
		Expect(os.MkdirAll(s.Out, 0o755)).To(Succeed())
	}
	data, err := json.Marshal(s)
	Expect(err).NotTo(HaveOccurred())
	return data
}, func(ctx SpecContext, data []byte) {
	var s shared
	Expect(json.Unmarshal(data, &s)).To(Succeed())

	if GinkgoParallelProcess() > 1 { // process 1 has registered it above, before its browsers
		leakFree()
	}
	if *leak {
		go leaked()
	}

	text, err := scenarios.Files.ReadFile("known.yaml")
	Expect(err).NotTo(HaveOccurred())
	failures, err := known.Parse("scenarios/known.yaml", text)
	Expect(err).NotTo(HaveOccurred())
	server, err := ingest.Listen(ingest.Config{})
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(server.Close)
	authority, err := proxy.Parse(s.CA)
	Expect(err).NotTo(HaveOccurred())
	theLab = &lab.Lab{
		Live:   browser.Use(browser.Shared{URL: s.Browsers, Role: browser.Live}),
		Replay: browser.Use(browser.Shared{URL: s.Browsers, Role: browser.Replay}),
		Ingest: server, Cache: npm.Cache{Dir: s.Cache, Log: io.Discard}, Known: failures, Seed: *seed, Out: s.Out, Authority: authority,
	}
	DeferCleanup(theLab.Live.Close)
	DeferCleanup(theLab.Replay.Close)
	results = s.Out
	load(ctx, s, io.Discard)
	var bundles [][]byte
	for _, sdk := range loaded {
		bundles = append(bundles, sdk.Bundle)
	}
	theLab.Decoys = privacy.NewDecoys(bundles...)
}, NodeTimeout(5*time.Minute))

// load reads the bundles of the SDKs and their players.
func load(ctx context.Context, s shared, log io.Writer) {
	GinkgoHelper()
	cache := npm.Cache{Dir: s.Cache, Log: log}
	loaded = nil
	for _, name := range named() {
		sdk, err := build.SDK(ctx, cache, name)
		Expect(err).NotTo(HaveOccurred())
		loaded = append(loaded, sdk)
		of := *player
		if of == "" {
			of = build.OwnPlayer(sdk.Name)
		}
		players[sdk], err = build.Player(ctx, cache, of)
		Expect(err).NotTo(HaveOccurred())
	}
}

func named() []string {
	if len(sdks) == 0 {
		return []string{"rrweb", "amplitude"}
	}
	return sdks
}

// One spec for each scenario and SDK: a table over the function that "replaylab run" calls.
var _ = Describe("A scenario", func() {
	files, err := scenario.ParseFS(scenarios.Files, only, lab.Language())
	if err != nil {
		panic(err) // ginkgo shows it as a failure of building the tree
	}
	for i, name := range named() {
		for _, s := range files {
			It(s.ID+" holds with "+name, Label(s.Labels...), Label("sdk:"+name), func(ctx SpecContext) {
				r := theLab.Run(ctx, lab.Case{Scenario: s, SDK: loaded[i], Player: players[loaded[i]]})
				text, err := json.Marshal(r)
				Expect(err).NotTo(HaveOccurred())
				AddReportEntry(entry, string(text), ReportEntryVisibilityNever)
				if r.Verdict == result.NA {
					Skip(r.Reason)
				}
				Expect(r).To(match.Hold())
			}, SpecTimeout(budget))
		}
	}
})

// entry is the name under which each spec hands its result to process 1.
const entry = "replaylab result"

var _ = ReportAfterSuite("run.json", func(ctx SpecContext, report Report) {
	if results == "" {
		return
	}
	run := &result.Run{
		Schema: result.Schema, Tool: "ginkgo", Started: report.StartTime, WallMS: float64(report.RunTime.Milliseconds()),
		Command: os.Args, Seed: *seed, Machine: result.Machine{OS: runtime.GOOS, Arch: runtime.GOARCH, Cpus: runtime.NumCPU()},
		Browsers: map[string]string{},
	}
	for _, spec := range report.SpecReports {
		for _, e := range spec.ReportEntries {
			var r result.Result
			if e.Name == entry && json.Unmarshal([]byte(fmt.Sprint(e.GetRawValue())), &r) == nil {
				run.Results = append(run.Results, r)
			}
		}
	}
	text, err := scenarios.Files.ReadFile("known.yaml")
	Expect(err).NotTo(HaveOccurred())
	failures, err := known.Parse("scenarios/known.yaml", text)
	Expect(err).NotTo(HaveOccurred())
	failures.Settle(run.Results, len(only) == 0 && report.SuiteConfig.LabelFilter == "")
	Expect(reports.Write(results, run, reports.Options{})).To(Succeed())
})
