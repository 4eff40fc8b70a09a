package replay_test

import (
	"context"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab/dom"
	"replaylab/lab/event"
	"replaylab/lab/replay"
	"replaylab/lab/result"
)

// hour is a time at which something happens after a long silence.
const hour = 3_600_000

// adding is a recording in which paragraphs are added at these times.
func adding(ctx context.Context, times ...float64) []event.Event {
	GinkgoHelper()
	list := recorded(ctx, `<!doctype html><body></body>`)[:2]
	for i, at := range times {
		// The nodes of the document are 1 to 5: document, doctype, html, head, body.
		e, err := event.Parse(fmt.Appendf(nil, `{"type":3,"timestamp":%.0f,"data":{"source":0,"texts":[],"attributes":[],"removes":[],
			"adds":[{"parentId":5,"nextId":null,"node":{"type":2,"tagName":"p","attributes":{},"childNodes":[],"id":%d}}]}}`, at, 10+i))
		Expect(err).NotTo(HaveOccurred())
		list = append(list, e)
	}
	return list
}

func paragraphs(t *dom.Tree) (n int) {
	t.Root.Walk(func(n2 *dom.Node) bool {
		if n2.Name == "p" {
			n++
		}
		return true
	})
	return n
}

func at(times ...float64) (list []replay.Moment) {
	for _, t := range times {
		list = append(list, replay.Moment{Time: t, Width: 800, Height: 600})
	}
	return list
}

var _ = Describe("Playing through", func() {
	for _, pass := range []result.Pass{result.Seek, result.Play} {
		It("stops at the moment, with all that happened by then and nothing later: "+string(pass), func(ctx SpecContext) {
			for _, player := range players {
				events := adding(ctx, 1400, 1401, 1403, 1500, 2000)
				played, err := replay.Run(ctx, replay.Config{Browser: second, Player: player, Read: readOptions, Pass: pass}, events, at(1399, 1400, 1401, 1404, 1998, 2100))
				Expect(err).NotTo(HaveOccurred())
				Expect(played.Failed).To(BeEmpty())
				var got []int
				for _, m := range played.Moments {
					got = append(got, paragraphs(m.Page.Tree))
				}
				Expect(got).To(Equal([]int{0, 1, 2, 3, 4, 5}), player.Label)
			}
		}, budget)
	}

	It("crosses an hour of silence in a few frames, and says how fast", func(ctx SpecContext) {
		for _, player := range players {
			events := adding(ctx, 1400, 1400+hour, 1410+hour)
			played, err := replay.Run(ctx, replay.Config{Browser: second, Player: player, Read: readOptions, Pass: result.Play}, events, at(1300+hour, 1405+hour, 1500+hour))
			Expect(err).NotTo(HaveOccurred())
			Expect(played.Failed).To(BeEmpty())
			var got []int
			for _, m := range played.Moments {
				got = append(got, paragraphs(m.Page.Tree))
			}
			Expect(got).To(Equal([]int{1, 2, 3}), player.Label)
			Expect(played.Speed).To(BeNumerically(">", 10_000))
			Expect(played.Frames).To(BeNumerically("<", 100))
		}
	}, budget)

	It("shows the end, however slow the machine is, of a recording whose last event is of pointer moves", func(ctx SpecContext) {
		const slow = `{
			const {prototype} = rrweb.Replayer, {applyIncremental} = prototype;
			prototype.applyIncremental = function(e, sync) {
				for (const end = Date.now() + 300; Date.now() < end;);
				applyIncremental.call(this, e, sync);
			};
		}`
		events := adding(ctx, 1400, 1500, 1600, 1700, 1800, 1900)
		moves, err := event.Parse([]byte(`{"type":3,"timestamp":2000,"data":{"source":1,"positions":[{"x":1,"y":1,"id":5,"timeOffset":-900},{"x":2,"y":2,"id":5,"timeOffset":0}]}}`))
		Expect(err).NotTo(HaveOccurred())
		played, err := replay.Run(ctx, replay.Config{Browser: second, Player: players[0], Read: readOptions, Pass: result.Play, Rigged: slow}, append(events, moves), at(1650, 2100))
		Expect(err).NotTo(HaveOccurred())
		Expect(played.Failed).To(BeEmpty())
		Expect(paragraphs(played.Moments[0].Page.Tree)).To(Equal(3))
		Expect(paragraphs(played.Moments[1].Page.Tree)).To(Equal(6))
	}, budget)

	It("gives a player a frame for each moment of a long recording, and keeps count", func(ctx SpecContext) {
		var times []float64
		for i := range 2000 {
			times = append(times, 1400+float64(i)*50)
		}
		events := adding(ctx, times...)
		played, err := replay.Run(ctx, replay.Config{Browser: second, Player: players[0], Read: readOptions, Pass: result.Play}, events, at(times[999]))
		Expect(err).NotTo(HaveOccurred())
		Expect(played.Failed).To(BeEmpty())
		Expect(paragraphs(played.Moments[0].Page.Tree)).To(Equal(1000))
		Expect(played.Frames).To(BeNumerically("~", 1000, 10))
	}, budget)
})
