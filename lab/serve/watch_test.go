package serve_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"replaylab/lab/serve"
	"replaylab/lab/serve/shelf"
)

// scripted is a recording of a minute: moves at its beginning, then nothing but the page's own clock
// for half of it, then a click.
func scripted() (events []string) {
	events = append(events, `{"type":4,"timestamp":1000,"data":{"href":"https://shop.test/","width":800,"height":600}}`,
		`{"type":2,"timestamp":1001,"data":{"node":{"type":0,"id":1,"childNodes":[{"type":1,"id":2,"name":"html","publicId":"","systemId":""},
		{"type":2,"id":3,"tagName":"html","attributes":{},"childNodes":[{"type":2,"id":4,"tagName":"body","attributes":{},"childNodes":[
		{"type":2,"id":5,"tagName":"button","attributes":{"id":"go"},"childNodes":[{"type":3,"id":6,"textContent":"Go"}]},
		{"type":2,"id":7,"tagName":"p","attributes":{"id":"time"},"childNodes":[{"type":3,"id":8,"textContent":"0"}]},
		{"type":2,"id":9,"tagName":"input","attributes":{"id":"field"},"childNodes":[]}]}]}]},"initialOffset":{"left":0,"top":0}}}`,
		`{"type":3,"timestamp":1100,"data":{"source":2,"type":5,"id":9}}`)
	for i := range 20 {
		events = append(events, fmt.Sprintf(`{"type":3,"timestamp":%d,"data":{"source":1,"positions":[{"x":%d,"y":%d,"id":4,"timeOffset":-40},{"x":%d,"y":%d,"id":4,"timeOffset":0}]}}`,
			1200+i*100, 20+i*25, 40+i*15, 32+i*25, 48+i*15))
	}
	for i := range 60 {
		events = append(events, fmt.Sprintf(`{"type":3,"timestamp":%d,"data":{"source":0,"adds":[],"removes":[],"attributes":[],"texts":[{"id":8,"value":"%d"}]}}`, 2005+i*1000, i+1))
	}
	return append(events, `{"type":3,"timestamp":40000,"data":{"source":2,"type":2,"id":5,"x":20,"y":20}}`)
}

// TestWatching looks at what needs a recording that is known: inactivity, the cursor's trail, speed.
func TestWatching(t *testing.T) {
	conn := chromium(t)
	s, _ := listen(t, t.TempDir(), serve.Config{Assets: real(t)})
	if status := upload(t, s, s.Key(), "d", "1", scripted()...); status != 200 {
		t.Fatal(status)
	}
	v := visit(t, conn, s.URL()+"/s/"+shelf.ID("d", "1")+"?t=1.5", wide)
	v.until("document.querySelector('.stream .k-click')")
	v.until("document.querySelector('.replay-cursor polyline').getAttribute('points').split(' ').length > 5")
	if colour := value[string](v, "getComputedStyle(document.querySelector('.replay-cursor polyline')).stroke"); colour != "rgb(221, 51, 51)" {
		t.Errorf("the trail is %s", colour)
	}
	v.picture("trail")
	// From 3.1 s to 40 s nobody does anything, though the page changes every second.
	const now = "Number(document.querySelector('.time').value)"
	v.press("s", "k")
	v.until(now + " > 37900")
	v.press("k")
	if at := value[float64](v, now); at > 39_500 {
		t.Errorf("skipped to %v, past what came before the click", at)
	}
	v.until(inside("#time", "?.textContent === '38' || "+inside("#time", "?.textContent === '37'")))

	// Keys go to the viewer though the recorded page has the focus in a field.
	v.press("Home", "s", ">", ">", ">")
	v.until(now + " < 100 && document.querySelector('.c-speed').value === '8'")
	took := value[float64](v, `new Promise(done => {
		const time = document.querySelector('.time'), from = performance.now();
		document.querySelector('.c-play').click();
		const look = () => time.value > 8000 ? done(performance.now() - from) : requestAnimationFrame(look);
		look();
	})`)
	if took < 900 || took > 3000 {
		t.Errorf("8 s took %.0f ms at speed 8", took)
	}
	v.press("k", "Home")
	v.click(".time") // its middle
	v.until("Math.abs(" + now + " - 30000) < 1500")
	v.press("ArrowLeft")
	v.until("Math.abs(" + now + " - 20000) < 1500")
	v.press("ArrowRight", "j", "l", "l")
	v.until("Math.abs(" + now + " - 40000) < 1500")
	v.quiet(s.URL())
}

