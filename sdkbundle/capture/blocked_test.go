package capture_test

import (
	"strings"
	"testing"

	"replaylab/lab/event"
)

// Of what is blocked nothing is told but its box, whatever comes later: a shadow root, its sheets, a drawing, rules.
func TestBlockedLater(t *testing.T) {
	v := visit(t, open)
	v.eval(`(() => {
		const more = document.createElement('template');
		more.innerHTML = '<div class="amp-block" id="host"></div><canvas class="amp-block" id="c" width="20" height="20"></canvas><style class="amp-block" id="s"></style>';
		document.body.append(more.content);
	})()`)
	v.start("{recordCanvas: true, privacyConfig: {defaultMaskLevel: 'light'}}")
	v.eval(`(async () => {
		await turn();
		const root = host.attachShadow({mode: 'open'}), adopted = new CSSStyleSheet();
		root.innerHTML = '<p>secret-text</p>';
		adopted.replaceSync('.secret-adopted {}');
		root.adoptedStyleSheets = [adopted];
		c.getContext('2d').fillRect(0, 0, 9, 9);
		s.textContent = '.secret-rule {}';
		await turn();
		s.sheet.insertRule('.secret-inserted {}');
		p.append('told afterwards');
		await turn();
		sessionReplay.flush();
	})()`)
	list := v.wait("what came last", "replay", func(list []event.Upload) bool { return has(list, "told afterwards") })
	for _, u := range list {
		for _, e := range u.Events {
			for _, found := range []string{"secret-", `"source":9`} {
				if strings.Contains(string(e), found) {
					t.Errorf("%s is in an event: %s", found, e)
				}
			}
		}
	}
}
