package visit

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"replaylab/lab/browser"
)

// Said is something that the page, or the browser about the page, complained of.
type Said struct {
	Kind string // "exception", "console.error", "console.warn", "log" (by the browser itself), "error event", "rejection event"
	Text string
	From string // script, line and column
}

// ears listens to a page and everything under it. Addresses are made plain by the runner.
type ears struct {
	mu   sync.Mutex
	list []Said
	seen []Seen // by document
	deaf bool   // while the lab looks at the page's own world
}

func (e *ears) add(s Said) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.deaf {
		e.list = append(e.list, s)
	}
}

func (e *ears) said() []Said {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Said(nil), e.list...)
}

// listen is called for each target before its scripts run.
func (e *ears) listen(_ context.Context, s *browser.Session) {
	s.On("Runtime.exceptionThrown", e.thrown)
	s.On("Runtime.consoleAPICalled", e.console)
	s.On("Log.entryAdded", e.log)
	if s.Type == "page" || s.Type == "iframe" {
		e.bind(s)
	} else {
		_, _ = s.Start("Runtime.enable", nil) // of a page, done by the page itself
	}
	_, _ = s.Start("Log.enable", nil)
}

type callFrames struct {
	CallFrames []struct {
		URL    string `json:"url"`
		Line   int    `json:"lineNumber"`
		Column int    `json:"columnNumber"`
	} `json:"callFrames"`
}

func (f *callFrames) top() string {
	if f == nil || len(f.CallFrames) == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", f.CallFrames[0].URL, f.CallFrames[0].Line+1, f.CallFrames[0].Column+1)
}

func (e *ears) thrown(params json.RawMessage) {
	var p struct {
		Details struct {
			Text       string      `json:"text"`
			URL        string      `json:"url"`
			Line       int         `json:"lineNumber"`
			Column     int         `json:"columnNumber"`
			StackTrace *callFrames `json:"stackTrace"`
			Exception  struct {
				Description string          `json:"description"`
				Value       json.RawMessage `json:"value"`
			} `json:"exception"`
		} `json:"exceptionDetails"`
	}
	if json.Unmarshal(params, &p) != nil {
		return
	}
	d := p.Details
	text, _, _ := strings.Cut(d.Exception.Description, "\n")
	if text == "" {
		text = strings.TrimSpace(d.Text + " " + string(d.Exception.Value))
	}
	from := d.StackTrace.top()
	if from == "" {
		from = fmt.Sprintf("%s:%d:%d", d.URL, d.Line+1, d.Column+1)
	}
	e.add(Said{"exception", text, from})
}

func (e *ears) console(params json.RawMessage) {
	var p struct {
		Type string `json:"type"`
		Args []struct {
			Type        string          `json:"type"`
			Value       json.RawMessage `json:"value"`
			Description string          `json:"description"`
		} `json:"args"`
		StackTrace *callFrames `json:"stackTrace"`
	}
	if json.Unmarshal(params, &p) == nil && p.Type == "debug" && len(p.Args) == 1 && string(p.Args[0].Value) == browser.Quote(lookMark) {
		e.mu.Lock()
		e.deaf = !e.deaf
		e.mu.Unlock()
	}
	if p.Type != "error" && p.Type != "warning" && p.Type != "assert" {
		return
	}
	var words []string
	for _, a := range p.Args {
		var text string
		switch {
		case a.Type == "string":
			_ = json.Unmarshal(a.Value, &text)
		case a.Value != nil:
			text = string(a.Value)
		default:
			text, _, _ = strings.Cut(a.Description, "\n")
		}
		words = append(words, text)
	}
	kind := "console.error"
	if p.Type == "warning" {
		kind = "console.warn"
	}
	e.add(Said{kind, strings.Join(words, " "), p.StackTrace.top()})
}

func (e *ears) log(params json.RawMessage) {
	var p struct {
		Entry struct {
			Source     string      `json:"source"`
			Level      string      `json:"level"`
			Text       string      `json:"text"`
			URL        string      `json:"url"`
			LineNumber int         `json:"lineNumber"`
			StackTrace *callFrames `json:"stackTrace"`
		} `json:"entry"`
	}
	if json.Unmarshal(params, &p) != nil || p.Entry.Level != "error" {
		return
	}
	from := p.Entry.URL
	if p.Entry.LineNumber > 0 {
		from = fmt.Sprintf("%s:%d", p.Entry.URL, p.Entry.LineNumber)
	}
	e.add(Said{"log", p.Entry.Source + ": " + p.Entry.Text, from})
}
