package serve_test

import (
	"testing"

	"replaylab/lab/browser"
	"replaylab/lab/serve"
	"replaylab/lab/serve/shelf"
)

// TestViewer records a real page with the reference SDK, and uses the viewer as a person would.
func TestViewer(t *testing.T) {
	conn := chromium(t)
	s, _ := listen(t, t.TempDir(), serve.Config{Assets: real(t)})
	address := shop(t, s)
	t.Run("live", func(t *testing.T) { live(t, conn, s, address) })
	t.Run("list", func(t *testing.T) { searched(t, conn, s) })
	t.Run("player", func(t *testing.T) { played(t, conn, s) })
}

var (
	wide   = browser.View{Width: 1280, Height: 800}
	narrow = browser.View{Width: 360, Height: 740}
)

// inside is an expression about an element of the replayed page.
func inside(selector, then string) string {
	return "document.querySelector('.replay-page iframe')?.contentDocument?.querySelector('" + selector + "')" + then
}

const paid = "?.textContent"

// live watches a page in another tab while it is used.
func live(t *testing.T, conn *browser.Conn, s *serve.Server, address string) {
	page := visit(t, conn, address, wide)
	page.until("document.title === 'recording'")
	v := visit(t, conn, s.URL(), wide)
	v.until("document.querySelector('.rows .live-mark')")
	v.click(".rows a")
	v.until("!!" + inside("#pay", ""))
	v.until("document.querySelector('.c-live').textContent === 'Live'")

	page.typed("#name", "Ada")
	page.typed("#password", "hunter2")
	page.click("#pay")
	v.until(inside("#said", paid+" === 'Paid 1'"))
	if got := value[string](v, inside("#password", ".value")); got != "*******" {
		t.Errorf("the password shows as %q", got)
	}
	for range 4 {
		page.click("#nothing")
	}
	if err := page.EvalMain(t.Context(), "", "console.warn('careful', {a: 1}), console.error('it broke'), fetch('/missing').catch(() => {}), void 0", nil); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"rage", "error", "console", "request"} {
		v.until("document.querySelector('.stream .k-" + kind + "')")
	}
	v.until("Number(document.querySelector('.time').value) > Number(document.querySelector('.time').max) - 50") // has caught up
	v.picture("live")

	v.press("Home")
	v.until("document.querySelector('.c-live').textContent === 'Back to live'")
	page.click("#pay")
	page.until("said.textContent === 'Paid 2'")
	v.until("document.querySelectorAll('.stream .k-click').length === 6")
	if value[string](v, "document.querySelector('.c-live').textContent") != "Back to live" {
		t.Error("new events take the viewer away from what is watched")
	}
	v.click(".c-live")
	v.until(inside("#said", paid+" === 'Paid 2'"))
	v.quiet(s.URL())
}

// searched uses each field of the search.
func searched(t *testing.T, conn *browser.Conn, s *serve.Server) {
	upload(t, s, s.Key(), "other", "99", meta(1_600_000_000_000), meta(1_600_000_065_000))
	v := visit(t, conn, s.URL(), wide)
	v.until("document.querySelectorAll('.rows tbody tr').length === 2")
	v.picture("list")
	only := func(device string) {
		t.Helper()
		v.until("[...document.querySelectorAll('[data-label=Device]')].map(e => e.textContent).join() === '" + device + "'")
	}
	clear := func() {
		t.Helper()
		v.click("[type=reset]")
		v.until("document.querySelectorAll('.rows tbody tr').length === 2 && location.search === ''")
	}
	for _, c := range []struct{ field, text, device, address string }{
		{"who", "OTH", "other", "?who=OTH"},
		{"url", "shop.test/16", "other", "?url=shop.test%2F16"},
		{"text", "pay 12", "shop", "?text=pay+12"},
		{"min", "60", "other", "?min=60"},
		{"max", "60", "shop", "?max=60"},
	} {
		v.typed("[name="+c.field+"]", c.text)
		v.until("location.search === '" + c.address + "'")
		only(c.device)
		clear()
	}
	choose := func(field, value string) {
		t.Helper()
		if err := v.EvalMain(t.Context(), "", "(() => { const f = document.querySelector('[name="+field+"]'); f.value = '"+value+"'; f.dispatchEvent(new Event('input', {bubbles: true})) })()", nil); err != nil {
			t.Fatal(err)
		}
	}
	choose("event", "rage")
	only("shop")
	clear()
	choose("to", "2020-12-31")
	only("other")
	clear()
	choose("from", "2020-12-31")
	only("shop")
	v.press("/")
	v.until("document.activeElement.name === 'who'")
	v.typed("[name=who]", "nobody")
	v.until("document.querySelector('.nothing')")

	back := visit(t, conn, s.URL()+"/?who=oth&min=60", wide) // as one who was sent the address
	back.until("document.querySelectorAll('.rows tbody tr').length === 1 && document.querySelector('[name=who]').value === 'oth'")
	back.quiet(s.URL())
	v.quiet(s.URL())
}

// at is whether the player is at an event of the list.
func at(selector string) string {
	return "Math.abs(document.querySelector('.time').value - document.querySelector('" + selector + "')?.dataset.at) <= 1"
}