// TestBreak follows a session while its server ends and comes again.
func TestBreak(t *testing.T) {
	conn := chromium(t)
	dir := t.TempDir()
	s, end := listen(t, dir, serve.Config{Assets: real(t)})
	key, url, track := s.Key(), s.URL(), s.TrackURL()
	upload(t, s, key, "d", "1", scripted()[:2]...)
	v := visit(t, conn, url+"/s/"+shelf.ID("d", "1"), wide)
	tick := func(n int) string {
		return fmt.Sprintf(`{"type":3,"timestamp":%d,"data":{"source":0,"adds":[],"removes":[],"attributes":[],"texts":[{"id":8,"value":"%d"}]}}`, 2000+n*100, n)
	}
	sent := time.Now()
	upload(t, s, key, "d", "1", tick(1))
	v.until(inside("#time", "?.textContent === '1'"))
	t.Logf("seen %s after it was sent", time.Since(sent).Round(time.Millisecond))
	end()
	v.until("document.querySelector('.lost')")
	s, end = listen(t, dir, serve.Config{Assets: real(t), Key: key, Listen: strings.TrimPrefix(url, "http://")})
	if s.TrackURL() != track {
		t.Errorf("uploads go to %s, want %s", s.TrackURL(), track)
	}
	upload(t, s, key, "d", "1", tick(2))
	upload(t, s, key, "d", "1", tick(3))
	v.until(inside("#time", "?.textContent === '3'"))
	v.until("!document.querySelector('.lost') && document.querySelector('.facts').textContent.includes('5 events')")
	end()
}

// TestHostile shows a recording that tries to run script in the viewer, wherever it has a say.
func TestHostile(t *testing.T) {
	conn := chromium(t)
	s, _ := listen(t, t.TempDir(), serve.Config{Assets: real(t), Listen: "0.0.0.0:0", Hosts: []string{"127.0.0.1"}})
	const bad = `\"><img src=x onerror=harm()><script>harm()</script>`
	events := scripted()
	for i, e := range []string{
		`"type":4,"data":{"href":"javascript:harm()//` + bad + `","width":800,"height":600}`,
		`"type":5,"data":{"tag":"` + bad + `","payload":{"a":"` + bad + `"}}`,
		`"type":5,"data":{"tag":"fetch-request","payload":{"method":"` + bad + `","url":"javascript:harm()","status":500,"duration":1}}`,
		`"type":5,"data":{"tag":"rage-click","payload":{"timestamp":3000,"element":"` + bad + `"}}`,
		`"type":6,"data":{"plugin":"rrweb/console@1","payload":{"level":"` + bad + `","trace":["` + bad + `"],"payload":["` + strings.ReplaceAll(bad, `\"`, `'`) + `"]}}`,
		`"type":99,"data":{"` + bad + `":1}`, `"type":3,"data":{"source":0,"adds":"` + bad + `"}`, `"type":3,"data":{"source":"1"}`,
		`"type":3,"data":{"source":0,"texts":[],"removes":[],"attributes":[],"adds":[{"parentId":4,"nextId":null,"node":{"type":2,"id":50,"tagName":"img","attributes":{"src":"data:image/png,x","onerror":"parent.harm()"},"childNodes":[]}},
			{"parentId":4,"nextId":null,"node":{"type":2,"id":51,"tagName":"script","attributes":{},"childNodes":[]}},{"parentId":51,"nextId":null,"node":{"type":3,"id":52,"textContent":"parent.harm()"}}]}`,
		`"type":3,"data":{"source":2,"type":2,"id":50,"x":1,"y":1}`,
	} {
		events = append(events, fmt.Sprintf(`{"timestamp":%d,%s}`, 50_000+i, e))
	}
	name := strings.ReplaceAll(bad, `\"`, `"`)
	if status := upload(t, s, s.Key(), name, name, events...); status != 200 {
		t.Fatal(status)
	}
	home := visit(t, conn, s.URL()+"/?key="+s.Key(), wide) // the key goes from the address into a cookie, which the WebSocket needs
	home.until("document.querySelector('.rows a') && location.search === ''")
	home.click(".rows a")
	home.until("document.querySelectorAll('.stream li').length >= 8")
	home.press("End", "Home", "End", "e", "n", "p")
	for _, tab := range []string{"2", "3", "1"} {
		home.press(tab)
		home.until("document.querySelector('.stream li')")
	}
	home.until("document.querySelector('.problems:not([hidden])')")
	home.until("document.querySelector('.state').textContent === 'live'")
	if n := value[int](home, "document.querySelectorAll('#app script, #app img, .stage > script').length"); n != 0 {
		t.Errorf("%d elements that a recording made in the viewer", n)
	}
	home.quiet(s.URL())
}
