package browser

import (
	"encoding/json"
	"fmt"
	"testing"
)

// twoProcesses is a page and a frame of it whose document, of another site, has a process of its own.
func twoProcesses() (p *Page, parent, child *Session) {
	parent = newSession(nil, "1", Target{TargetID: "page", Type: "page"})
	child = newSession(nil, "2", Target{TargetID: "frame", Type: "iframe"})
	p = &Page{Session: parent, contexts: map[place]int64{}, loading: map[string]bool{}, changed: make(chan struct{}), children: []*Session{child}}
	return p, parent, child
}

// made announces a script context as the browser does.
func made(p *Page, s *Session, frame string, id int64, main bool) {
	name := World
	if main {
		name = ""
	}
	p.contextCreated(s)(json.RawMessage(fmt.Sprintf(`{"context":{"id":%d,"name":%q,"auxData":{"frameId":%q,"isDefault":%v}}}`, id, name, frame, main)))
}

func gone(p *Page, s *Session, id int64) {
	p.contextDestroyed(s)(json.RawMessage(fmt.Sprintf(`{"executionContextId":%d}`, id)))
}

// at looks a script context up.
func at(p *Page, frame string, main bool) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, id, ok := p.lookUp(frame, main)
	if !ok {
		return "none"
	}
	return fmt.Sprintf("%d in %s", id, s.TargetID)
}

// TestContextsOfTwoProcesses has what the browser announces of a frame with a process of its own,
// in which each process numbers script contexts anew.
func TestContextsOfTwoProcesses(t *testing.T) {
	for name, c := range map[string]struct {
		happens func(p *Page, parent, child *Session)
		page    string // the page's own world after it
		frame   string // the frame's
		lab     string // the lab's world in the frame
	}{
		"each has its own": {func(p *Page, parent, child *Session) {
			made(p, parent, "page", 1, true)
			made(p, child, "frame", 1, true)
			made(p, child, "frame", 2, false)
		}, "1 in page", "1 in frame", "2 in frame"},
		"the parent's process announces the frame's late": {func(p *Page, parent, child *Session) {
			made(p, child, "frame", 1, true)
			made(p, child, "frame", 2, false)
			made(p, parent, "frame", 7, true)
			made(p, parent, "frame", 8, false)
		}, "none", "1 in frame", "2 in frame"},
		"the parent's process announces it first": {func(p *Page, parent, child *Session) {
			made(p, parent, "frame", 7, true)
			made(p, child, "frame", 1, true)
		}, "none", "1 in frame", "none"},
		"the parent's alone is not the frame's": {func(p *Page, parent, child *Session) {
			made(p, parent, "frame", 7, true)
		}, "none", "none", "none"},
		"one that goes takes no other of its number along": {func(p *Page, parent, child *Session) {
			made(p, parent, "page", 1, true)
			made(p, child, "frame", 1, true)
			gone(p, parent, 1)
		}, "none", "1 in frame", "none"},
		"and the other way round": {func(p *Page, parent, child *Session) {
			made(p, parent, "page", 1, true)
			made(p, child, "frame", 1, true)
			gone(p, child, 1)
		}, "1 in page", "none", "none"},
		"one process is cleared": {func(p *Page, parent, child *Session) {
			made(p, parent, "page", 1, true)
			made(p, child, "frame", 1, true)
			made(p, child, "frame", 2, false)
			p.contextsCleared(parent)(nil)
		}, "none", "1 in frame", "2 in frame"},
		"a document takes the place of another": {func(p *Page, parent, child *Session) {
			made(p, parent, "page", 1, true)
			made(p, parent, "page", 2, true)
			gone(p, parent, 1)
		}, "2 in page", "none", "none"},
		"another world counts for neither": {func(p *Page, parent, child *Session) {
			p.contextCreated(child)(json.RawMessage(`{"context":{"id":3,"name":"an extension's","auxData":{"frameId":"frame","isDefault":false}}}`))
			p.contextCreated(child)(json.RawMessage(`{"context":{"id":4,"name":"","auxData":{}}}`))
			p.contextCreated(child)(json.RawMessage(`not what a browser says`))
		}, "none", "none", "none"},
	} {
		p, parent, child := twoProcesses()
		c.happens(p, parent, child)
		if got := at(p, "page", true); got != c.page {
			t.Errorf("%s: of the page it finds %s, want %s", name, got, c.page)
		}
		if got := at(p, "frame", true); got != c.frame {
			t.Errorf("%s: of the frame it finds %s, want %s", name, got, c.frame)
		}
		if got := at(p, "frame", false); got != c.lab {
			t.Errorf("%s: of the lab's world in the frame it finds %s, want %s", name, got, c.lab)
		}
	}
}

// A call that failed because its document went away forgets that context and no other.
func TestReplacedContextIsForgotten(t *testing.T) {
	p, parent, child := twoProcesses()
	made(p, parent, "page", 1, true)
	made(p, child, "frame", 1, true)
	if p.replaced(&CallError{Message: "Something else"}, child, 1) || at(p, "frame", true) != "1 in frame" {
		t.Error("another failure is taken for a document that went away")
	}
	if !p.replaced(&CallError{Message: "Cannot find context with specified id"}, child, 1) {
		t.Error("a document that went away is not seen")
	}
	if at(p, "frame", true) != "none" || at(p, "page", true) != "1 in page" {
		t.Errorf("left are %s and %s", at(p, "frame", true), at(p, "page", true))
	}
	made(p, child, "frame", 2, true)
	if at(p, "frame", true) != "2 in frame" {
		t.Error("the new document is not found")
	}
}
