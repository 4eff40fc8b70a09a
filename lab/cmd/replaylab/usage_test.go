package main_test

import (
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/onsi/gomega/gexec"
)

// refused is a command line that cannot be done.
type refused struct {
	args string   // split at blanks
	says []string // what is wrong, and what would be right
	code int      // 2 if zero
}

var _ = Describe("A command line that cannot be done", func() {
	DescribeTable("is refused before anything is made", func(ctx SpecContext, r refused) {
		c := start(strings.Fields(r.args)...)
		c.done(ctx)
		if r.code == 0 {
			r.code = 2
		}
		Expect(c).To(gexec.Exit(r.code), c.said)
		said := string(c.Err.Contents())
		for _, text := range r.says {
			Expect(said).To(ContainSubstring(text))
		}
		Expect(said).To(HavePrefix("replaylab: "))
		Expect(said).NotTo(ContainSubstring("\x1b"), "colours in a message")
		Expect(os.ReadDir(c.dir)).To(BeEmpty())
		Expect(os.ReadDir(c.temp)).To(BeEmpty())
	},
		func(r refused) string { return "as " + r.args },
		Entry(nil, quick, refused{args: "rum", says: []string{`unknown command "rum"`, "run"}}),
		Entry(nil, quick, refused{args: "sdk lst", says: []string{`unknown command "lst" for "replaylab sdk"`}}),
		Entry(nil, quick, refused{args: "run --fitler x", says: []string{"unknown flag: --fitler", "replaylab run --help"}}),
		Entry(nil, quick, refused{args: "run --sdk rweb", says: []string{`no SDK is called "rweb"`, "amplitude, reference, rrweb"}}),
		Entry(nil, quick, refused{args: "run --sdk rrweb@latest", says: []string{`an exact version such as 1.2.3, not "latest"`}}),
		Entry(nil, quick, refused{args: "run --sdk rrweb=/no/such/file", says: []string{"--sdk rrweb=/no/such/file", "no such file"}}),
		Entry(nil, quick, refused{args: "run --sdk rrweb=", says: []string{"write name=PATH", "bundle, an npm tarball or a package folder"}}),
		Entry(nil, quick, refused{args: "run --sdk rrweb --player nobody", says: []string{`no player is called "nobody"`, "amplitude, reference, rrweb"}}),
		Entry(nil, quick, refused{args: "run --sdk rrweb --player rrweb --player rrweb@2.2.2", says: []string{"--player rrweb", "both called rrweb@2.2.2"}}),
		Entry(nil, quick, refused{args: "run --sdk rrweb --sdk rrweb@2.2.2", says: []string{"--sdk rrweb@2.2.2 is there twice"}}),
		Entry(nil, quick, refused{args: "run --jobs 0", says: []string{"--jobs 0: want at least 1"}}),
		Entry(nil, quick, refused{args: "run --repeat 0", says: []string{"--repeat 0: want at least 1"}}),
		Entry(nil, quick, refused{args: "bench harness --jobs 0", says: []string{"--jobs 0: want at least 1"}}),
		Entry(nil, quick, refused{args: "run --filter (masking", says: []string{`--filter "(masking": Mismatched '('`, `at "(masking"`, "'masking && !(slow || app)'"}}),
		Entry(nil, quick, refused{args: "run --filter maksing", says: []string{`"maksing" matches none of`, "csp", "masking"}}),
		Entry(nil, quick, refused{args: "run --scenario maskin/*", says: []string{`"maskin/*" is not a file`, "near it are masking/"}}),
		Entry(nil, quick, refused{args: "run --scenario ./none*.txtar", says: []string{`"./none*.txtar" is not a file`}}),
		Entry(nil, quick, refused{args: "run --scenario masking/inputs --pause-at fill", says: []string{"--pause-at fill", "[filled loaded]"}}),
		Entry(nil, quick, refused{args: "run --known none.yaml", says: []string{"--known: open none.yaml"}}),
		Entry(nil, quick, refused{args: "run --browser /no/such", says: []string{"--browser names a browser that cannot be run", "/no/such"}}),
		Entry(nil, quick, refused{args: "run --replay-browser /etc/passwd", says: []string{"--replay-browser names a browser that cannot be run", "is it executable?"}}),
		Entry(nil, quick, refused{args: "run --browser ws://192.0.2.9:9222/x", says: []string{"is on another machine", "--advertise HOST"}}),
		Entry(nil, quick, refused{args: "run --browser http://192.0.2.9:9222", says: []string{"is on another machine", "--advertise HOST"}}),
		Entry(nil, quick, refused{args: "run --advertise http://me", says: []string{`--advertise "http://me"`, "such as 10.0.0.2"}}),
		Entry(nil, quick, refused{args: "run --advertise me:80", says: []string{`--advertise "me:80"`, "ports are the lab's"}}),
		Entry(nil, quick, refused{args: "run --advertise me,me", says: []string{"me is there twice"}}),
		Entry(nil, quick, refused{args: "replay none.json", says: []string{"none.json", "no such file"}}),
		Entry(nil, quick, refused{args: "open none", says: []string{"read the run", "none", "no such file"}}),
		Entry(nil, quick, refused{args: "lint none.txtar", says: []string{"none.txtar", "no such file"}}),
		Entry(nil, quick, refused{args: "run --sdk rrweb --browser ws://127.0.0.1:1/x --scenario masking/classes", says: []string{"ws://127.0.0.1:1/x", "connection refused"}, code: 3}),
		Entry(nil, quick, refused{args: "run --sdk rrweb --browser http://127.0.0.1:1 --scenario masking/classes", says: []string{"ask the browser at http://127.0.0.1:1 for its WebSocket", "connection refused"}, code: 3}),
	)

	It("as a version that npm does not have is refused, and the right one named", func(ctx SpecContext) {
		c := startWith(npmSaying("npm error code ETARGET", "npm error notarget No matching version found for rrweb@9.9.9."),
			"run", "--sdk", "rrweb@9.9.9")
		Expect(c.done(ctx)).To(gexec.Exit(2), c.said)
		Expect(c.Err).To(gbytes.Say("--sdk rrweb@9.9.9: .*npm has no such package; the lab is made for 2.2.2"), c.said)
	}, quick)

	It("as npm without a network is no mistake of the user's", func(ctx SpecContext) {
		c := startWith(npmSaying("npm error code ECONNREFUSED", "npm error FetchError: request failed"), "run", "--sdk", "rrweb@9.9.9")
		Expect(c.done(ctx)).To(gexec.Exit(3), c.said)
		Expect(c.Err).To(gbytes.Say("npm could not fetch it: code ECONNREFUSED; FetchError: request failed"), c.said)
	}, quick)

	It("as npm that is missing says how to get it", func(ctx SpecContext) {
		c := startWith([]string{"PATH=" + GinkgoT().TempDir()}, "run", "--sdk", "rrweb@9.9.9")
		Expect(c.done(ctx)).To(gexec.Exit(3), c.said)
		Expect(c.Err).To(gbytes.Say("npm is not installed: install Node.js"), c.said)
	}, quick)
})

// npmSaying puts a program in npm's place that fails with these words. They were npm 11's own.
func npmSaying(lines ...string) []string {
	GinkgoHelper()
	dir := GinkgoT().TempDir()
	script := "#!/bin/sh\n"
	for _, l := range lines {
		script += "echo '" + l + "' >&2\n"
	}
	Expect(os.WriteFile(filepath.Join(dir, "npm"), []byte(script+"exit 1\n"), 0o755)).To(Succeed())
	return []string{"PATH=" + dir}
}
