package main_test

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/onsi/gomega/gexec"

	"replaylab/lab/result"
)

// picture reads a PNG.
func picture(file string) image.Image {
	GinkgoHelper()
	f, err := os.Open(file)
	Expect(err).NotTo(HaveOccurred())
	defer f.Close()
	img, err := png.Decode(f)
	Expect(err).NotTo(HaveOccurred())
	return img
}

// colours are all that are in a picture.
func colours(img image.Image) map[color.Color]bool {
	all := map[color.Color]bool{}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			all[img.At(x, y)] = true
		}
	}
	return all
}

var _ = Describe("The command", func() {
	It("repeats scenarios, plays them with another player, and shows what was recorded", func(ctx SpecContext) {
		files := write(map[string]string{"plain.txtar": plain})
		run := start("run", "--sdk", "rrweb@2.2.2", "--player", "amplitude", "--repeat", "2", "--scenario", filepath.Join(files, "plain.txtar"), "--out", "out")
		run.done(ctx)
		results := run.results(filepath.Join(run.dir, "out"))
		Expect(results).To(And(HaveLen(2), HaveKey("pages/plain#1"), HaveKey("pages/plain#2")), run.said)
		for _, r := range results {
			Expect(r.SDK).To(Equal("rrweb@2.2.2"))
			Expect(r.Player).To(HavePrefix("amplitude@"))
			Expect(r.Verdict).To(BeElementOf(result.Held, result.Known), run.said)
		}
		for attempt := range 2 {
			Expect(results[fmt.Sprintf("pages/plain#%d", attempt+1)].Passes).To(ConsistOf(HaveField("Pass", result.Seek), HaveField("Pass", result.Play)))
		}
		file := results["pages/plain#2"].Recordings[0].File
		Expect(file).NotTo(Equal(results["pages/plain#1"].Recordings[0].File))
		run.ends(ctx, 0)

		shot := filepath.Join(run.dir, "shot.png")
		replay := start("replay", filepath.Join(run.dir, "out", file), "--at", "0s", "--png", shot)
		replay.ends(ctx, 0)
		img := picture(shot)
		Expect(img.Bounds().Size()).To(Equal(image.Pt(1280, 720)))
		Expect(len(colours(img))).To(BeNumerically(">", 3), "the picture is blank")
	}, budget)

	It("runs the scenarios whose labels match", func(ctx SpecContext) {
		files := write(map[string]string{"mask.txtar": labelled("masking"), "input.txtar": labelled("masking input"), "other.txtar": labelled("focus")})
		run := start("run", "--sdk", "rrweb@2.2.2", "--filter", "masking && !input", "--scenario", filepath.Join(files, "*.txtar"), "--out", "out")
		run.ends(ctx, 0)
		Expect(run.results(filepath.Join(run.dir, "out"))).To(And(HaveLen(1), HaveKey("pages/mask")))
	}, budget)

	It("puts the results where none were named, and points at the newest", func(ctx SpecContext) {
		run := start("run", "--sdk", "rrweb@2.2.2", "--scenario", "masking/unmask")
		run.ends(ctx, 0)
		Expect(run.Out).To(gbytes.Say(`report: reports/out/\d{8}-\d{6}/index.html`), run.said)
		Expect(run.results(filepath.Join(run.dir, "reports", "out", "latest"))).To(HaveKey("masking/unmask"))
	}, budget)

	It("says its version", func(ctx SpecContext) {
		c := start("version")
		Expect(c.done(ctx)).To(gexec.Exit(0))
		Expect(c.Out).To(gbytes.Say(`^replaylab \S+ go1\.\d+\S* \w+/\w+\n$`))
	}, quick)

	It("says what is installed", func(ctx SpecContext) {
		c := start("doctor")
		c.ends(ctx, 0)
		Expect(c.Out).To(gbytes.Say(`ok +live browser +Chrome/\d+.*\nok +replay browser +HeadlessChrome/\d+`), c.said)
		Expect(c.Out).To(gbytes.Say(`rrweb@2.2.2`), c.said)
	}, budget)

	It("lists SDKs and players", func(ctx SpecContext) {
		c := start("sdk", "list")
		Expect(c.done(ctx)).To(gexec.Exit(0))
		Expect(c.Out).To(gbytes.Say(`amplitude +SDK +@amplitude/session-replay-browser +\d`), c.said)
		Expect(c.Out).To(gbytes.Say(`rrweb +player +rrweb +2\.2\.2`), c.said)
	}, quick)

	It("finds mistakes in scenario files, and none where there are none", func(ctx SpecContext) {
		files := write(map[string]string{"good.txtar": plain, "broken.txtar": broken})
		c := start("lint", filepath.Join(files, "good.txtar"))
		Expect(c.done(ctx)).To(gexec.Exit(0), c.said)
		Expect(c.Out).To(gbytes.Say(`pages/good +A button is pressed.\n1 scenarios?, no mistakes`), c.said)

		mistake := `broken\.txtar:5: .*"clik".*did you mean "?click`
		c = start("lint", filepath.Join(files, "good.txtar"), filepath.Join(files, "broken.txtar"))
		Expect(c.done(ctx)).To(gexec.Exit(2), c.said)
		Expect(c.Err).To(gbytes.Say(mistake), c.said)
		c = start("run", "--sdk", "rrweb", "--scenario", filepath.Join(files, "*.txtar"))
		Expect(c.done(ctx)).To(gexec.Exit(2), c.said)
		Expect(c.Err).To(gbytes.Say(mistake), c.said)
		Expect(os.ReadDir(c.dir)).To(BeEmpty())
	}, quick)

	It("does not open what is not a run", func(ctx SpecContext) {
		c := start("open")
		Expect(c.done(ctx)).To(gexec.Exit(2), c.said)
		Expect(c.Err).To(gbytes.Say(`read the run: .*reports/out/latest: no such file`), c.said)
		c = start("open", GinkgoT().TempDir())
		Expect(c.done(ctx)).To(gexec.Exit(2), c.said)
		Expect(c.Err).To(gbytes.Say(`has no run.json, so it is not a results folder`), c.said)
	}, quick)
})

// labelled is a page that carries labels.
func labelled(labels string) string {
	return "A page stands still.\n\n-- scenario --\nlabels " + labels +
		"\n\nopen       /page.html\ncheckpoint loaded\n-- page.html --\n<!doctype html>\n<title>Still</title>\n<p>Still</p>\n"
}

// broken has a mistake in line 5.
const broken = `A button is pressed.

-- scenario --
open       /page.html
clik       #go
checkpoint pressed
-- page.html --
<!doctype html>
<title>Plain</title>
<button id="go">Go</button>
`
