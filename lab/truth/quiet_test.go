package truth_test

import (
	"fmt"
	"strings"
	"testing"
)

const scroller = `<!doctype html><style>body { margin: 0; height: 4000px } #box { height: 100px; overflow: auto } #box div { height: 3000px }</style>
	<div id=box><div></div></div>`

// A page is not quiet before it has been told of what a script has just scrolled.
func TestQuietWaitsForScrollEvents(t *testing.T) {
	page := running(t, map[string]string{"/page.html": scroller})
	for name, act := range map[string]string{
		"an element": "document.querySelector('#box').scrollTop += 50",
		"the window": "scrollBy(0, 50)",
	} {
		var heard string
		js := fmt.Sprintf(`(async () => {
			await replaylab.quiet({}, 3000);
			replaylab.seen.events = {};
			%s;
			const quiet = await replaylab.quiet({scroll: 20}, 3000);
			return quiet + ' ' + Object.keys(replaylab.seen.events).sort().join(', ');
		})()`, act)
		if err := page.Eval(t.Context(), "", js, &heard); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(heard, "true scroll ") || !strings.Contains(heard, "scrollend") {
			t.Errorf("%s: when the page was said to be quiet it had heard %q", name, heard)
		}
	}
}

// Nor before a scroll that takes its time has come to its end, however rare its frames are.
func TestQuietWaitsForTheEndOfAScroll(t *testing.T) {
	page := running(t, map[string]string{"/page.html": scroller})
	var at [2]float64
	if err := page.Eval(t.Context(), "", `(async () => {
		const box = document.querySelector('#box');
		await replaylab.quiet({}, 3000);
		box.scrollTo({top: 2000, behavior: 'smooth'});
		const busy = () => { for (const end = performance.now() + 60; performance.now() < end;); if (box.scrollTop < 2000) requestAnimationFrame(busy); };
		requestAnimationFrame(busy);
		await replaylab.quiet({scroll: 1}, 10000);
		const then = box.scrollTop;
		await replaylab.rest(box, 3000);
		return [then, box.scrollTop];
	})()`, &at); err != nil {
		t.Fatal(err)
	}
	if at[0] != at[1] || at[1] != 2000 {
		t.Errorf("the page was said to be quiet at %v, and came to rest at %v", at[0], at[1])
	}
}

// A scroll that nobody hears the end of keeps no page from being quiet.
func TestQuietOfAScrollWithoutEnd(t *testing.T) {
	page := running(t, map[string]string{"/page.html": scroller})
	var quiet bool
	if err := page.Eval(t.Context(), "", `(async () => {
		const box = document.querySelector('#box');
		await replaylab.quiet({}, 3000);
		box.dispatchEvent(new Event('scroll')); // as a page's own code may
		return replaylab.quiet({scroll: 20}, 3000);
	})()`, &quiet); err != nil {
		t.Fatal(err)
	}
	if !quiet {
		t.Error("the page was never quiet")
	}
}

// A wheel step ends when what the wheel can move has moved, however late that begins.
func TestWheelWaitsForTheScrollToBegin(t *testing.T) {
	page := running(t, map[string]string{"/page.html": scroller})
	var at [3]float64
	if err := page.Eval(t.Context(), "", `(async () => {
		const box = document.querySelector('#box');
		replaylab.aim(box, 0, 200);
		setTimeout(() => { box.scrollTop = 200 }, 400); // more than any number of frames that stand still
		await replaylab.rest(box, 3000);
		const moved = box.scrollTop;
		box.scrollTop = 1e9;
		replaylab.aim(box, 0, 200);
		const begun = performance.now();
		await replaylab.rest(box, 3000); // it is at its end: there is nothing to wait for
		return [moved, performance.now() - begun, box.scrollTop];
	})()`, &at); err != nil {
		t.Fatal(err)
	}
	if at[0] != 200 || at[1] > 900 || at[2] != 2900 {
		t.Errorf("the step ended with the target at %v; at its end, at %v, it took %v ms", at[0], at[2], at[1])
	}
}
