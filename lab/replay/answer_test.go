package replay_test

import (
	"net/http"
	"strings"
	"sync"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab/dom"
	"replaylab/lab/replay"
	"replaylab/lab/result"
)

var _ = Describe("Open origins", func() {
	It("give a replayed page what shows something, and nothing that runs, navigates or is another's", func(ctx SpecContext) {
		for _, player := range players {
			for _, pass := range []result.Pass{result.Seek, result.Play} {
				canary := newServer()
				events := recorded(ctx, canary.in(`<!doctype html><body><img id="open" src="http://site.localhost:9/open.svg"><img src="URL">
					<link rel="stylesheet" href="http://site.localhost:9/sheet.css"><iframe src="http://site.localhost:9/frame.html"></iframe>
					<script src="http://site.localhost:9/script.js"></script><object data="http://site.localhost:9/object.html"></object></body>`))
				var mu sync.Mutex
				var asked []string
				site := &replay.Origins{
					List:   []string{"http://site.localhost:9"},
					Serves: func(url string) bool { return strings.HasPrefix(url, "http://site.localhost:9/") },
					Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						mu.Lock()
						asked = append(asked, r.URL.Path)
						mu.Unlock()
						w.Header().Set("Content-Type", "image/svg+xml")
						_, _ = w.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="31" height="17"/>`))
					}),
				}
				played, err := replay.Run(ctx, replay.Config{Browser: second, Player: player, Read: readOptions, Pass: pass, Origins: site}, events, at(1500))
				Expect(err).NotTo(HaveOccurred())
				Expect(played.Failed).To(BeEmpty())
				var picture *dom.Node
				played.Moments[0].Page.Root.Walk(func(n *dom.Node) bool {
					if n.Attr("id") == "open" {
						picture = n
					}
					return true
				})
				Expect(picture.Box).To(HaveValue(SatisfyAll(HaveField("W", 31.0), HaveField("H", 17.0))), player.Label)
				Expect(played.Opened).To(ContainElement("Image http://site.localhost:9/open.svg"))
				if player.Name != "reference" { // it does not even ask: its page has a policy
					Expect(played.Blocked).To(ContainElement(HavePrefix("Image http://127.0.0.1")))
				}
				mu.Lock()
				Expect(asked).NotTo(ContainElement(Or(Equal("/frame.html"), Equal("/script.js"), Equal("/object.html"))))
				mu.Unlock()
				Expect(canary.touched()).To(BeFalse())
			}
		}
	}, budget)
})
