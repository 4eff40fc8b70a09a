package claim

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"replaylab/lab/origin"
	"replaylab/lab/result"
	"replaylab/lab/visit"
)

// complaints are errors that only the page with the SDK reports. A warning is no harm. What the
// page was told of itself counts where the browser says nothing, because the page handled it.
func complaints(control, v *visit.Visit) (list []harm) {
	key := func(s visit.Said) string { return s.Kind + "\x00" + s.Text }
	told := map[string]bool{}
	for _, s := range surplus(control.Said, v.Said, key) {
		event := strings.HasSuffix(s.Kind, " event")
		if s.Kind == "console.warn" || event && told[bare(s.Text)] {
			continue
		}
		if s.Kind == "exception" {
			told[bare(s.Text)] = true
		}
		// Text may have the time of day in it; its place in the page's code does not move.
		spot := s.Kind + " " + s.From
		if s.From == "" {
			spot = s.Kind + " " + s.Text
		}
		list = append(list, harm{result.Evidence{Kind: s.Kind, Detail: s.Text, Location: s.From, Blame: "SDK", Phase: recording}, spot, policed(s)})
	}
	return those(list, func(h harm) bool { return !strings.HasSuffix(h.Kind, " event") || !told[bare(h.Detail)] })
}

// policed reports whether the browser speaks of a violation of a policy, which does not come and go.
func policed(s visit.Said) bool {
	return s.Kind == "log" && (strings.Contains(s.Text, "Content Security Policy") || strings.Contains(s.Text, "requires 'Trusted"))
}

// bare is the text of an error without what the browser puts before it.
func bare(text string) string { return strings.TrimPrefix(text, "Uncaught ") }

// violations of the page's Content Security Policy, as the page and as the server was told.
func violations(control, v *visit.Visit) (list []harm) {
	key := func(v visit.Violation) string { return v.Directive + "\x00" + v.Blocked }
	told := map[string]bool{}
	add := func(kind string, v visit.Violation) {
		list = append(list, harm{result.Evidence{Kind: kind, Name: v.Directive, Detail: "blocked " + v.Blocked, Location: v.Source, Blame: "SDK", Phase: recording}, kind + " " + v.Directive, true})
	}
	for _, x := range surplus(control.Seen.Violations, v.Seen.Violations, key) {
		told[key(x)] = true
		add("CSP violation", x)
	}
	for _, x := range surplus(control.Seen.Reports, v.Seen.Reports, key) {
		if !told[key(x)] {
			add("CSP report", x)
		}
	}
	return list
}

// foreign are nodes that were put into the page's document or taken out of it, attributes and texts
// that were changed, and that the page's own observers see, whether or not it is still so. Elements
// that load, run, style or draw something come first.
func foreign(control, v *visit.Visit) (list []harm) {
	named := map[string]int{}
	for _, name := range surplus(control.Seen.Added, v.Seen.Added, func(s string) string { return s }) {
		named[name]++
		list = append(list, harm{result.Evidence{Kind: "foreign node", Name: name, Detail: "a <" + name + "> element was added to the page, visible to its observers", Blame: "SDK", Phase: recording}, "+" + name, true})
	}
	for _, key := range slices.Sorted(maps.Keys(v.Seen.Records)) {
		extra := v.Seen.Records[key] - control.Seen.Records[key]
		what, target, _ := strings.Cut(key[1:], " ")
		if extra <= 0 || strings.ContainsAny(key[:1], "+-") && named[what] > 0 {
			continue
		}
		e := result.Evidence{Blame: "SDK", Phase: recording, Control: times(control.Seen.Records[key]), Live: times(v.Seen.Records[key])}
		if target == "" {
			target = v.Seen.Places[key]
		}
		switch key[0] {
		case '+':
			e.Kind, e.Name, e.Detail = "foreign node", what, "added to "+target
		case '-':
			e.Kind, e.Name, e.Detail = "node taken out", what, "of "+target
		case '@':
			e.Kind, e.Name, e.Detail = "foreign change", what, "to the attribute, of "+target
		default:
			e.Kind, e.Name, e.Detail = "foreign change", "text", "of "+target
		}
		list = append(list, harm{e, key[:1] + what, false})
	}
	return list
}

// local is an element's name without its id.
func local(target string) string { name, _, _ := strings.Cut(target, "#"); return name }

func times(n int) result.Value {
	if n == 1 {
		return result.Some("once")
	}
	return result.Some(fmt.Sprintf("%d times", n))
}

