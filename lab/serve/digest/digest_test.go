package digest_test

import (
	"fmt"
	"strings"
	"testing"

	"replaylab/lab/event"
	"replaylab/lab/serve/digest"
)

// page is a full snapshot of a button with a picture in it, a paragraph, and controls.
const page = `{"type":2,"timestamp":100,"data":{"node":{"type":0,"id":1,"childNodes":[{"type":2,"id":2,"tagName":"body","attributes":{},"childNodes":[
	{"type":2,"id":3,"tagName":"button","attributes":{"id":"pay"},"childNodes":[{"type":3,"id":4,"textContent":" Pay 12.50 "},{"type":2,"id":5,"tagName":"svg","attributes":{"class":"icon big"},"childNodes":[]}]},
	{"type":2,"id":6,"tagName":"p","attributes":{},"childNodes":[{"type":3,"id":7,"textContent":"text"}]},
	{"type":2,"id":8,"tagName":"input","attributes":{"type":"checkbox","name":"agree"},"childNodes":[]},
	{"type":2,"id":9,"tagName":"input","attributes":{"placeholder":"Name"},"childNodes":[]}]}]}}}`

func click(id, at int) string {
	return fmt.Sprintf(`{"type":3,"timestamp":%d,"data":{"source":2,"type":2,"id":%d,"x":1,"y":1}}`, at, id)
}

func marks(t *testing.T, events ...string) string {
	t.Helper()
	var d digest.Digest
	var all []string
	for i, raw := range append([]string{page}, events...) {
		e, err := event.Parse([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range d.Add(i, e) {
			said := strings.TrimSpace(fmt.Sprintf("%.0f %s %s", m.At, m.Kind, m.Text))
			if m.Detail != "" {
				said += " = " + m.Detail
			}
			all = append(all, said)
		}
	}
	return strings.Join(all, "\n")
}

func TestMarks(t *testing.T) {
	const change = `{"type":3,"timestamp":%d,"data":{"source":0,"adds":[],"removes":[],"attributes":[],"texts":[{"id":4,"value":"Paid"}]}}`
	for _, c := range []struct {
		name   string
		events []string
		want   string
	}{
		{"pages", []string{
			`{"type":4,"timestamp":1,"data":{"href":"https://a.test/","width":1,"height":1}}`,
			`{"type":4,"timestamp":2,"data":{"href":"https://a.test/","width":1,"height":1}}`,
			`{"type":6,"timestamp":3,"data":{"plugin":"amplitude/url-tracking@1","payload":{"href":"https://a.test/b"}}}`,
		}, "1 page https://a.test/\n3 page https://a.test/b"},
		{"clicks", []string{click(3, 200), click(5, 300), click(6, 400), click(77, 500)},
			"200 click button#pay “Pay 12.50”\n300 click button#pay “Pay 12.50” › svg.icon\n400 click p “text”\n500 click an element that is not in the recording"},
		{"a text that changed", []string{fmt.Sprintf(change, 150), click(3, 200)}, "200 click button#pay “Paid”"},
		{"changes", []string{
			`{"type":3,"timestamp":1,"data":{"source":5,"id":9,"text":"***","isChecked":false}}`,
			`{"type":3,"timestamp":2,"data":{"source":5,"id":8,"text":"on","isChecked":true}}`,
		}, "1 change input “Name” = ***\n2 change input “agree” = on"},
		{"a dead click", []string{click(3, 200), click(6, 300), click(6, 3200)}, "200 click button#pay “Pay 12.50”\n300 click p “text”\n200 dead button#pay “Pay 12.50”\n3200 click p “text”"},
		{"a click with an effect", []string{click(3, 200), fmt.Sprintf(change, 3100), click(6, 3300)}, "200 click button#pay “Pay 12.50”\n3300 click p “text”"},
		{"rage", []string{click(6, 200), click(6, 400), click(6, 600), click(6, 800)},
			"200 click p “text”\n400 click p “text”\n600 click p “text”\n800 click p “text”\n800 rage p “text”"},
		{"slow clicks", []string{click(6, 200), click(6, 600), click(6, 1000), click(6, 1400), click(3, 1450)},
			"200 click p “text”\n600 click p “text”\n1000 click p “text”\n1400 click p “text”\n1450 click button#pay “Pay 12.50”"},
		{"what the SDK marks itself is told once", []string{
			click(6, 200), click(6, 300), click(6, 400), `{"type":5,"timestamp":500,"data":{"tag":"rage-click","payload":{"timestamp":500,"element":"p"}}}`, click(6, 500),
		}, "200 click p “text”\n300 click p “text”\n400 click p “text”\n500 rage p “text”\n500 click p “text”"},
		{"an element that the SDK cannot name", []string{click(3, 200), `{"type":5,"timestamp":3200,"data":{"tag":"dead-click","payload":{"timestamp":201,"element":"body:nth-of-type(1)"}}}`},
			"200 click button#pay “Pay 12.50”\n200 dead button#pay “Pay 12.50”"},
		{"console and requests", []string{
			`{"type":6,"timestamp":1,"data":{"plugin":"rrweb/console@1","payload":{"level":"warn","trace":[],"payload":["\"careful\"","{\"a\":1}"]}}}`,
			`{"type":6,"timestamp":2,"data":{"plugin":"rrweb/console@1","payload":{"level":"error","trace":["a.js:1:2"],"payload":["\"broken\""]}}}`,
			`{"type":5,"timestamp":3,"data":{"tag":"fetch-request","payload":{"method":"GET","url":"https://a.test/x","status":500,"duration":12.3}}}`,
			`{"type":5,"timestamp":4,"data":{"tag":"bought","payload":{"n":2}}}`,
		}, "1 console careful {\"a\":1}\n2 error broken = a.js:1:2\n3 request GET https://a.test/x = 12 ms\n4 custom bought = {\"n\":2}"},
		{"what cannot be read", []string{
			`{"type":4,"timestamp":1,"data":7}`, `{"type":5,"timestamp":1,"data":{"tag":3}}`, `{"type":3,"timestamp":1,"data":{"source":2,"type":"x"}}`,
			`{"type":2,"timestamp":1}`, `{"type":3,"timestamp":1,"data":{"source":0,"adds":[{"parentId":1}]}}`, `{"type":6,"timestamp":1,"data":{"plugin":"rrweb/console@1","payload":[]}}`,
		}, ""},
	} {
		if got := marks(t, c.events...); got != c.want {
			t.Errorf("%s: marks\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}
