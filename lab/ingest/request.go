package ingest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"replaylab/lab/event"
)

// serve takes in one request and answers it. It reports false, having done nothing, if the visit is
// closed.
func (v *Visit) serve(w http.ResponseWriter, r *http.Request, p place) bool {
	u, ok := v.enter(r, v.server.config.Now(), p.load)
	if !ok {
		return false
	}
	defer v.leave()
	ctx, release := v.bound(w, r)
	defer release()

	preflight := r.Method == http.MethodOptions && p.endpoint != ""
	a := v.judge(r, p, &u)
	if !a.gone {
		a = a.as(v.reply(p.endpoint, preflight))
	}
	a.preflight = preflight
	v.keep(context.WithoutCancel(ctx), &u, &a)
	if u.Kind == "config" && a.status == http.StatusOK && !a.gone && !a.noCORS {
		v.mu.Lock()
		v.served = []byte(a.body)
		v.mu.Unlock()
	}
	if !a.send(ctx, w, r) && u.Status != 0 {
		v.unanswered(u.Seq)
	}
	return true
}

// bound gives a request a context that ends when the client goes or the visit closes. The latter
// also ends a body that is still arriving.
func (v *Visit) bound(w http.ResponseWriter, r *http.Request) (_ context.Context, release func()) {
	ctx, cancel := context.WithCancel(r.Context())
	closed := make(chan struct{})
	stop := context.AfterFunc(v.ctx, func() {
		defer close(closed)
		_ = http.NewResponseController(w).SetReadDeadline(time.Unix(1, 0))
		cancel()
	})
	return ctx, func() {
		if !stop() {
			<-closed
		}
		cancel()
	}
}

// judge reads a request, notes in u what it is, and decides the ordinary answer.
func (v *Visit) judge(r *http.Request, p place, u *event.Upload) answer {
	incomplete := v.read(r, u)
	switch {
	case p.endpoint == "":
		return first(incomplete, refuse(http.StatusNotFound,
			"a stray request: want /config/{key} or /track after %s{load}", v.base))
	case r.Method == http.MethodOptions:
		u.Kind = "preflight"
		return first(incomplete, answer{status: http.StatusNoContent})
	case p.endpoint == "config":
		u.Kind, u.Key = "config", p.key
		return first(incomplete, v.configure(r, p.key))
	}
	return v.track(r, u, incomplete)
}

// configure answers a request for the remote configuration.
func (v *Visit) configure(r *http.Request, key string) answer {
	switch {
	case r.Method != http.MethodGet:
		return notAllowed(r, "configuration", http.MethodGet)
	case key == "":
		return refuse(http.StatusUnauthorized, "no API key: want it at the end of the path")
	case key != v.key:
		return refuse(http.StatusUnauthorized, "wrong API key %.80q at the end of the path", key)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return answer{status: http.StatusOK, body: v.remote, json: true}
}

// read reads the body into u, and says why if that is not all of it.
func (v *Visit) read(r *http.Request, u *event.Upload) (incomplete answer) {
	limit := int64(v.server.config.MaxBody)
	if r.ContentLength > limit {
		u.Truncated = true
		incomplete = tooLarge("%d bytes exceeds the limit of %d", r.ContentLength, limit)
		incomplete.unread = true
		return incomplete
	}
	body, err := readUpTo(r.Body, int(limit)+1, int(min(max(r.ContentLength, 4<<10), 4<<20)))
	n := int64(len(body))
	if n > 0 {
		u.Body = body[:min(n, limit)]
	}
	var netErr net.Error
	switch {
	case n > limit:
		u.Truncated = true
		incomplete = tooLarge("unknown size exceeds the limit of %d", limit)
		incomplete.unread = true
		return incomplete
	case err == nil:
		return answer{}
	case v.ctx.Err() != nil:
		incomplete = refuse(0, "%w after %d bytes of the body", errClosed, n)
		incomplete.gone = true
		return incomplete
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &netErr) || r.Context().Err() != nil:
		incomplete = refuse(0, "the client went away after %d bytes of the body: %w", n, err)
		incomplete.gone = true
		return incomplete
	}
	return refuse(http.StatusBadRequest, "read the body after %d bytes: %w", n, err)
}

// readUpTo reads to the end, or limit bytes. It makes room for what is expected first, and never for
// more than limit.
func readUpTo(r io.Reader, limit, expected int) ([]byte, error) {
	b := make([]byte, 0, min(expected+1, limit))
	for {
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		switch {
		case err == io.EOF || err == nil && len(b) == limit:
			return b, nil
		case err != nil:
			return b, err
		case len(b) == cap(b):
			b = append(make([]byte, 0, min(2*len(b), limit)), b...)
		}
	}
}

// headers are the headers as received, with those that net/http takes out.
func headers(r *http.Request) http.Header {
	h := r.Header.Clone()
	h.Set("Host", r.Host)
	if len(r.TransferEncoding) > 0 {
		h["Transfer-Encoding"] = r.TransferEncoding
	}
	return h
}
