package capture_test

import "testing"

// What is too deep, or too much, for one piece of text arrives all the same: of the page as it was, and added later.
func TestLarge(t *testing.T) {
	const tree = `(name => {
		const all = document.createElement('div');
		all.hidden = true;
		let at = all;
		for (let i = 0; i < 3000; i++) at = at.appendChild(document.createElement('div'));
		at.textContent = name + '-deepest';
		for (let i = 0; i < 13000; i++) all.append(name + ':' + i + '.');
		document.body.append(all);
	})`
	v := visit(t, open)
	v.eval(tree + `('before')`)
	v.start("{}")
	v.eval(tree + `('after')`)
	v.eval("sessionReplay.flush()")
	list := v.replays()
	for _, name := range []string{"before", "after"} {
		for _, part := range []string{"-deepest", ":0.", ":399.", ":400.", ":401.", ":11999.", ":12000.", ":12999."} {
			if !has(list, name+part) {
				t.Errorf("%s did not arrive", name+part)
			}
		}
	}
}

// A flush does not have a large page described at once: what the page changes meanwhile is described as it then is.
func TestFlushInTurns(t *testing.T) {
	v := visit(t, open)
	v.eval(`(() => {
		const all = document.createElement('div');
		all.hidden = true;
		for (let i = 0; i < 60000; i++) all.append(document.createElement('i'));
		window.end = document.createElement('b');
		end.textContent = 'as-it-was';
		document.body.append(all, end);
	})()`)
	v.eval(`start({}).then(() => {
		const flushed = sessionReplay.flush();
		end.textContent = 'as-it-is';
		return flushed;
	})`)
	if list := v.replays(); has(list, "as-it-was") || !has(list, "as-it-is") {
		t.Errorf("the flush described the page at once: %v; what came later arrived: %v", has(list, "as-it-was"), has(list, "as-it-is"))
	}
}