// heard are events that the page could hear more or less often than without the SDK. That a foreign
// node has loaded goes without saying, and so do those that the SDK documents of an option that was given.
func (f *Facts) heard(control, v *visit.Visit) (list []harm) {
	added := map[string]bool{}
	for _, name := range surplus(control.Seen.Added, v.Seen.Added, func(s string) string { return s }) {
		added[name] = true
	}
	for _, key := range either(control.Seen.Events, v.Seen.Events) {
		with, without := v.Seen.Events[key], control.Seen.Events[key]
		what, target, _ := strings.Cut(key, " ")
		if with == without || f.Hears[key] || (what == "load" || what == "error") && added[local(target)] {
			continue
		}
		list = append(list, harm{result.Evidence{Kind: "other events", Name: what, Detail: "of " + target, Control: times(without), Live: times(with), Blame: "SDK", Phase: recording},
			"event " + what + " " + local(target), false})
	}
	return list
}

// requested are requests of the page to its own server that it makes only with the SDK or only
// without it, or with other headers. Those for the SDK itself are no part of the page.
func (f *Facts) requested(control, v *visit.Visit) (list []harm) {
	page := func(v *visit.Visit) []origin.Request {
		return those(v.Requests, func(r origin.Request) bool {
			return !strings.HasPrefix(r.URL, "/_") && r.URL != "/favicon.ico"
		})
	}
	key := func(r origin.Request) string { return r.Method + " " + r.URL + " for " + r.Dest }
	spot := func(r origin.Request) string {
		path, _, _ := strings.Cut(r.URL, "?")
		return "request " + r.Method + " " + path
	}
	with, without := page(v), page(control)
	for _, r := range surplus(without, with, key) {
		list = append(list, harm{result.Evidence{Kind: "other requests", Name: v.Plain(r.URL), Detail: "made with the SDK only, for " + r.Dest, Live: result.Some(key(r)), Blame: "SDK", Phase: recording}, spot(r), false})
	}
	for _, r := range surplus(with, without, key) {
		list = append(list, harm{result.Evidence{Kind: "other requests", Name: v.Plain(r.URL), Detail: "made without the SDK only, for " + r.Dest, Control: result.Some(key(r)), Blame: "SDK", Phase: recording}, spot(r), false})
	}
	return append(list, f.otherHeaders(control, v, without, with, key, spot)...)
}

// otherHeaders compares the headers of requests that are made both ways. Of several alike the order may
// be another each time, as of two frames that load the same: those that agree belong together. Where
// events are claimed to name their recording or not to, their size is part of that claim.
func (f *Facts) otherHeaders(control, v *visit.Visit, without, with []origin.Request, key, spot func(origin.Request) string) (list []harm) {
	differing := func(a, b origin.Request) (names []string) {
		for _, name := range either(a.Header, b.Header) {
			if name == "Content-Length" && f.reports(a) {
				continue
			}
			if control.Plain(strings.Join(a.Header[name], ", ")) != v.Plain(strings.Join(b.Header[name], ", ")) {
				names = append(names, name)
			}
		}
		return names
	}
	with = slices.Clone(with)
	var alone []origin.Request
	for _, a := range without {
		i := slices.IndexFunc(with, func(b origin.Request) bool { return key(a) == key(b) && len(differing(a, b)) == 0 })
		if i < 0 {
			alone = append(alone, a)
			continue
		}
		with = slices.Delete(with, i, i+1)
	}
	told := map[string]bool{}
	for _, a := range alone {
		i := slices.IndexFunc(with, func(b origin.Request) bool { return key(a) == key(b) })
		if i < 0 || told[key(a)] {
			continue
		}
		told[key(a)] = true
		for _, name := range differing(a, with[i]) {
			was, is := control.Plain(strings.Join(a.Header[name], ", ")), v.Plain(strings.Join(with[i].Header[name], ", "))
			list = append(list, harm{result.Evidence{Kind: "other header", Name: name, Detail: "of the page's request " + v.Plain(key(a)), Control: some(was), Live: some(is), Blame: "SDK", Phase: recording},
				spot(a) + " " + name, false})
		}
		with = slices.Delete(with, i, i+1)
	}
	return list
}

// either lists the keys that one or the other has, in order.
func either[M ~map[string]V, V any](a, b M) []string {
	list := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(list)
	return slices.Compact(list)
}

// some is a value that is absent where it is empty.
func some(text string) result.Value {
	if text == "" {
		return result.Value{}
	}
	return result.Some(text)
}

// ordered are sequences of tasks that ran in another order.
func ordered(control, v *visit.Visit) (list []harm) {
	for _, name := range slices.Sorted(maps.Keys(control.While.Order)) {
		was, is := control.While.Order[name], v.While.Order[name]
		if _, run := v.While.Order[name]; !run || was == is || was == "" {
			continue
		}
		e := result.Evidence{Kind: "other order", Name: name, Control: result.Some(was), Live: result.Some(is), Blame: "SDK", Phase: recording}
		if is == "" {
			e.Detail = "not all of it ran"
		}
		list = append(list, harm{e, "order " + name, false})
	}
	return list
}
