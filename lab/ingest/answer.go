package ingest

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// An answer is what a request gets. The zero answer means that nothing is wrong so far.
type answer struct {
	status  int
	problem string // why the request is refused; empty if it is taken
	body    string
	json    bool // the body's content type
	header  http.Header

	preflight bool
	gone      bool // there is nobody to answer
	unread    bool // the client may still be sending its body
	delay     time.Duration
	hang      bool
	reset     bool
	noCORS    bool
}

func (a answer) ok() bool { return a.problem == "" }

// ifGone is a if there is nobody to answer, which goes before every other fault.
func (a answer) ifGone() answer {
	if a.gone {
		return a
	}
	return answer{}
}

// first is the first answer with a problem, or the last.
func first(answers ...answer) answer {
	for _, a := range answers {
		if !a.ok() {
			return a
		}
	}
	return answers[len(answers)-1]
}

// refuse answers with a problem, in words.
func refuse(status int, format string, args ...any) answer {
	problem := fmt.Errorf(format, args...).Error()
	return answer{status: status, problem: problem, body: problem + "\n"}
}

// tooLarge refuses with words by which the SDK knows to halve its upload: it looks for
// /payload.*exceed/i (CONTRACT.md, section 3d).
func tooLarge(format string, args ...any) answer {
	return refuse(http.StatusRequestEntityTooLarge, "a payload of "+format, args...)
}

func notAllowed(r *http.Request, what, method string) answer {
	a := refuse(http.StatusMethodNotAllowed, "method %s for %s, want %s", r.Method, what, method)
	a.header = http.Header{"Allow": {method}}
	return a
}

// as changes an answer as a scenario asked.
func (a answer) as(r Reply) answer {
	cause := ""
	switch {
	case r.Hang:
		a.hang, a.status, cause = true, 0, "never answered"
	case r.Reset:
		a.reset, a.status, cause = true, 0, "connection reset"
	case r.Unanswered:
		a.reset = true
	case r.Status == http.StatusRequestEntityTooLarge:
		a.status, cause = r.Status, "answered 413, as if the payload exceeded a limit" // see tooLarge
	case r.Status >= 300:
		cause = fmt.Sprintf("answered %d", r.Status)
		fallthrough
	case r.Status != 0:
		a.status = r.Status
	}
	if cause != "" {
		cause += ", as a reply was set to"
		a.body = cause + "\n"
		if a.problem == "" {
			a.problem = cause
		}
	}
	if r.Body != "" {
		a.body = r.Body
	}
	if r.Header != nil {
		a.header = r.Header
	}
	a.delay, a.noCORS = r.Delay, r.NoCORS
	return a
}

// send answers, and reports whether it did.
func (a answer) send(ctx context.Context, w http.ResponseWriter, r *http.Request) bool {
	if a.delay > 0 && !a.gone {
		timer := time.NewTimer(a.delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			a.gone = true
		}
	}
	if a.hang && !a.gone {
		if a.unread { // net/http notices that the client goes only after the body's end
			_, err := io.Copy(io.Discard, r.Body)
			a.gone = err != nil
		}
		if !a.gone {
			<-ctx.Done()
		}
		a.gone = true
	}
	if a.gone || a.reset {
		drop(w, a.reset && !a.gone)
		return false
	}
	a.write(w, r)
	return true
}

func (a answer) write(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if !a.noCORS {
		cors(h, r, a.preflight)
	}
	bodiless := a.status == http.StatusNoContent || a.status == http.StatusNotModified
	if !bodiless {
		h.Set("Content-Length", strconv.Itoa(len(a.body)))
		h.Set("Content-Type", "text/plain; charset=utf-8")
		if a.json {
			h.Set("Content-Type", "application/json")
		}
	}
	for name, values := range a.header {
		h[http.CanonicalHeaderKey(name)] = values
	}
	c := http.NewResponseController(w)
	drain := a.unread && r.Header.Get("Expect") == "" // who expects 100 Continue sends nothing more
	if drain {
		_ = c.EnableFullDuplex()
		h.Set("Connection", "close") // what is left of the body must not be read as the next request
	}
	w.WriteHeader(a.status)
	if !bodiless {
		_, _ = io.WriteString(w, a.body)
	}
	_ = c.Flush()
	if drain {
		_, _ = io.CopyN(io.Discard, r.Body, overrun)
	}
}

// overrun is how much of a body over the limit is read after the answer, and thrown away. A browser
// looks for the answer when it has sent all, and a connection closed before that may cost it the
// answer.
const overrun = 64 << 20

// drop ends the connection without an answer: in good order, or by a TCP reset.
func drop(w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		w.Header().Set("Connection", "close") // a server of HTTP/1 can always hijack
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
