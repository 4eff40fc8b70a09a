package main_test

import (
	"os"
	"path/filepath"
	"syscall"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/onsi/gomega/gexec"

	"replaylab/lab/result"
)

var _ = Describe("A run that is told to stop", func() {
	DescribeTable("reports what it has, and leaves nothing", func(ctx SpecContext, s syscall.Signal, said string) {
		g := newGate("held/recorded")
		run := start("run", "--sdk", "rrweb@2.2.2", "--scenario", g.write("early", "held", "late"), "--jobs", "1", "--out", "out")
		Eventually(ctx, g.requests("held/recorded")).Should(Equal(1), run.said)
		Expect(syscall.Kill(run.Command.Process.Pid, s)).To(Succeed())
		run.ends(ctx, 3)

		Expect(filepath.Join(run.dir, "out", "index.html")).To(BeARegularFile())
		results := run.results(filepath.Join(run.dir, "out"))
		Expect(results).To(HaveLen(3))
		Expect(results["pages/early"].Verdict).To(BeElementOf(result.Held, result.Known), run.said)
		for _, cut := range []string{"pages/held", "pages/late"} {
			Expect(results).To(HaveKeyWithValue(cut, SatisfyAll(
				HaveField("Verdict", result.Infrastructure), HaveField("Reason", "the run was stopped: "+said))), run.said)
		}
		Expect(g.requests("late/control")()).To(BeZero(), "a scenario was begun after the signal")
	},
		Entry("by Ctrl-C", budget, syscall.SIGINT, "interrupt signal received"),
		Entry("by kill", budget, syscall.SIGTERM, "terminated signal received"),
		Entry("by the terminal's end", budget, syscall.SIGHUP, "hangup signal received"),
	)

	It("while its browsers start leaves nothing", func(ctx SpecContext) {
		run := start("run", "--sdk", "rrweb@2.2.2", "--scenario", "masking/classes", "--out", "out")
		Eventually(ctx, run.browsers).ShouldNot(BeEmpty(), run.said)
		Expect(syscall.Kill(run.Command.Process.Pid, syscall.SIGTERM)).To(Succeed())
		run.ends(ctx, 3)
	}, budget)

	It("while it replays leaves nothing", func(ctx SpecContext) {
		g := newGate()
		run := start("run", "--sdk", "rrweb@2.2.2", "--player", "rrweb="+holding(ctx), "--scenario", g.write("hit"), "--out", "out")
		Eventually(ctx, func() error { _, err := run.showing("held"); return err }).WithTimeout(time.Minute).Should(Succeed(), run.said)
		Expect(syscall.Kill(run.Command.Process.Pid, syscall.SIGTERM)).To(Succeed())
		run.ends(ctx, 3)
		Expect(run.results(filepath.Join(run.dir, "out"))).To(HaveKeyWithValue("pages/hit", HaveField("Reason", HavePrefix("the run was stopped"))))
	}, budget)
})

var _ = Describe("A command that is killed outright", func() {
	It("takes its browsers along, and the next one removes their folders", func(ctx SpecContext) {
		g := newGate("held/control")
		run := start("run", "--sdk", "rrweb@2.2.2", "--scenario", g.write("held"), "--out", "out")
		Eventually(ctx, g.requests("held/control")).Should(Equal(1), run.said)
		Expect(run.browsers()).To(HaveLen(2))
		Expect(syscall.Kill(run.Command.Process.Pid, syscall.SIGKILL)).To(Succeed())
		Eventually(ctx, run.Exited).Should(BeClosed())
		Eventually(ctx, run.processes).Should(BeEmpty())
		Expect(os.ReadDir(run.temp)).To(HaveLen(2), "the folders of both browsers")

		next := prepare("doctor")
		next.temp = run.temp
		next.launch(nil, binary, "doctor")
		Eventually(ctx, next).Should(gexec.Exit(0), next.said)
		Expect(next.Out).To(gbytes.Say("Everything is there"))
		next.ends(ctx, 0)
	}, budget)
})
