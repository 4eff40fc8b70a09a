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
