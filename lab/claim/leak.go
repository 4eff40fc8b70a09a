package claim

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"replaylab/lab/privacy"
	"replaylab/lab/result"
	"replaylab/lab/visit"
)

// noLeak checks that no canary is in anything that was sent to anybody and that the control visit did
// not send as well. What a page sends its own server is its own matter.
func noLeak(f *Facts) result.Claim {
	c := result.Claim{Name: "no leak"}
	finder := privacy.NewFinder(f.Canaries)
	var uploads []privacy.Sent
	for _, u := range f.Visit.Uploads {
		uploads = append(uploads, privacy.Uploaded(u))
	}
	leaks, cut := finder.Requests(uploads)
	others, short := finder.Requests(requests(f.Visit))
	leaks, cut = append(leaks, own(finder, f.Control, others)...), append(cut, short...)

	names := map[string]bool{}
	for _, l := range leaks {
		names[l.Canary.Name] = true
		detail := fmt.Sprintf("%s, %s: %s", l.Where, l.Encoding, l.Excerpt)
		if l.Upload == 0 {
			detail = l.Request + ": " + detail
		}
		c.Evidence = append(c.Evidence, result.Evidence{
			Kind: "leak", Name: l.Canary.Name, Live: result.Some(l.Canary.Value), Upload: l.Upload, Detail: detail,
		})
	}
	how := ""
	if len(names) > 0 {
		how = "uploaded"
	}
	kept := kept(finder, f.Control, f.Visit)
	for _, k := range kept {
		names[k.canary.Name] = true
	}
	switch {
	case how == "" && len(kept) > 0:
		how = "stored"
	case len(kept) > 0:
		how = "uploaded or stored"
	}
	for _, k := range kept {
		at := "at the end"
		if k.Checkpoint != "" {
			at = "at " + k.Checkpoint
		}
		c.Evidence = append(c.Evidence, result.Evidence{
			Kind: "stored", Name: k.canary.Name, Live: result.Some(k.canary.Value),
			Detail: fmt.Sprintf("%s, key %q, %s, %s: %s", k.Store, k.Key, at, k.encoding, k.excerpt),
		})
	}
	if len(names) > 0 {
		c.Summary, c.Blame = plural(len(names), "secret")+" "+how, "SDK"
	} else if len(cut) > 0 {
		c.Verdict, c.Summary = result.Inconclusive, fmt.Sprintf("%s, such as %s, hold more than can be searched", plural(len(cut), "request"), cut[0])
		return c
	}
	return verdict(c)
}

// requests are those that a visit made of the page's own servers and of foreign hosts.
func requests(v *visit.Visit) []privacy.Sent {
	if v == nil {
		return nil
	}
	var list []privacy.Sent
	for _, r := range v.Requests {
		s := privacy.Sent{Request: r.Method + " " + v.Plain("http://"+r.Host+r.URL), URL: r.URL, Header: r.Header.Clone(), Body: r.Body}
		// The browser sends a page's own server where the page is and what that server gave it to keep.
		s.Header.Del("Referer")
		s.Header.Del("Cookie")
		list = append(list, s)
	}
	for _, r := range v.Foreign {
		list = append(list, privacy.Sent{Request: r.Method + " " + r.URL, URL: r.URL, Header: r.Header, Body: r.Body})
	}
	return list
}

// own leaves out what the control visit sent as well: the same canary in the same part of a request to
// the same place.
func own(finder *privacy.Finder, control *visit.Visit, leaks []privacy.Leak) []privacy.Leak {
	if len(leaks) == 0 {
		return nil
	}
	asked := map[string]bool{}
	for _, l := range leaks {
		asked[target(l.Request)] = true
	}
	var same []privacy.Sent
	for _, s := range requests(control) {
		if asked[target(s.Request)] {
			same = append(same, s)
		}
	}
	theirs, _ := finder.Requests(same)
	key := func(l privacy.Leak) string {
		return strings.Join([]string{target(l.Request), l.Canary.Name, l.Where}, "\x00")
	}
	said := map[string]bool{}
	for _, l := range theirs {
		said[key(l)] = true
	}
	var list []privacy.Leak
	for _, l := range leaks {
		if !said[key(l)] {
			list = append(list, l)
		}
	}
	return list
}

// dynamic are the parts of a path that are others on each visit: numbers and what is written in hex.
var dynamic = regexp.MustCompile(`[0-9a-fA-F-]{8,}|[0-9]+`)

// target is a request's method, host and path, without what differs from visit to visit.
func target(request string) string {
	path, _, _ := strings.Cut(request, "?")
	path, _, _ = strings.Cut(path, "#")
	return dynamic.ReplaceAllString(path, "#")
}

// secret is a canary found in something that was stored.
type secret struct {
	visit.Stored
	canary            privacy.Canary
	encoding, excerpt string
}

// kept lists the canaries that the visit has stored and the control visit has not, under the same key of
// the same store. What waits there to be sent may, if it is masked; what is found is not.
func kept(finder *privacy.Finder, control, v *visit.Visit) []secret {
	found := func(v *visit.Visit) []secret {
		var list []secret
		for _, s := range v.Stored {
			hits, _ := finder.Text([]byte(s.Key+"\n"+s.Value), "")
			for _, h := range hits {
				list = append(list, secret{s, h.Canary, h.Encoding, h.Excerpt})
			}
		}
		return list
	}
	list := found(v)
	if len(list) == 0 {
		return nil
	}
	key := func(s secret) string {
		return strings.Join([]string{s.Store, dynamic.ReplaceAllString(s.Key, "#"), s.canary.Name}, "\x00")
	}
	said := map[string]bool{}
	if control != nil {
		for _, s := range found(control) {
			said[key(s)] = true
		}
	}
	return slices.DeleteFunc(list, func(s secret) bool {
		before := said[key(s)]
		said[key(s)] = true // once, however often it was read
		return before
	})
}
