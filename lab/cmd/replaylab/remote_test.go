package main_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/onsi/gomega/gexec"

	"replaylab/lab/browser"
	"replaylab/lab/result"
	"replaylab/lab/store"
)

// elsewhere starts a browser that is not the command's.
func elsewhere(ctx context.Context) *browser.Process {
	GinkgoHelper()
	found, err := browser.Find(browser.Live, "")
	Expect(err).NotTo(HaveOccurred())
	p, err := browser.Launch(ctx, browser.Config{Path: found.Path})
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(p.Close)
	return p
}

// titles asks a browser at its DevTools address.
func titles(address string) ([]string, error) {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Get("http://" + address + "/json/list")
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	var pages []struct{ Type, Title string }
	if err := json.NewDecoder(res.Body).Decode(&pages); err != nil {
		return nil, err
	}
	var list []string
	for _, p := range pages {
		if p.Type == "page" {
			list = append(list, p.Title)
		}
	}
	return list, nil
}

// lan is this machine's own address outside of loopback.
func lan() string {
	GinkgoHelper()
	addresses, err := net.InterfaceAddrs()
	Expect(err).NotTo(HaveOccurred())
	for _, a := range addresses {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.To4() != nil && !ip.IP.IsLoopback() && !ip.IP.IsLinkLocalUnicast() {
			return ip.IP.String()
		}
	}
	// Nothing else stands for an address of the network; CI's machine has one.
	Skip("this machine has no address but those of loopback")
	return ""
}

// across has a frame of another site.
const across = `A page shows another site.

-- scenario --
open       /page.html
checkpoint loaded
-- page.html --
<!doctype html>
<title>Across</title>
<p>Here</p>
<iframe src="${origin:b}/frame.html"></iframe>
-- frame.html --
<!doctype html>
<title>There</title>
<p>There</p>
`

var _ = Describe("A browser that runs elsewhere", func() {
	DescribeTable("is used where it is, and lives on", func(ctx SpecContext, address func(devtools *url.URL) string) {
		remote := elsewhere(ctx)
		devtools, err := url.Parse(remote.URL())
		Expect(err).NotTo(HaveOccurred())
		g := newGate("page/recorded")
		run := start("run", "--sdk", "rrweb@2.2.2", "--browser", address(devtools), "--scenario", g.write("page"), "--out", "out")
		Eventually(ctx, g.requests("page/recorded")).Should(Equal(1), run.said)
		Expect(titles(devtools.Host)).To(ContainElement("page"), "the page is not in that browser")
		g.open("page/recorded")
		run.ends(ctx, 0)
		Expect(run.results(filepath.Join(run.dir, "out"))["pages/page"].Browser).To(HavePrefix("Chrome/"))

		Expect(remote.Exited()).NotTo(BeClosed())
		Expect(titles(devtools.Host)).To(HaveLen(1), "pages left in that browser")
	},
		Entry("by the address of its WebSocket", budget, func(u *url.URL) string { return u.String() }),
		Entry("by the address of its DevTools server", budget, func(u *url.URL) string { return "http://" + u.Host }),
	)

	It("gets pages from the advertised host, and a scenario that needs two is n/a", func(ctx SpecContext) {
		host := lan()
		files := write(map[string]string{"near.txtar": plain, "across.txtar": across})
		run := start("run", "--sdk", "rrweb@2.2.2", "--browser", elsewhere(ctx).URL(), "--advertise", host,
			"--scenario", filepath.Join(files, "*.txtar"), "--out", "out")
		run.ends(ctx, 0)
		results := run.results(filepath.Join(run.dir, "out"))
		Expect(results["pages/near"].Verdict).To(BeElementOf(result.Held, result.Known), run.said)
		rec, err := store.Read(filepath.Join(run.dir, "out", results["pages/near"].Recordings[0].File))
		Expect(err).NotTo(HaveOccurred())
		Expect(rec.Events).To(ContainElement(HaveField("Raw", ContainSubstring(`"href":"http://`+host+":"))))
		Expect(results["pages/across"]).To(SatisfyAll(HaveField("Verdict", result.NA),
			HaveField("Reason", "the scenario needs a second site, and this machine is advertised as "+host+" alone")))
	}, budget)

	It("gets the pages of a second site from a second host", func(ctx SpecContext) {
		asked := strings.Replace(across, "open ", "needs second-site\n\nopen ", 1)
		files := write(map[string]string{"across.txtar": asked})
		run := start("run", "--sdk", "rrweb@2.2.2", "--browser", elsewhere(ctx).URL(), "--advertise", "localhost,127.0.0.1",
			"--scenario", filepath.Join(files, "*.txtar"), "--out", "out")
		run.ends(ctx, 0)
		Expect(run.results(filepath.Join(run.dir, "out"))["pages/across"].Verdict).To(BeElementOf(result.Held, result.Known), run.said)
	}, budget)

	It("and dies is not replaced, and the run says so at once", func(ctx SpecContext) {
		remote := elsewhere(ctx)
		g := newGate("hit/control")
		run := start("run", "--sdk", "rrweb@2.2.2", "--browser", remote.URL(), "--scenario", g.write("hit", "late"), "--jobs", "1", "--out", "out")
		Eventually(ctx, g.requests("hit/control")).Should(Equal(1), run.said)
		Expect(remote.Close()).To(Succeed())
		Eventually(ctx, run.Exited).WithTimeout(10*time.Second).Should(BeClosed(), run.said)
		run.ends(ctx, 3)
		results := run.results(filepath.Join(run.dir, "out"))
		Expect(results["pages/hit"].Reason).To(HavePrefix("a browser died or hung"))
		Expect(results["pages/late"].Reason).To(ContainSubstring("dial the browser at " + remote.URL()))
	}, budget)

	It("and is none is told from one", func(ctx SpecContext) {
		other := httptest.NewServer(newGate())
		DeferCleanup(other.Close)
		run := start("run", "--sdk", "rrweb@2.2.2", "--browser", other.URL, "--scenario", "masking/classes")
		Expect(run.done(ctx)).To(gexec.Exit(3), run.said)
		Expect(run.Err).To(gbytes.Say("its answer names none, so it is no browser's DevTools server"), run.said)
	}, quick)

	It("has the doctor try it and say what insecure pages lose", func(ctx SpecContext) {
		doctor := start("doctor", "--browser", elsewhere(ctx).URL(), "--advertise", lan())
		doctor.ends(ctx, 0)
		Expect(doctor.Out).To(gbytes.Say("pages from http://"+lan()+" are not secure to that browser.*crypto.subtle"), doctor.said)
		Expect(doctor.Out).To(gbytes.Say("service workers"), doctor.said)
		Expect(doctor.Out).To(gbytes.Say("scenarios that need one are n/a"), doctor.said)

		doctor = start("doctor", "--advertise", "localhost,nowhere.invalid")
		doctor.ends(ctx, 3)
		Expect(doctor.Out).To(gbytes.Say("ok .* pages from http://localhost are secure"), doctor.said)
		Expect(doctor.Out).To(gbytes.Say("MISSING .* cannot open a page of this machine as http://nowhere.invalid: .*ERR_NAME_NOT_RESOLVED"), doctor.said)
	}, budget)
})
