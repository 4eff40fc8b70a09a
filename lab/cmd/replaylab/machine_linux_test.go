package main_test

import (
	"os"
	"path/filepath"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/onsi/gomega/gexec"

	"replaylab/lab/browser"
)

// asRoot skips a spec that needs a disk of its own to fill: nobody else may mount one, and filling
// the machine's would harm others. The gate runs as root.
func asRoot() {
	GinkgoHelper()
	if os.Geteuid() != 0 {
		Skip("only root may mount")
	}
}

var _ = Describe("A machine that lacks something", func() {
	It("as room on the disk costs the report, and not what was found", func(ctx SpecContext) {
		asRoot()
		disk := GinkgoT().TempDir()
		Expect(syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=64k")).To(Succeed())
		DeferCleanup(syscall.Unmount, disk, 0)
		run := start("run", "--sdk", "rrweb@2.2.2", "--scenario", filepath.Join(write(map[string]string{"plain.txtar": plain}), "*.txtar"), "--out", disk)
		run.ends(ctx, 3)
		Expect(run.Err).To(gbytes.Say("replaylab: there is no report but this, so the exit code is 3: write .*: no space left on device; free some space"), run.said)
		Expect(run.Err.Contents()).NotTo(ContainSubstring("goroutine"))
		Expect(run.Out).To(gbytes.Say("1 known"), run.said)
		Expect(run.Out.Contents()).NotTo(ContainSubstring("report:"), "a report that is not there")
	}, budget)

	It("as a folder to write to is told before anything is run", func(ctx SpecContext) {
		run := start("run", "--sdk", "rrweb@2.2.2", "--scenario", "masking/classes", "--out", "/dev/null/out")
		run.ends(ctx, 3)
		Expect(run.Err).To(gbytes.Say("make a folder for the results .--out names another.: mkdir /dev/null: not a directory"), run.said)
		Expect(run.Err).NotTo(gbytes.Say(`\[1/1\]`))
	}, budget)

	It("as a browser says where it looked and how to get one", func(ctx SpecContext) {
		asRoot()
		found, err := browser.Find(browser.Live, "")
		Expect(err).NotTo(HaveOccurred())
		// Neither a browser nor apt-get is in sight, for this process alone.
		c := prepare("run")
		c.launch([]string{"REPLAYLAB_BROWSER="}, "unshare", "--mount", "sh", "-c",
			`mount -t tmpfs none "$1" && shift && PATH=/nowhere exec "$0" "$@"`, binary, filepath.Dir(found.Path), "run")
		Expect(c.done(ctx)).To(gexec.Exit(3), c.said)
		Expect(c.Err).To(gbytes.Say(`no browser found for the live page \(looked for --browser, REPLAYLAB_BROWSER and .*chromium`), c.said)
		Expect(c.Err).To(gbytes.Say(`apt-get`), c.said)
		Expect(c.Err.Contents()).NotTo(ContainSubstring("goroutine"))
	}, quick)
})
