package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"

	"replaylab/reports"
)

// ginkgo runs the suite of scenarios; the arguments are those after "--".
func ginkgo(parallel bool, args ...string) *command {
	GinkgoHelper()
	line := []string{"tool", "ginkgo", "--no-color"}
	if parallel {
		line = append(line, "-p")
	}
	line = append(append(line, "./scenarios", "--"), args...)
	c := prepare(line...)
	c.dir = checkout()
	return c.launch([]string{"HOME=" + os.Getenv("HOME")}, "go", line...) // whose cache of builds go needs
}

// verdicts lists what a run came to, in words that two runs can be compared by.
func verdicts(out string) []string {
	GinkgoHelper()
	run, err := reports.Read(out)
	Expect(err).NotTo(HaveOccurred())
	var list []string
	for _, r := range run.Results {
		name := fmt.Sprintf("%s with %s and %s", r.Scenario, r.SDK, r.Player)
		list = append(list, fmt.Sprintf("%s: %s", name, r.Verdict))
		for _, c := range r.Claims {
			list = append(list, strings.TrimSpace(fmt.Sprintf("%s: %s %s at %q: %s", name, c.Name, c.Target, c.Checkpoint, c.Verdict)))
		}
	}
	slices.Sort(list)
	return list
}

var _ = Describe("The suite of scenarios", func() {
	It("comes to what the command comes to, and shares one pair of browsers", func(ctx SpecContext) {
		dir := GinkgoT().TempDir()
		suite := ginkgo(true, "-sdk", "rrweb@2.2.2", "-scenario", "shadow/*", "-out", filepath.Join(dir, "suite"))
		most := 0
		Eventually(ctx, func() bool {
			most = max(most, len(suite.browsers()))
			select {
			case <-suite.Exited:
				return true
			default:
				return false
			}
		}).WithPolling(100*time.Millisecond).Should(BeTrue(), suite.said)
		suite.ends(ctx, 0)
		Expect(most).To(Equal(2))

		run := start("run", "--sdk", "rrweb@2.2.2", "--scenario", "shadow/*", "--seed", "1", "--out", filepath.Join(dir, "run"))
		run.ends(ctx, 0)
		want := verdicts(filepath.Join(dir, "run"))
		Expect(len(want)).To(BeNumerically(">", 30))
		Expect(verdicts(filepath.Join(dir, "suite"))).To(Equal(want))
	}, budget)

	It("fails for a goroutine that outlives it, and names it", func(ctx SpecContext) {
		// A scenario that is n/a for rrweb, so no page is opened.
		suite := ginkgo(false, "-leak", "-sdk", "rrweb@2.2.2", "-scenario", "masking/unmask")
		Expect(suite.done(ctx)).To(gexec.Exit(1), suite.said)
		Expect(string(suite.Out.Contents())).To(And(ContainSubstring("not to leak 1 goroutines"), ContainSubstring("scenarios_test.leaked")))
	}, budget)
})
