package replay_test

import (
	"context"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/pixel"
	"replaylab/lab/replay"
)

// framed is a recording of a page with a frame whose document was recorded by itself. doctype is the
// node that comes first in it, and a comma, or empty.
func framed(ctx context.Context, doctype, mode string) []event.Event {
	GinkgoHelper()
	list := recorded(ctx, `<!doctype html><body><iframe></iframe></body>`)[:2]
	// The nodes of the page are 1 to 6: document, doctype, html, head, body, frame.
	e, err := event.Parse(fmt.Appendf(nil, `{"type":3,"timestamp":1400,"data":{"source":0,"texts":[],"attributes":[],"removes":[],"isAttachIframe":true,
		"adds":[{"parentId":6,"nextId":null,"node":{"type":0,"compatMode":%q,"id":10,"childNodes":[%s
			{"type":2,"tagName":"html","attributes":{},"id":12,"rootId":10,"childNodes":[{"type":2,"tagName":"head","attributes":{},"id":13,"rootId":10,"childNodes":[]},
				{"type":2,"tagName":"body","attributes":{"style":"background: black"},"id":14,"rootId":10,"childNodes":[{"type":3,"textContent":"text","id":15,"rootId":10}]}]}]}}]}}`, mode, doctype))
	Expect(err).NotTo(HaveOccurred())
	return append(list, e)
}

var _ = Describe("A frame that the player never closes", func() {
	const html = `{"type":1,"name":"html","publicId":"","systemId":"","id":11,"rootId":10},`
	for name, c := range map[string]struct{ doctype, mode string }{
		"with a doctype":    {html, "CSS1Compat"},
		"without a doctype": {"", "BackCompat"},
	} {
		It("is drawn, and nothing is changed in it: "+name, func(ctx SpecContext) {
			for _, player := range players {
				events := framed(ctx, c.doctype, c.mode)
				for range 4 {
					played, err := replay.Run(ctx, replay.Config{Browser: second, Player: player, Read: readOptions}, events, at(1500))
					Expect(err).NotTo(HaveOccurred())
					Expect(played.Failed).To(BeEmpty())
					frame := documentOf(played.Moments[0].Page.Tree)
					Expect(frame).NotTo(BeNil())
					Expect(frame.Unfinished).To(BeFalse(), player.Label)
					quirks := ""
					if player.Name == "reference" && c.doctype == "" {
						quirks = "true" // as the recording says; the others lose it after a seek
					}
					Expect(frame.Prop(dom.PropQuirks)).To(Equal(quirks), player.Label+": any other mode the lab has put there")
					Expect(elements(frame)).To(Equal([]string{"html", "head", "body"}), player.Label)
					blank, err := replay.Run(ctx, replay.Config{Browser: second, Player: player, Read: readOptions}, events[:2], at(1500))
					Expect(err).NotTo(HaveOccurred())
					found, err := pixel.Compare(played.Moments[0].Shot, blank.Moments[0].Shot, nil)
					Expect(err).NotTo(HaveOccurred())
					Expect(found.Pixels).To(BeNumerically(">", 30000), player.Label+": 300 by 150 pixels should be black")
				}
			}
		}, budget)
	}
})

func documentOf(t *dom.Tree) (frame *dom.Node) {
	t.Root.Walk(func(n *dom.Node) bool {
		if n.Frame != nil {
			frame = n.Frame
		}
		return true
	})
	return frame
}

func elements(root *dom.Node) (names []string) {
	root.Walk(func(n *dom.Node) bool {
		if n.Kind == dom.Element && n.ID > 0 { // players add style sheets of their own
			names = append(names, n.Name)
		}
		return true
	})
	return names
}
