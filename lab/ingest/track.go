package ingest

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"replaylab/lab/event"
)

// track reads an upload as far as it can be read, also if it is refused, and decides the ordinary
// answer: the first of its faults.
func (v *Visit) track(r *http.Request, u *event.Upload, incomplete answer) answer {
	if r.Method != http.MethodPost {
		return first(incomplete, notAllowed(r, "uploads", http.MethodPost))
	}
	// An SDK may append its query to an address that has one already.
	query, err := url.ParseQuery(strings.ReplaceAll(r.URL.RawQuery, "?", "&"))
	u.DeviceID, u.SessionID = query.Get("device_id"), query.Get("session_id")
	malformed := answer{}
	if err != nil {
		malformed = refuse(http.StatusBadRequest, "query: %w", err)
	}
	unkeyed := v.checkKey(r, query, u)
	untyped := answer{}
	switch typ := query.Get("type"); typ {
	case "", "replay":
		u.Kind = "replay"
	case "interaction":
		u.Kind = typ
	default:
		untyped = refuse(http.StatusBadRequest, "query: type %.80q, want replay or interaction", typ)
	}
	unread := incomplete
	if unread.ok() {
		unread = v.decode(r, u)
	}
	return first(incomplete.ifGone(), unkeyed, incomplete, malformed, untyped, unread,
		answer{status: http.StatusOK, body: fmt.Sprintf("{\"events\":%d}\n", len(u.Events)), json: true})
}

// checkKey takes the API key from the Authorization header or, as beacons cannot set that, from the
// query.
func (v *Visit) checkKey(r *http.Request, query url.Values, u *event.Upload) answer {
	where := "the query"
	u.Key = query.Get("api_key")
	if header := r.Header.Get("Authorization"); header != "" {
		where = "the Authorization header"
		scheme, key, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return refuse(http.StatusUnauthorized, "wrong Authorization header of scheme %.80q, want Bearer", scheme)
		}
		u.Key = strings.TrimSpace(key)
	} else {
		u.Beacon = u.Key != ""
	}
	switch u.Key {
	case v.key:
		return answer{}
	case "":
		return refuse(http.StatusUnauthorized, "no API key: want it in an Authorization header as Bearer, or in the query as api_key")
	}
	return refuse(http.StatusUnauthorized, "wrong API key %.80q in %s", u.Key, where)
}

// decode reads the body as events.
func (v *Visit) decode(r *http.Request, u *event.Upload) answer {
	typ := r.Header.Get("Content-Type")
	if media, _, err := mime.ParseMediaType(typ); err != nil || media != "application/json" && media != "text/plain" {
		return refuse(http.StatusUnsupportedMediaType, "content type %.80q, want application/json or text/plain", typ)
	}
	switch encoding := strings.Join(r.Header.Values("Content-Encoding"), ", "); strings.ToLower(encoding) {
	case "", "identity":
		u.Inflated = u.Body
	case "gzip":
		var err error
		if u.Inflated, err = gunzip(u.Body, v.server.config.MaxInflated); errors.Is(err, event.ErrTooLarge) {
			return tooLarge("%d bytes, inflated, exceeds the limit of %d", len(u.Body), v.server.config.MaxInflated)
		} else if err != nil {
			return refuse(http.StatusBadRequest, "gzip: %s", strings.TrimPrefix(err.Error(), "gzip: "))
		}
	default:
		return refuse(http.StatusUnsupportedMediaType, "content encoding %.80q, want gzip or none", encoding)
	}
	body, err := event.ReadBody(u.Inflated, v.server.limits)
	u.Version, u.Events = body.Version, body.Events
	switch {
	case errors.Is(err, event.ErrTooLarge):
		return tooLarge("%d bytes exceeds a limit: %w", len(u.Body), err)
	case err != nil:
		return refuse(http.StatusBadRequest, "the body: %w", err)
	case u.Version != 1 && u.Version != 2:
		return refuse(http.StatusBadRequest, "the body: version %d, want 1 or 2", u.Version)
	}
	return answer{}
}