// played uses each control and each key of the player.
func played(t *testing.T, conn *browser.Conn, s *serve.Server) {
	v := visit(t, conn, s.URL()+"/s/"+shelf.ID("shop", "1234")+"?t=0.5", wide)
	v.until("document.querySelectorAll('.stream .k-click').length === 6")
	v.until("document.querySelector('.now')?.textContent.startsWith('0:00.5')")
	v.picture("player")

	const first = ".stream .k-click" // Pay
	v.click(first)
	v.until(inside("#said", paid+" !== 'Paid 2'"))
	v.until(at(first))
	v.until("document.querySelector('.stream [aria-current]')")
	v.press("End") // the session is live still
	v.until(inside("#said", paid+" === 'Paid 2'"))
	v.press("Home")
	v.until("document.querySelector('.now').textContent.startsWith('0:00.0')")
	v.click(".c-play")
	v.until("document.querySelector('.c-play').title.startsWith('Pause') && Number(document.querySelector('.time').value) > 50")
	v.press("k")
	v.until("document.querySelector('.c-play').title.startsWith('Play')")
	v.click(".c-on")
	v.until(inside("#said", paid+" === 'Paid 2'"))
	v.click(".c-back")
	v.until("document.querySelector('.now').textContent.startsWith('0:00.0')")
	for _, c := range []struct{ key, speed string }{{">", "2"}, {">", "4"}, {">", "8"}, {">", "8"}, {"<", "4"}, {"-", "2"}, {"-", "1"}, {"-", "0.5"}, {"+", "1"}} {
		v.press(c.key)
		v.until("document.querySelector('.c-speed').value === '" + c.speed + "'")
	}
	v.press("s")
	v.until("document.querySelector('.c-skip').getAttribute('aria-pressed') === 'true'")
	v.click(".c-skip")
	v.until("document.querySelector('.c-skip').getAttribute('aria-pressed') === 'false'")
	v.press("e")
	v.until(at(".stream .bad"))
	v.press("p")
	v.until("!(" + at(".stream .bad") + ")")
	v.press("n")
	v.until(at(".stream .bad") + " || " + at(".stream li:nth-child(2) .event"))
	v.press("2")
	v.until("document.querySelector('#tab-1').getAttribute('aria-selected') === 'true' && document.querySelectorAll('.stream li').length === 2")
	v.click("#tab-2")
	v.until("document.querySelector('.stream .text').textContent.endsWith('/missing')")
	v.press("1", "/")
	v.typed("[aria-label='Filter events']", "rage")
	v.until("document.querySelectorAll('.stream li').length === 1")
	v.press("Escape", "?")
	v.until("document.querySelector('dialog').open")
	v.picture("keys")
	v.press("Escape")
	v.until("!document.querySelector('dialog').open")
	v.click(".marks .k-rage")
	v.until(at(".stream .k-rage"))
	v.press("c")
	v.until("/t=[0-9.]+/.test(location.search)")
	link := value[string](v, "location.href")
	shown := value[string](v, "document.querySelector('.now').textContent")
	linked := visit(t, conn, link, wide)
	linked.until("document.querySelector('.now')?.textContent === '" + shown + "'")
	linked.quiet(s.URL())
	v.quiet(s.URL())
}

// TestPlaces is how the viewer looks in the dark and on a telephone, and what axe has to say of it.
func TestPlaces(t *testing.T) {
	conn := chromium(t)
	s, _ := listen(t, t.TempDir(), serve.Config{Assets: real(t)})
	page := visit(t, conn, shop(t, s), wide)
	page.until("document.title === 'recording'")
	page.click("#pay")
	if err := page.EvalMain(t.Context(), "", "console.error('it broke ' + 'a long message '.repeat(20)), fetch('/missing').catch(() => {}), void 0", nil); err != nil {
		t.Fatal(err)
	}
	upload(t, s, s.Key(), "a device with a name that is long, longer than most, 0123456789abcdef0123456789abcdef", "99", meta(1_600_000_000_000), meta(1_600_000_065_000))
	axe := axeCore(t)
	recorded := shelf.ID("shop", "1234")
	list := visit(t, conn, s.URL(), wide)
	list.until("document.querySelectorAll('.sign.k-error').length === 1")
	for name, view := range map[string]browser.View{
		"light": wide, "dark": {Width: 1280, Height: 800, Dark: true}, "phone": narrow, "phone-dark": {Width: 360, Height: 740, Dark: true},
	} {
		for place, path := range map[string]string{"list": "/", "none": "/?who=nobody", "session": "/s/" + recorded + "?t=0.2", "missing": "/s/none"} {
			v := visit(t, conn, s.URL()+path, view)
			ready := map[string]string{"list": ".rows tr", "none": ".nothing", "session": ".stream .k-error", "missing": ".said"}[place]
			v.until("document.querySelector('" + ready + "')")
			v.picture(place + "-" + name)
			if over := value[float64](v, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
				t.Errorf("%s, %s: %.0f pixels wider than the window", place, name, over)
			}
			v.serious(axe, place+", "+name)
		}
	}
	v := visit(t, conn, s.URL()+"/s/"+recorded, narrow)
	v.until("document.querySelector('.stream .k-error')")
	v.press("?")
	v.until("document.querySelector('dialog').open")
	v.picture("keys-phone")
	v.serious(axe, "keys, phone")
}
