package ingest

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"replaylab/lab/event"
)

// DefaultKey is the right API key of a visit that names none.
const DefaultKey = "replaylab-000000000000000000key1"

// DefaultRemote is the smallest remote configuration with which the SDK captures.
const DefaultRemote = `{"configs":{"sessionReplay":{}}}`

// VisitConfig says what a visit expects. The zero value works.
type VisitConfig struct {
	Token  string // what the visit's addresses have in common; empty means one that cannot be guessed
	Key    string // the right API key; empty means DefaultKey
	Remote string // the remote configuration, served as it is; empty means DefaultRemote
	Sink   Sink   // where every request goes as well; nil for nowhere
	Forget bool   // nothing stays in memory: there are no Uploads, and only the sink has them
}

// A Sink keeps requests. Append is called once for each request of a visit, never twice at a time,
// in the order in which they were read to their ends; Seq says in which order they began. It comes
// before the answer, so u.Status is what will be answered. ctx does not end when the client goes or
// the visit closes: evidence outlives who sent it. If it fails, the request is answered 507 with the
// reason, counts as refused, and stays in memory.
type Sink interface {
	Append(ctx context.Context, u event.Upload) error
}

// A Visit takes in what the SDK sends during one visit of a scenario, however often the page loads.
// Its methods may be called from several goroutines at the same time.
type Visit struct {
	server *Server
	token  string
	base   string
	key    string
	sink   Sink
	forget bool
	ctx    context.Context // ends with the visit
	cancel context.CancelFunc

	sinking sync.Mutex // held during Append, never together with mu

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced whenever one of the following changes
	seq      int           // the last number given to a request
	inFlight int
	uploads  []event.Upload // by Seq
	closed   bool
	remote   string
	served   []byte             // see Served
	replies  map[string][]Reply // by On
}

var errClosed = errors.New("the visit was closed")

func newVisit(s *Server, token string, c VisitConfig) *Visit {
	v := &Visit{
		server: s, token: token, base: s.url + "/v/" + token + "/",
		key: cmp.Or(c.Key, DefaultKey), remote: cmp.Or(c.Remote, DefaultRemote), sink: c.Sink, forget: c.Forget,
		changed: make(chan struct{}), replies: map[string][]Reply{},
	}
	v.ctx, v.cancel = context.WithCancel(context.Background())
	return v
}

// Key is the API key that this visit takes.
func (v *Visit) Key() string { return v.key }

// ConfigURL is the configServerUrl of a page load, to which the SDK appends a slash and its key.
// load tells page loads apart that share a session id.
func (v *Visit) ConfigURL(load string) string { return v.base + url.PathEscape(load) + "/config" }

// TrackURL is the trackServerUrl of a page load.
func (v *Visit) TrackURL(load string) string { return v.base + url.PathEscape(load) + "/track" }

// Remote changes the remote configuration from the next request on. It is served as it is, valid or
// not.
func (v *Visit) Remote(config string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.remote = config
}

// Served is the body of the last answer of status 200 to a request for the remote configuration, which
// may be under way; nil if there was none.
func (v *Visit) Served() []byte {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.served
}

// Uploads is every request that was read to its end so far, by Seq: uploads, and requests for
// configuration, preflights and strays as well. One of which the client sent only a part is there
// too, with a Problem. The bytes are shared and must not be changed.
func (v *Visit) Uploads() []event.Upload {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.uploads)
}

// Recordings is what the uploads so far add up to; see event.Assemble.
func (v *Visit) Recordings() []event.Recording { return event.Assemble(v.Uploads()) }

// Close forgets the visit's addresses, releases requests that hang or wait, and waits until none is
// in flight. What was taken in can still be read.
func (v *Visit) Close() {
	v.server.forget(v.token)
	v.end()
	_ = v.Idle(context.Background())
}

// end releases all requests and takes no more.
func (v *Visit) end() {
	v.cancel()
	v.change(func() { v.closed = true })
}

// change runs f under the lock and wakes all who wait.
func (v *Visit) change(f func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	f()
	close(v.changed)
	v.changed = make(chan struct{})
}

// enter numbers a request, or reports that the visit is closed.
func (v *Visit) enter(r *http.Request, at time.Time, load string) (u event.Upload, ok bool) {
	v.change(func() {
		if ok = !v.closed; ok {
			v.seq++
			v.inFlight++
			u = event.Upload{Seq: v.seq, At: at, Method: r.Method, URL: r.RequestURI, Header: headers(r), Load: load}
		}
	})
	return u, ok
}

func (v *Visit) leave() { v.change(func() { v.inFlight-- }) }

// keep hands a request to the sink and to those who wait. What is refused was not delivered, so it
// has no events.
func (v *Visit) keep(ctx context.Context, u *event.Upload, a *answer) {
	u.Status, u.Problem = a.status, a.problem
	if u.Problem != "" {
		u.Events = nil
	}
	if v.sink != nil {
		v.sinking.Lock()
		err := v.sink.Append(ctx, *u)
		v.sinking.Unlock()
		if err != nil {
			full := refuse(http.StatusInsufficientStorage, "keep request %d: %w", u.Seq, err)
			full.gone, full.unread, full.preflight = a.gone, a.unread, a.preflight
			if u.Problem != "" {
				full.problem = u.Problem + "; " + full.problem
			}
			*a = full
			u.Status, u.Problem, u.Events = a.status, a.problem, nil
		}
	}
	if v.forget {
		return
	}
	v.change(func() {
		at, _ := slices.BinarySearchFunc(v.uploads, u.Seq, func(u event.Upload, seq int) int { return cmp.Compare(u.Seq, seq) })
		v.uploads = slices.Insert(v.uploads, at, *u)
	})
}

// unanswered notes that a kept request got no answer after all.
func (v *Visit) unanswered(seq int) {
	v.change(func() {
		for i := range v.uploads {
			if v.uploads[i].Seq == seq {
				v.uploads[i].Status = 0
			}
		}
	})
}
