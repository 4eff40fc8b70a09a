package main_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/onsi/gomega/gexec"
)

var _ = Describe("replaylab replay of a file", func() {
	var file string
	BeforeEach(func() {
		file = filepath.Join(GinkgoT().TempDir(), "visit.json")
		Expect(os.WriteFile(file, []byte(`[{"type":4,"timestamp":1000,"data":{"href":"https://shop.test/","width":800,"height":600}},
			{"type":2,"timestamp":1001,"data":{"node":{"type":0,"id":1,"childNodes":[{"type":2,"id":2,"tagName":"html","attributes":{},"childNodes":[
			{"type":2,"id":3,"tagName":"body","attributes":{},"childNodes":[{"type":2,"id":4,"tagName":"p","attributes":{},"childNodes":[{"type":3,"id":5,"textContent":"before"}]}]}]}]},"initialOffset":{"left":0,"top":0}}},
			{"type":3,"timestamp":5000,"data":{"source":0,"adds":[],"removes":[],"attributes":[],"texts":[{"id":5,"value":"after"}]}}]`), 0o600)).To(Succeed())
	})

	It("shows it in the viewer until it is interrupted", func(ctx SpecContext) {
		c := startWith([]string{"PATH=" + GinkgoT().TempDir()}, "replay", file) // nothing there opens a page
		Eventually(ctx, c.Out).Should(gbytes.Say("until Ctrl-C ends this"), c.said)
		address := regexp.MustCompile(`(http://[^/]+)/s/([0-9a-f]+)`).FindStringSubmatch(string(c.Out.Contents()))
		Expect(address).NotTo(BeNil(), c.said)
		Expect(status(ctx, "GET", address[0], "", "")).To(Equal(http.StatusOK))
		code, body := ask(ctx, "GET", address[1]+"/api/sessions/"+address[2], "", "")
		Expect(code).To(Equal(http.StatusOK))
		Expect(body).To(And(ContainSubstring(`"session":"visit.json"`), ContainSubstring(`"events":3`), ContainSubstring(`"live":false`)))
		Eventually(ctx, c.Err).Should(gbytes.Say("the address above does in any browser"), c.said)
		c.Interrupt()
		c.ends(ctx, 0)
	}, quick)

	It("writes pages of moments", func(ctx SpecContext) {
		c := start("replay", file, "--at", "1s", "--at", "4s", "--html", "page.html")
		c.ends(ctx, 0)
		for name, says := range map[string]string{"page-1s.html": "<p>before</p>", "page-4s.html": "<p>after</p>"} {
			Expect(os.ReadFile(filepath.Join(c.dir, name))).To(ContainSubstring(says))
		}
	}, quick)

	It("says what is missing", func(ctx SpecContext) {
		c := start("replay", file, "--html", "page.html")
		Expect(c.done(ctx)).To(gexec.Exit(2), c.said)
		Expect(c.Err).To(gbytes.Say("need a time: --at 12s"), c.said)
		c = start("replay", file, "--at", "0s", "--html", "page.html")
		Expect(c.done(ctx)).To(gexec.Exit(2), c.said)
		Expect(c.Err).To(gbytes.Say("there is no full snapshot up to then"), c.said)
	}, quick)
})
