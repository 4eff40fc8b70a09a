package origin_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"replaylab/lab/origin"
)

// sdk is a bundle, and a start code that says which page load it is for.
func sdk(place origin.Placement) origin.SDK {
	return origin.SDK{Place: place, Bundle: []byte("the bundle"), Boot: func(load string) []byte { return []byte("start " + load) }}
}

const headTags = `<script src="/_sdk/sdk.js"></script><script src="/_sdk/boot.js?load=1"></script>`

// TestPlacement checks what becomes of a page: the tags stand first in its head.
func TestPlacement(t *testing.T) {
	for name, c := range map[string]struct {
		place      origin.Placement
		page, want string // $ stands for the tags
	}{
		"head":                {origin.Head, "<!doctype html><html><head><title>x</title></head>", "<!doctype html><html><head>$<title>x</title></head>"},
		"not said":            {"", "<head><title>x</title>", "<head>$<title>x</title>"},
		"with attributes":     {origin.Head, "<HTML lang=en>\n<HEAD\nprefix='a'><title>", "<HTML lang=en>\n<HEAD\nprefix='a'>$<title>"},
		"no head":             {origin.Head, "<!doctype html><HTML lang=en><body>", "<!doctype html><HTML lang=en>$<body>"},
		"no html":             {origin.Head, "\n<!DOCTYPE html>\n<p>x", "\n<!DOCTYPE html>$\n<p>x"},
		"nothing":             {origin.Head, "<p>x", "$<p>x"},
		"empty":               {origin.Head, "", "$"},
		"XML":                 {origin.Head, `<?xml version="1.0"?><!doctype html><p>`, `<?xml version="1.0"?><!doctype html>$<p>`},
		"a header is no head": {origin.Head, "<html><header>x</header>", "<html>$<header>x</header>"},
		"a page in a comment": {origin.Head, "<!-- <html><head> --><!doctype html><!-- <head> --><html><!-- <head> --><head><title>", "<!-- <html><head> --><!doctype html><!-- <head> --><html><!-- <head> --><head>$<title>"},
		"a page in a frame":   {origin.Head, `<!doctype html><iframe srcdoc="<html><head><title>"></iframe>`, `<!doctype html>$<iframe srcdoc="<html><head><title>"></iframe>`},
		"a page in the tag":   {origin.Head, `<html data-x="<head>"><head data-y='a > b'><title>`, `<html data-x="<head>"><head data-y='a > b'>$<title>`},
		"a page in a script":  {origin.Head, "<!doctype html>\n<script>'<head>'</script>", "<!doctype html>$\n<script>'<head>'</script>"},
		"a head too late":     {origin.Head, "<!doctype html> text <head><title>", "<!doctype html>$ text <head><title>"},
		"a byte order mark":   {origin.Head, "\ufeff<!doctype html><p>", "\ufeff<!doctype html>$<p>"},
		"a mark and no more":  {origin.Head, "\ufeffx", "\ufeff$x"},
		"a head without end":  {origin.Head, "<!doctype html><head", "<!doctype html>$<head"},
		"an empty head":       {origin.Head, "<html><head/><body/></html>", "<html><head/>$<body/></html>"},
		"deferred":            {origin.Defer, "<head>", `<head><script defer src="/_sdk/sdk.js"></script><script defer src="/_sdk/boot.js?load=1"></script>`},
	} {
		s := listen(t, origin.Config{Files: files("/page.html", c.page), SDK: sdk(c.place)})
		want := strings.Replace(c.want, "$", headTags, 1)
		if got := ask(t, "GET", s.Origin("a")+"/page.html"); got.body != want {
			t.Errorf("%s: %s, want %s", name, got.body, want)
		}
	}
	s := listen(t, origin.Config{Files: files("/page.html", "<head>"), SDK: sdk(origin.Late)})
	got := ask(t, "GET", s.Origin("a")+"/page.html").body
	if !strings.HasPrefix(got, `<head><script>addEventListener("load",`) || strings.Count(got, "<script") != 1 || !strings.Contains(got, `["/_sdk/sdk.js","/_sdk/boot.js?load=1"]`) {
		t.Errorf("late: %s", got)
	}
}

// Pages that are opened carry the tags, each with the number of its load; what is in a frame is
// somebody else's page, and what is no page has none.
func TestLoads(t *testing.T) {
	s := listen(t, origin.Config{Files: files("/page.html", "<p>", "/page.xhtml", "<p/>", "/page.svg", "<svg/>", "/page.txt", "text"), SDK: sdk(origin.Head)})
	load := regexp.MustCompile(`load=(\d+)`)
	for i, c := range []struct{ path, dest, want string }{
		{"/page.html", "document", "load=1"},
		{"/page.html", "iframe", ""},
		{"/page.html", "", "load=2"},
		{"/page.html", "empty", ""},
		{"/page.svg", "document", ""},
		{"/page.txt", "document", ""},
		{"/page.xhtml", "document", "load=3"},
		{"/none.html", "document", ""},
		{"/page.html", "document", "load=4"},
	} {
		got := ask(t, "GET", s.Origin("a")+c.path, "Sec-Fetch-Dest", c.dest)
		if found := load.FindString(got.body); found != c.want {
			t.Errorf("%d, %s for %q: %s, want %q", i, c.path, c.dest, got.body, c.want)
		}
	}
	for path, want := range map[string]string{"/_sdk/sdk.js": "the bundle", "/_sdk/boot.js?load=3": "start 3"} {
		got := ask(t, "GET", s.Origin("b")+path)
		if got.body != want || got.header.Get("Content-Type") != "text/javascript; charset=utf-8" || got.header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s is %+v", path, got)
		}
	}
	none := listen(t, origin.Config{Files: files("/page.html", "<p>")})
	if got := ask(t, "GET", none.Origin("a")+"/page.html").body; got != "<p>" {
		t.Errorf("without an SDK: %s", got)
	}
	if got := ask(t, "GET", none.Origin("a")+"/_sdk/boot.js"); got.status != 200 || got.body != "" {
		t.Errorf("without an SDK its start code is %+v", got)
	}
}

