package main_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"

	"replaylab/lab/result"
	"replaylab/reports"
)

// command is one run of the binary. It stands in an empty folder and has another for its temporary
// files, so whatever is in that at the end was left behind.
type command struct {
	*gexec.Session
	dir, temp, home string
	mark            string // in the environment of the command and of everything that it starts
}

// start runs the command until the end of the spec at the latest.
func start(args ...string) *command {
	GinkgoHelper()
	return startWith(nil, args...)
}

// startWith adds variables to the command's environment.
func startWith(env []string, args ...string) *command {
	GinkgoHelper()
	c := prepare(args...)
	return c.launch(env, binary, args...)
}

// prepare makes the command's folders.
func prepare(args ...string) *command {
	GinkgoHelper()
	c := &command{dir: GinkgoT().TempDir(), temp: GinkgoT().TempDir(), home: GinkgoT().TempDir()}
	c.mark = "REPLAYLAB_SPEC=" + filepath.Base(c.temp)
	AddReportEntry("command", "replaylab "+strings.Join(args, " "), ReportEntryVisibilityFailureOrVerbose)
	return c
}

func (c *command) launch(env []string, program string, args ...string) *command {
	GinkgoHelper()
	cmd := exec.Command(program, args...)
	cmd.Dir = c.dir
	cmd.Env = append(append(os.Environ(), "TMPDIR="+c.temp, "HOME="+c.home, "REPLAYLAB_CACHE="+cache(), c.mark), env...)
	apart(cmd)
	var err error
	c.Session, err = gexec.Start(cmd, GinkgoWriter, GinkgoWriter)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(func() { c.killAll() })
	return c
}

// done waits for the end of a command.
func (c *command) done(ctx context.Context) *gexec.Session {
	GinkgoHelper()
	Eventually(ctx, c.Exited).Should(BeClosed(), c.said)
	return c.Session
}

// ends waits for the command's end, and then expects the exit code and that nothing is left.
func (c *command) ends(ctx context.Context, code int) {
	GinkgoHelper()
	c.done(ctx)
	Expect(c.ExitCode()).To(Equal(code), c.said)
	Expect(c.processes()).To(BeEmpty(), "processes left behind\n%s", c.said())
	Expect(os.ReadDir(c.temp)).To(BeEmpty(), "temporary files left behind\n%s", c.said())
	Expect(os.ReadDir(c.home)).To(BeEmpty(), "files left in the user's folder\n%s", c.said())
}

// said is everything that the command printed.
func (c *command) said() string {
	return fmt.Sprintf("--- standard output\n%s\n--- standard error\n%s", c.Out.Contents(), c.Err.Contents())
}

// results reads the run.json of a run, by scenario id and attempt, such as "pages/hit" or
// "pages/hit#2".
func (c *command) results(out string) map[string]result.Result {
	GinkgoHelper()
	run, err := reports.Read(out)
	Expect(err).NotTo(HaveOccurred(), c.said)
	byID := map[string]result.Result{}
	for _, r := range run.Results {
		id := r.Scenario
		if r.Attempt > 0 {
			id += fmt.Sprintf("#%d", r.Attempt)
		}
		byID[id] = r
	}
	return byID
}
