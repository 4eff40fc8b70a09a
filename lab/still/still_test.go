package still_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"replaylab/lab/event"
	"replaylab/lab/model"
	"replaylab/lab/still"
)

// page is what is written of a recorded body.
func page(t *testing.T, body string, more ...string) string {
	t.Helper()
	raw := append([]string{
		`{"type":4,"timestamp":1,"data":{"href":"https://shop.test/","width":800,"height":600}}`,
		`{"type":2,"timestamp":2,"data":{"node":{"type":0,"id":1,"childNodes":[{"type":1,"id":2,"name":"html","publicId":"","systemId":""},
			{"type":2,"id":3,"tagName":"html","attributes":{},"childNodes":[{"type":2,"id":4,"tagName":"head","attributes":{},"childNodes":[]},
			{"type":2,"id":5,"tagName":"body","attributes":{},"childNodes":[` + body + `]}]}]},"initialOffset":{"left":0,"top":0}}}`,
	}, more...)
	var events []event.Event
	for _, r := range raw {
		e, err := event.Parse([]byte(r))
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	tree, problems := model.At(events, 1e6)
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	var b strings.Builder
	if err := still.Write(&b, tree); err != nil {
		t.Fatal(err)
	}
	_, inner, ok := strings.Cut(b.String(), "<body>")
	if !ok || !strings.HasPrefix(b.String(), "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'") {
		t.Fatalf("wrote %s", b.String())
	}
	return strings.TrimSuffix(inner, "</body></html>\n")
}

func element(id int, tag, attributes string, children ...string) string {
	return fmt.Sprintf(`{"type":2,"id":%d,"tagName":%q,"attributes":{%s},"childNodes":[%s]}`, id, tag, attributes, strings.Join(children, ","))
}

func text(id int, s string) string { return fmt.Sprintf(`{"type":3,"id":%d,"textContent":%q}`, id, s) }

func TestWhatIsWritten(t *testing.T) {
	input := `{"type":3,"timestamp":3,"data":{"source":5,"id":10,"text":%q,"isChecked":%v}}`
	for _, c := range []struct{ name, body, more, want string }{
		{"text", element(10, "p", `"class":"a \"b\""`, text(11, "1 < 2 & 3")), "", `<p class="a &#34;b&#34;">1 &lt; 2 &amp; 3</p>`},
		{"what was typed", element(10, "input", `"value":"before"`), fmt.Sprintf(input, "after", false), `<input value="after">`},
		{"what was ticked", element(10, "input", `"type":"checkbox"`), fmt.Sprintf(input, "on", true), `<input type="checkbox" checked>`},
		{"a text area", element(10, "textarea", ``), fmt.Sprintf(input, "\n</textarea><b>", false), "<textarea>\n\n&lt;/textarea&gt;&lt;b&gt;</textarea>"},
		{"a style sheet", element(10, "style", ``, text(11, `p { content: "</style><b>" }`)), "", `<style>p { content: "<\/style><b>" }</style>`},
		{"a picture", element(10, "img", `"src":"data:image/png;base64,AA==","alt":"x"`), "", `<img alt="x" src="data:image/png;base64,AA==">`},
		{"a frame", element(10, "iframe", `"title":"f"`), `{"type":3,"timestamp":3,"data":{"source":0,"texts":[],"attributes":[],"removes":[],"isAttachIframe":true,"adds":[{"parentId":10,"nextId":null,
			"node":{"type":0,"id":20,"childNodes":[{"type":2,"id":21,"tagName":"html","attributes":{},"childNodes":[{"type":2,"id":22,"tagName":"body","attributes":{},"childNodes":[{"type":3,"id":23,"textContent":"inside"}]}]}]}}]}}`, ""},
	} {
		more := []string{}
		if c.more != "" {
			more = append(more, c.more)
		}
		got := page(t, c.body, more...)
		if c.want == "" {
			if !strings.HasPrefix(got, `<iframe title="f" srcdoc="`) || !strings.Contains(got, "inside&lt;/body&gt;") || !strings.HasSuffix(got, `" sandbox=""></iframe>`) {
				t.Errorf("%s: %s", c.name, got)
			}
		} else if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestHarmless writes what would run, load or send, and finds none of it. The canary stands for the
// address, and for script.
func TestHarmless(t *testing.T) {
	const canary = "canary.test"
	for _, body := range []string{
		element(10, "script", ``, text(11, "canary.test")),
		element(10, "SCRIPT", ``, text(11, "canary.test")),
		element(10, "img", `"src":"https://canary.test/a.png","srcset":"https://canary.test/b.png 2x","onerror":"canary.test"`),
		element(10, "img", `"src":" javascript:canary.test","OnLoad":"canary.test"`),
		element(10, "a", `"href":"javascript:canary.test","ping":"https://canary.test"`),
		element(10, "a", `"href":"https://canary.test/","target":"_top"`),
		element(10, "iframe", `"src":"https://canary.test","srcdoc":"<script>canary.test</script>"`),
		element(10, "object", `"data":"https://canary.test"`), element(10, "embed", `"src":"https://canary.test"`),
		element(10, "meta", `"http-equiv":"refresh","content":"0;url=https://canary.test"`),
		element(10, "base", `"href":"https://canary.test"`),
		element(10, "link", `"rel":"preload","href":"https://canary.test"`), element(10, "link", `"rel":"dns-prefetch","href":"//canary.test"`),
		element(10, "form", `"action":"https://canary.test"`, element(11, "button", `"formaction":"https://canary.test"`)),
		element(10, "style", ``, text(11, `@import "https://canary.test/a.css"; p { background: url(https://canary.test/a.png) URL( 'https://canary.test/b.png' ) }`)),
		element(10, "p", `"style":"background: url(https://canary.test/a.png)"`),
		element(10, "video", `"src":"https://canary.test","poster":"https://canary.test","autoplay":true`),
		element(10, "body", `"background":"https://canary.test"`),
		element(10, "noscript", ``, text(11, "<img src=https://canary.test>")), element(10, "template", ``, text(11, "canary.test")),
		element(10, "x onload=canary.test", ``), element(10, "p", `"x onload=canary.test x":"1"`), element(10, "p", `"x><script>canary.test</script>":"1"`),
		`{"type":2,"id":10,"tagName":"svg","isSVG":true,"attributes":{},"childNodes":[{"type":2,"id":11,"tagName":"use","isSVG":true,"attributes":{"xlink:href":"https://canary.test#a"},"childNodes":[]},
			{"type":2,"id":12,"tagName":"set","isSVG":true,"attributes":{"attributeName":"href","to":"javascript:canary.test"},"childNodes":[]},
			{"type":2,"id":13,"tagName":"script","isSVG":true,"attributes":{},"childNodes":[{"type":3,"id":14,"textContent":"canary.test"}]},
			{"type":2,"id":15,"tagName":"rect","isSVG":true,"attributes":{"fill":"url(https://canary.test#p)"},"childNodes":[]}]}`,
		element(10, "plaintext", ``, element(11, "b", ``)), element(10, "xmp", ``, element(11, "b", ``)),
	} {
		got := page(t, body)
		if strings.Contains(strings.ToLower(got), canary) {
			t.Errorf("of %s there is left %s", body, got)
		}
		if found := regexp.MustCompile(`(?i)<(script|object|embed|base|meta|link|plaintext|xmp)\b`).FindString(got); found != "" {
			t.Errorf("of %s there is left %s", body, got)
		}
	}
}
