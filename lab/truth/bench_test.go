package truth_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/truth"
)

// grid is a page of about that many nodes: rows with attributes, text, controls and a pseudo-element,
// of a dozen styles.
func grid(nodes int) string {
	var b strings.Builder
	b.WriteString(`<!doctype html><title>grid</title><style>
		li { padding: 2px; border-top: 1px solid #ccc } li:nth-child(2n) { background: #eee } li::before { content: "·" }
		.c1 { color: red } .c2 { color: green } .c3 { font-weight: bold } .c4 { text-transform: uppercase }</style><ul>`)
	for i := range nodes / 9 { // li with its marker apart: li, text, b, text, input, a, text, span, text
		fmt.Fprintf(&b, `<li class="row" data-n="%d">row <b class="c%d">%d</b><input value="v%d"><a href="#%d">link</a><span>text %d</span></li>`, i, i%7, i, i, i, i)
	}
	return b.String() + "</ul>"
}

// BenchmarkRead reads pages in turn with the raw calls that reading is made of, whose answers are
// thrown away undecoded, and reports the best of the one as a multiple of the best of the other. Best,
// since the machine has other work too.
func BenchmarkRead(b *testing.B) {
	for _, nodes := range []int{100, 1000, 18_000} {
		for _, c := range []struct {
			name    string
			options truth.Options
		}{{"state", truth.Options{}}, {"styles", truth.Options{Styles: truth.Styles}}, {"access", truth.Options{Access: true}}} {
			b.Run(fmt.Sprintf("%s/nodes=%d", c.name, nodes), func(b *testing.B) {
				page := running(b, map[string]string{"/page.html": grid(nodes)})
				against(b, page, func(ctx context.Context, p *browser.Page) error {
					_, err := truth.Read(ctx, p, c.options)
					return err
				}, func(ctx context.Context, p *browser.Page) error { return truth.Raw(ctx, p, c.options) })
			})
		}
	}
}

func against(b *testing.B, p *browser.Page, op, floor func(context.Context, *browser.Page) error) {
	ctx := b.Context()
	time1 := func(best *time.Duration, do func(context.Context, *browser.Page) error) {
		start := time.Now()
		if err := do(ctx, p); err != nil {
			b.Fatal(err)
		}
		*best = min(*best, time.Since(start))
	}
	mine, raw := time.Duration(1<<62), time.Duration(1<<62)
	time1(new(time.Duration), op) // the first read lays the page out
	for b.Loop() {
		time1(&mine, op)
		time1(&raw, floor)
	}
	b.ReportMetric(float64(mine.Microseconds())/1000, "best-ms")
	b.ReportMetric(float64(raw.Microseconds())/1000, "raw-ms")
	b.ReportMetric(float64(mine)/float64(raw), "x-raw")
}
