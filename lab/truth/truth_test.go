package truth_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"replaylab/lab/browser"
	"replaylab/lab/dom"
	"replaylab/lab/origin"
	"replaylab/lab/truth"
	"replaylab/sdkbundle/world"
)

var chromium *browser.Browser

func TestMain(m *testing.M) {
	found, err := browser.Find(browser.Live, "")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	sup := &browser.Supervisor{Found: found}
	chromium = browser.Use(sup)
	code := m.Run()
	chromium.Close()
	sup.Close()
	os.Exit(code)
}

// opened opens a page made of files and stops it.
func opened(t testing.TB, files map[string]string) *browser.Page {
	t.Helper()
	page := running(t, files)
	thaw, err := page.Freeze(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := thaw(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return page
}

// running opens a page made of files.
func running(t testing.TB, files map[string]string) *browser.Page {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	c := origin.Config{Files: map[string][]byte{}}
	for name, text := range files {
		c.Files[name] = []byte(text)
	}
	site, err := origin.Listen(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { site.Close() })
	conn, err := chromium.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	x, err := conn.NewContext(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	script, err := world.Script()
	if err != nil {
		t.Fatal(err)
	}
	page, err := x.NewPage(ctx, browser.PageConfig{Script: script, Focus: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Open(ctx, site.Origin("a")+"/page.html"); err != nil {
		t.Fatal(err)
	}
	return page
}

// read opens a page made of files and reads it while it is stopped.
func read(t *testing.T, files map[string]string, o truth.Options) *truth.Page {
	t.Helper()
	got, err := truth.Read(t.Context(), opened(t, files), o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

const rich = `<!doctype html><html><head><title>T</title><style>p{color:red}</style></head><body>
<p id=a>hello <b>x</b>
 <i>y</i></p>
<template><b>in</b><template><u>deep</u></template></template>
<math><mfrac><mi>a</mi></mfrac></math><svg><textPath/></svg>
<x-a></x-a><input id=i value=q><textarea>ta</textarea><input type=checkbox id=c checked>
<select multiple><option selected>1<option>2<option selected>3</select>
<div id=s style="height:20px;overflow:auto"><div style="height:900px"></div></div>
<dialog id=d>hi</dialog><!--note-->
<iframe srcdoc="<p>frame</p><iframe srcdoc='<p>inner'></iframe>"></iframe>
<iframe src="${origin:b}/frame.html"></iframe>
<script>
document.querySelector('x-a').attachShadow({mode:'closed', delegatesFocus:true, slotAssignment:'manual'}).innerHTML='<u>closed</u> <input value=w><slot></slot>';
setInterval(()=>{document.body.dataset.n=Date.now()},1);
const s=new CSSStyleSheet(); s.replaceSync('p{margin:1px}'); document.adoptedStyleSheets=[s];
i.value='typed'; i.focus(); c.indeterminate=true; c.checked=false; s2=document.querySelector('#s'); s2.scrollTop=50;
d.showModal();
getSelection().setBaseAndExtent(a.firstChild,1,a.childNodes[1].firstChild,1);
</script></body></html>`

// find returns the first element with that name.
func find(root *dom.Node, name string) (found *dom.Node) {
	root.Walk(func(n *dom.Node) bool {
		if n.Kind == dom.Element && n.Name == name && found == nil {
			found = n
		}
		return found == nil
	})
	return found
}

func byID(root *dom.Node, id string) (found *dom.Node) {
	root.Walk(func(n *dom.Node) bool {
		if n.Attr("id") == id {
			found = n
		}
		return true
	})
	return found
}

// style is a computed property.
func style(list []dom.Pair, name string) string {
	for _, p := range list {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

func TestReadSeesEverything(t *testing.T) {
	page := read(t, map[string]string{"/page.html": rich, "/frame.html": "<p id=far>cross site"}, truth.Options{
		Styles: truth.Styles, Selectors: []string{"b", "}{", "#i"},
	})
	prop := func(name, prop, want string) {
		t.Helper()
		n := find(page.Root, name)
		if n == nil {
			t.Fatalf("no <%s> in the tree", name)
		}
		if got := n.Prop(prop); got != want {
			t.Errorf("<%s> %s is %q, want %q", name, prop, got, want)
		}
	}
	if n := find(find(page.Root, "body"), "textarea"); n.Prop("value") != "ta" {
		t.Errorf("<textarea> value is %q", n.Prop("value"))
	}
	prop("dialog", "open", "modal")
	prop("dialog", "topLayer", "1")
	field := byID(page.Root, "i")
	if field.Prop("value") != "typed" || field.Attr("value") != "q" || field.Prop("focused") != "" || field.Matches != 4 {
		t.Errorf("text field: %+v", field)
	}
	box := byID(page.Root, "c")
	if box.Prop("checked") != "false" || box.Prop("indeterminate") != "true" {
		t.Errorf("check box: %+v", box)
	}
	if n := byID(page.Root, "s"); n.Prop("scrollTop") != "50" {
		t.Errorf("scrolled box: %+v", n)
	}
	host := find(page.Root, "x-a")
	if host.Shadow == nil || host.Shadow.Prop("mode") != "closed" || host.Shadow.Prop("delegatesFocus") != "true" || host.Shadow.Prop("slotAssignment") != "manual" {
		t.Errorf("closed root: %+v", host.Shadow)
	} else if inner := find(host.Shadow, "input"); inner == nil || inner.Prop("value") != "w" {
		t.Errorf("an input in the closed root: %+v", inner)
	}
	content := find(page.Root, "template").Content
	if content == nil || find(content, "b") == nil || find(content, "template").Content == nil || find(find(content, "template").Content, "u") == nil {
		t.Error("template content, or the template in it, is missing")
	}
	for name, ns := range map[string]string{"mfrac": dom.MathML, "textPath": dom.SVG, "p": dom.HTML} {
		if n := find(page.Root, name); n == nil || n.NS != ns {
			t.Errorf("<%s>: want namespace %q, got %+v", name, ns, n)
		}
	}
	var frames []string
	page.Root.Walk(func(n *dom.Node) bool {
		if n.Frame != nil {
			frames = append(frames, strings.TrimSpace(n.Frame.Text()))
		}
		return true
	})
	if fmt.Sprint(frames) != "[frame inner cross site]" {
		t.Errorf("frames: %q", frames)
	}
	if got := page.Root.Prop("adopted"); got != "p { margin: 1px; }" {
		t.Errorf("adopted: %q", got)
	}
	if got := find(page.Root, "style").Prop("sheet"); got != "p { color: red; }" {
		t.Errorf("sheet: %q", got)
	}
	if s := page.Selection; s == nil || s.Start.Value != "hello " || s.StartOffset != 1 || s.End.Value != "x" {
		t.Errorf("selection: %+v", s)
	}
	if n := find(page.Root, "b"); n.Matches != 1 {
		t.Errorf("<b> matches %b", n.Matches)
	}
	if n := find(page.Root, "p"); n.Box == nil || n.Box.W < 100 || style(n.Style, "color") != "rgb(255, 0, 0)" {
		t.Errorf("<p> is rendered as %+v %+v", n.Box, n.Style)
	}
}

// TestClosedRootInATemplate: the browser tells of such a root and gives no handle of it.
func TestClosedRootInATemplate(t *testing.T) {
	page := read(t, map[string]string{"/page.html": `<!doctype html><template id=t></template><script>
		t.content.append(document.createElement('div'));
		t.content.firstChild.attachShadow({mode: 'closed'}).innerHTML = '<b>a</b>';
		t.content.append(document.createElement('p'));
		t.content.lastChild.attachShadow({mode: 'open'}).innerHTML = '<i>b</i>'
	</script>`}, truth.Options{})
	content := find(page.Root, "template").Content
	if content == nil || len(content.Children) != 2 {
		t.Fatalf("content: %+v", content)
	}
	if root := content.Children[0].Shadow; root != nil {
		t.Errorf("closed root: %+v", root)
	}
	if root := content.Children[1].Shadow; root == nil || find(root, "i") == nil {
		t.Errorf("open root: %+v", root)
	}
}