// nonces are the nonce of a page's policy, of its own script and of the SDK's tags.
func nonces(t *testing.T, a answer) (policy, inline, tags string) {
	t.Helper()
	find := func(pattern, text string) string {
		m := regexp.MustCompile(pattern).FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("no %s in %s", pattern, text)
		}
		return m[1]
	}
	return find(`'nonce-([^']*)'`, a.header.Get("Content-Security-Policy")), find(`<script nonce="([^"]*)">own`, a.body), find(`<script nonce="([^"]*)" src="/_sdk/sdk.js"`, a.body)
}

func TestNonces(t *testing.T) {
	config := origin.Config{Files: files("/page.html", `<head><script nonce="${nonce}">own</script>`), SDK: sdk(origin.Head), Seed: "a/b",
		Headers: []origin.Header{{Path: "/page.html", Name: "Content-Security-Policy", Value: "script-src 'nonce-${nonce}'"}}}
	first, other := listen(t, config), config
	other.Seed = "a/c"
	seen := map[string]string{}
	for name, s := range map[string]*origin.Site{"one visit": first, "another scenario": listen(t, other)} {
		for load := range 3 {
			policy, inline, tags := nonces(t, ask(t, "GET", s.Origin("a")+"/page.html"))
			at := fmt.Sprint(name, ", load ", load+1)
			if policy != inline || policy != tags || policy == "" {
				t.Errorf("%s: %q in the policy, %q in the page, %q in the tags", at, policy, inline, tags)
			}
			if before, twice := seen[policy]; twice {
				t.Errorf("%s has the nonce of %s", at, before)
			}
			seen[policy] = at
		}
	}
	again := listen(t, config)
	if policy, _, _ := nonces(t, ask(t, "GET", again.Origin("a")+"/page.html")); seen[policy] != "one visit, load 1" {
		t.Errorf("the first load of another visit has a nonce of its own: %s", policy)
	}
	// A page whose policy knows no nonce has none in its tags.
	config.Headers = nil
	if got := ask(t, "GET", listen(t, config).Origin("a")+"/page.html").body; !strings.Contains(got, `<head><script src="/_sdk/sdk.js">`) {
		t.Errorf("without a policy: %s", got)
	}
}

func TestHeaders(t *testing.T) {
	s := listen(t, origin.Config{Files: files("/page.html", "<p>", "/a.js", "a"), SDK: sdk(origin.Head), Headers: []origin.Header{
		{Path: "/page.html", Name: "Content-security-policy", Value: "img-src ${origin:b}"},
		{Path: "/page.html", Name: "Content-Security-Policy-Report-Only", Value: "img-src x; report-uri /own"},
		{Path: "*", Name: "X-All", Value: "1"},
		{Path: "*", Name: "X-All", Value: "2"},
	}})
	got := ask(t, "GET", s.Origin("a")+"/page.html").header
	if want := "img-src " + s.Origin("b") + "; report-uri /_csp"; got.Get("Content-Security-Policy") != want {
		t.Errorf("the policy is %q, want %q", got.Get("Content-Security-Policy"), want)
	}
	if got.Get("Content-Security-Policy-Report-Only") != "img-src x; report-uri /own" {
		t.Errorf("a policy that reports elsewhere is %q", got.Get("Content-Security-Policy-Report-Only"))
	}
	for _, path := range []string{"/page.html", "/a.js", "/_sdk/sdk.js"} {
		h := ask(t, "GET", s.Origin("a")+path).header
		if strings.Join(h["X-All"], " ") != "1 2" || (h.Get("Content-Security-Policy") != "") != (path == "/page.html") {
			t.Errorf("%s has %v", path, h)
		}
	}
}

func TestReports(t *testing.T) {
	s := listen(t, origin.Config{})
	for body, status := range map[string]int{
		`{"csp-report":{"document-uri":"http://a/","effective-directive":"script-src-elem","blocked-uri":"inline","source-file":"http://a/x.js","line-number":7}}`: 204,
		"no report": 204,
	} {
		if got := send(t, "POST", s.Origin("a")+"/_csp", body); got.status != status {
			t.Errorf("%s: %+v", body, got)
		}
	}
	want := origin.Report{Document: "http://a/", Directive: "script-src-elem", Blocked: "inline", Source: "http://a/x.js", Line: 7}
	if list := s.Reports(); len(list) != 1 || list[0] != want {
		t.Errorf("reported %+v, want %+v", list, want)
	}
}

// Pages load the SDK's further scripts themselves, from any origin.
func TestOtherScripts(t *testing.T) {
	c := sdk(origin.Head)
	c.Others = map[string][]byte{"plugin": []byte("the plugin")}
	s := listen(t, origin.Config{SDK: c, Files: files("/plugin.js", "own")})
	for path, want := range map[string]string{"/_sdk/plugin.js": "the plugin", "/_sdk/sdk.js": "the bundle", "/plugin.js": "own", "/_sdk/none.js": "the scenario has no file /_sdk/none.js\n"} {
		if got := ask(t, "GET", s.Origin("b")+path); got.body != want {
			t.Errorf("%s: %q, want %q", path, got.body, want)
		}
	}
}
