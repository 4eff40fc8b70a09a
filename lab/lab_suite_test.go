package lab_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab"
	"replaylab/lab/browser"
	"replaylab/lab/build"
	"replaylab/lab/ingest"
	"replaylab/lab/known"
	"replaylab/lab/proxy"
	"replaylab/lab/replay"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
	"replaylab/lab/visit"
	"replaylab/scenarios"
	"replaylab/sdkbundle/npm"
)

func TestLab(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Lab")
}

// budget bounds a spec of a few visits on a busy machine.
const budget = SpecTimeout(2 * time.Minute)

var (
	live, second *browser.Supervisor
	base         lab.Lab // copied by each spec, so that none sees what another planted
	cache        npm.Cache
	rrweb        *visit.SDK
	player       *replay.Player
)

var _ = BeforeSuite(func(ctx SpecContext) {
	dir, err := npm.DefaultDir()
	Expect(err).NotTo(HaveOccurred())
	cache = npm.Cache{Dir: filepath.Join(dir, "npm"), Log: GinkgoWriter}
	base.Authority, err = proxy.NewAuthority()
	Expect(err).NotTo(HaveOccurred())
	for _, r := range []struct {
		role browser.Role
		sup  **browser.Supervisor
		use  **browser.Browser
	}{{browser.Live, &live, &base.Live}, {browser.Replay, &second, &base.Replay}} {
		found, err := browser.Require(ctx, r.role, "", dir, GinkgoWriter)
		Expect(err).NotTo(HaveOccurred())
		*r.sup = &browser.Supervisor{Found: found}
		if r.role == browser.Live {
			(*r.sup).Config.Args = []string{base.Authority.Flag()}
		}
		DeferCleanup((*r.sup).Close)
		*r.use = browser.Use(*r.sup)
		DeferCleanup((*r.use).Close)
	}
	base.Ingest, err = ingest.Listen(ingest.Config{})
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(base.Ingest.Close)
	base.Cache, base.Seed = cache, 7
	base.Known = knownList()
	rrweb, err = build.SDK(ctx, cache, "rrweb@2.2.2")
	Expect(err).NotTo(HaveOccurred())
	player, err = build.Player(ctx, cache, "rrweb@2.2.2")
	Expect(err).NotTo(HaveOccurred())
}, NodeTimeout(5*time.Minute))

func knownList() known.List {
	GinkgoHelper()
	data, err := fs.ReadFile(scenarios.Files, "known.yaml")
	Expect(err).NotTo(HaveOccurred())
	list, err := known.Parse("known.yaml", data)
	Expect(err).NotTo(HaveOccurred())
	return list
}

// fresh is a lab of its own over the shared browsers.
func fresh() *lab.Lab {
	return &lab.Lab{Live: base.Live, Replay: base.Replay, Ingest: base.Ingest, Cache: cache, Known: base.Known, Seed: base.Seed, Authority: base.Authority}
}

// written parses a scenario that a spec writes itself.
func written(text string) scenario.Scenario {
	GinkgoHelper()
	list, err := scenario.Parse("spec/written.txtar", []byte(text), lab.Language())
	Expect(err).NotTo(HaveOccurred())
	Expect(list).To(HaveLen(1))
	return list[0]
}

// run takes a scenario through the pipeline with rrweb.
func run(ctx context.Context, text string, p lab.Plant) result.Result {
	GinkgoHelper()
	return fresh().Run(ctx, lab.Case{Scenario: written(text), SDK: rrweb, Player: player, Plant: p})
}

// runWith does the same with a bundle in rrweb's place.
func runWith(ctx context.Context, text, bundle string) result.Result {
	GinkgoHelper()
	file := filepath.Join(GinkgoT().TempDir(), "sdk.js")
	Expect(os.WriteFile(file, []byte(bundle), 0o644)).To(Succeed())
	sdk, err := build.SDK(ctx, cache, "rrweb="+file)
	Expect(err).NotTo(HaveOccurred())
	return fresh().Run(ctx, lab.Case{Scenario: written(text), SDK: sdk, Player: player})
}

// claims returns the claims of a name.
func claims(r result.Result, name string) []result.Claim {
	var list []result.Claim
	for _, c := range r.Claims {
		if c.Name == name {
			list = append(list, c)
		}
	}
	return list
}
