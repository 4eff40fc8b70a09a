package main_test

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"

	"replaylab/lab/result"
)

// found is how long the lab may take to find out that a browser hangs.
const found = 10 * time.Second

// holding is a player that never shows a page called "hit", and says so by the title of its own.
func holding(ctx context.Context) string {
	GinkgoHelper()
	bundle, err := os.ReadFile(filepath.Join(packed(ctx, "rrweb@2.2.2"), "dist", "rrweb.umd.min.cjs"))
	Expect(err).NotTo(HaveOccurred())
	file := filepath.Join(GinkgoT().TempDir(), "holding.js")
	bundle = append(bundle, `;{ const Real = rrweb.Replayer; rrweb = {...rrweb, Replayer: function(events, config) {
		if (!JSON.stringify(events).includes('hit went')) return new Real(events, config);
		document.title = 'held';
		return {on() {}};
	}} }`...)
	Expect(os.WriteFile(file, bundle, 0o644)).To(Succeed())
	return file
}

var _ = Describe("A browser that dies in mid-run", func() {
	type death struct {
		signal syscall.Signal
		player bool // of the browser that replays, not of the live one
		reason string
	}
	DescribeTable("costs the scenario that it was needed for, and nothing else", func(ctx SpecContext, d death) {
		player, title, shut := "rrweb@2.2.2", "hit", "hit/recorded"
		if d.player {
			player, title, shut = "rrweb="+holding(ctx), "held", ""
		}
		g := newGate(shut, "late/control")
		run := start("run", "--sdk", "rrweb@2.2.2", "--player", player, "--scenario", g.write("early", "hit", "late"),
			"--jobs", "1", "--out", "out")
		Eventually(ctx, g.requests("hit/recorded")).WithTimeout(time.Minute).Should(BeNumerically(">", 0), run.said)
		var victim chromium
		Eventually(ctx, func() (err error) { victim, err = run.showing(title); return err }).WithTimeout(time.Minute).Should(Succeed(), run.said)
		Expect(run.browsers()).To(HaveLen(2))

		Expect(victim.signal(d.signal)).To(Succeed())
		Eventually(ctx, run.Err).WithTimeout(found).Should(gbytes.Say(`infrastructure pages/hit .* a browser died or hung: `), run.said)
		Eventually(ctx, g.requests("late/control")).WithTimeout(time.Minute).Should(Equal(1), run.said)
		if !d.player {
			Expect(run.browsers()).To(And(HaveLen(2), Not(ContainElement(HaveField("PID", victim.PID)))))
		}
		g.open("late/control")
		run.ends(ctx, 3)

		Expect(run.Out).To(gbytes.Say(`pages/hit\n`))
		results := run.results(filepath.Join(run.dir, "out"))
		Expect(results).To(HaveKeyWithValue("pages/hit", SatisfyAll(
			HaveField("Verdict", result.Infrastructure), HaveField("Reason", MatchRegexp("^a browser died or hung: .*"+d.reason)))), run.said)
		for _, other := range []string{"pages/early", "pages/late"} {
			Expect(results).To(HaveKeyWithValue(other, HaveField("Verdict", BeElementOf(result.Held, result.Known))), run.said)
		}
	},
		Entry("the live one, killed", budget, death{syscall.SIGKILL, false, "the browser is gone"}),
		Entry("the live one, stopped", budget, death{syscall.SIGSTOP, false, "has not answered for 6s"}),
		Entry("the replay one, killed", budget, death{syscall.SIGKILL, true, "the browser is gone"}),
		Entry("the replay one, stopped", budget, death{syscall.SIGSTOP, true, "has not answered for 6s"}),
	)
})
