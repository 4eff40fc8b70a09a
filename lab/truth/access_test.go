package truth_test

import (
	"testing"

	"replaylab/lab/dom"
	"replaylab/lab/truth"
)

// TestAccess reads what assistive technology is told, in closed shadow roots and in frames of
// another site too, and nothing of it unless it is asked for.
func TestAccess(t *testing.T) {
	files := map[string]string{
		"/page.html": `<!doctype html><button id=b>Save <b>it</b></button><p id=h></p><script>
			document.querySelector('#h').attachShadow({mode:'closed'}).innerHTML='<input id=i value=x aria-label=Name>'</script>
			<p id=none aria-hidden=true>x</p><iframe src="${origin:b}/far.html"></iframe>`,
		"/far.html": `<!doctype html><h2 id=far>Far</h2>`,
	}
	page := read(t, files, truth.Options{Access: true})
	for id, want := range map[string]dom.Access{
		"b": {Role: "button", Name: "Save it"}, "i": {Role: "textbox", Name: "Name", Value: "x"}, "far": {Role: "heading", Name: "Far"},
	} {
		if n := byID(page.Root, id); n == nil || n.Access == nil || *n.Access != want {
			t.Errorf("#%s is %+v, want %+v", id, n, want)
		}
	}
	if a := byID(page.Root, "none").Access; a != nil {
		t.Errorf("what is hidden is told as %+v", *a)
	}
	if a := byID(read(t, files, truth.Options{}).Root, "b").Access; a != nil {
		t.Errorf("without being asked it read %+v", *a)
	}
}
