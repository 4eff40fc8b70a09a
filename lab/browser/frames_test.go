package browser_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab/browser"
	"replaylab/sdkbundle/npm"
)

func TestBrowser(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Browser")
}

const budget = SpecTimeout(time.Minute)

var live *browser.Browser

var _ = BeforeSuite(func(ctx SpecContext) {
	dir, err := npm.DefaultDir()
	Expect(err).NotTo(HaveOccurred())
	found, err := browser.Require(ctx, browser.Live, "", dir, GinkgoWriter)
	Expect(err).NotTo(HaveOccurred())
	sup := &browser.Supervisor{Found: found}
	DeferCleanup(sup.Close)
	live = browser.Use(sup)
	DeferCleanup(live.Close)
}, NodeTimeout(time.Minute))

// pages serves pages by path. One whose text is "hang" never comes. "SITE" in a page stands for the
// address of another site that serves the same.
func pages(files map[string]string) (address string) {
	GinkgoHelper()
	var server *httptest.Server
	stop := make(chan struct{})
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := files[r.URL.Path]
		switch {
		case !ok:
			http.NotFound(w, r)
		case text == "hang":
			select {
			case <-stop:
			case <-r.Context().Done():
			}
		default:
			w.Header().Set("Content-Type", "text/html")
			_, _ = fmt.Fprint(w, strings.ReplaceAll(text, "SITE", strings.Replace(server.URL, "127.0.0.1", "b.localhost", 1)))
		}
	}))
	DeferCleanup(func() { close(stop); server.Close() })
	return strings.Replace(server.URL, "127.0.0.1", "a.localhost", 1)
}

// blank opens an empty page of its own.
func blank(ctx context.Context) *browser.Page {
	GinkgoHelper()
	conn, err := live.Conn(ctx)
	Expect(err).NotTo(HaveOccurred())
	x, err := conn.NewContext(ctx)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(x.Close)
	p, err := x.NewPage(ctx, browser.PageConfig{Focus: true, Script: "void 0"})
	Expect(err).NotTo(HaveOccurred())
	return p
}

// loaded waits until the frames of the page have been loaded, which takes no time if nothing loads.
func loaded(ctx context.Context, p *browser.Page) error {
	ctx, cancel := browser.Within(ctx, 10*time.Second, "loading the frames")
	defer cancel()
	return p.Frames(ctx)
}

var _ = Describe("Frames", func() {
	It("of text are waited for", func(ctx SpecContext) {
		p := blank(ctx)
		Expect(p.Open(ctx, pages(map[string]string{"/": `<iframe srcdoc="<p>one"></iframe>`})+"/")).To(Succeed())
		Expect(loaded(ctx, p)).To(Succeed())
		Expect(p.EvalMain(ctx, "", `document.body.insertAdjacentHTML('beforeend', '<iframe srcdoc="<p>two"></iframe>')`, nil)).To(Succeed())
		Expect(loaded(ctx, p)).To(Succeed())
		var text string
		Expect(p.EvalMain(ctx, "", `Array.from(frames, f => f.document.body.textContent).join()`, &text)).To(Succeed())
		Expect(text).To(Equal("one,two"))
	}, budget)

	It("that are written into while they load are not waited for, since the browser says that they are open", func(ctx SpecContext) {
		p := blank(ctx)
		var opened atomic.Int32
		p.On("Page.documentOpened", func(json.RawMessage) { opened.Add(1) })
		Expect(p.Open(ctx, pages(map[string]string{"/": `<title>Frames</title>`, "/never.html": "hang"})+"/")).To(Succeed())
		Expect(p.EvalMain(ctx, "", `{
			const f = document.createElement('iframe');
			f.src = '/never.html';
			document.body.append(f);
			const d = f.contentDocument;
			d.open(); d.write('<p>written'); d.close();
		}`, nil)).To(Succeed())
		Eventually(ctx, opened.Load).WithTimeout(10*time.Second).Should(BeNumerically(">", 0), "Page.documentOpened did not arrive")
		Expect(loaded(ctx, p)).To(Succeed())
		var text string
		Expect(p.EvalMain(ctx, "", `frames[0].document.body.textContent`, &text)).To(Succeed())
		Expect(text).To(Equal("written"))
	}, budget)

	It("that never load are waited for", func(ctx SpecContext) {
		p := blank(ctx)
		Expect(p.Open(ctx, pages(map[string]string{"/": `<title>Frames</title>`, "/never.html": "hang"})+"/")).To(Succeed())
		Expect(p.EvalMain(ctx, "", `document.body.append(Object.assign(document.createElement('iframe'), {src: '/never.html'}))`, nil)).To(Succeed())
		short, cancel := browser.Within(ctx, 300*time.Millisecond, "loading the frames")
		defer cancel()
		Expect(p.Frames(short)).To(MatchError(ContainSubstring("loading the frames took more than")))
	}, budget)

	It("of another site are waited for until they can be read", func(ctx SpecContext) {
		p := blank(ctx)
		Expect(p.Open(ctx, pages(map[string]string{"/": `<iframe src="SITE/frame.html"></iframe>`, "/frame.html": "<p>foreign"})+"/")).To(Succeed())
		Expect(loaded(ctx, p)).To(Succeed())
		window, err := p.Window(ctx, "", true)
		Expect(err).NotTo(HaveOccurred())
		owner, ok, err := window.Object(ctx, "function() { return document.querySelector('iframe') }")
		Expect(err).NotTo(HaveOccurred())
		Expect(ok).To(BeTrue())
		var d struct{ Node struct{ FrameID string } }
		Expect(owner.Session.Call(ctx, "DOM.describeNode", map[string]any{"objectId": owner.ID}, &d)).To(Succeed())
		var text string
		Expect(p.EvalMain(ctx, d.Node.FrameID, `document.body.textContent`, &text)).To(Succeed())
		Expect(text).To(Equal("foreign"))
	}, budget)

	It("follow the window's size", func(ctx SpecContext) {
		p := blank(ctx)
		Expect(p.Open(ctx, pages(map[string]string{"/": `<body style="margin:0"><iframe style="width:100%;border:0" srcdoc="<p>x"></iframe>`})+"/")).To(Succeed())
		Expect(p.Resize(ctx, browser.View{Width: 500, Height: 400})).To(Succeed())
		Expect(loaded(ctx, p)).To(Succeed())
		var size []int
		Expect(p.EvalMain(ctx, "", `[innerWidth, innerHeight, frames[0].innerWidth]`, &size)).To(Succeed())
		Expect(size).To(Equal([]int{500, 400, 500}))
	}, budget)
})
