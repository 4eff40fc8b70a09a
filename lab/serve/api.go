package serve

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"replaylab/lab/serve/digest"
	"replaylab/lab/serve/shelf"
)

// liveFor is how long after its last upload a session counts as live. SDKs send every ten seconds at
// least while something happens.
const liveFor = time.Minute

// listed is a session as the list has it.
type listed struct {
	shelf.Summary
	Live bool `json:"live"`
}

func (s *Server) listed(m shelf.Summary) listed {
	return listed{m, s.config.Now().UnixMilli()-m.Received < liveFor.Milliseconds()}
}

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	q, err := query(r.URL.Query())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	found, total := s.config.Shelf.Search(q)
	answer := struct {
		Sessions []listed `json:"sessions"`
		Total    int      `json:"total"`
		Page     int      `json:"page"`
		Size     int      `json:"size"`
		Kinds    []string `json:"kinds"`
	}{[]listed{}, total, max(q.Page, 1), shelf.PageSize, digest.Kinds}
	for _, m := range found {
		answer.Sessions = append(answer.Sessions, s.listed(m))
	}
	send(w, answer)
}

// query reads from, to (milliseconds since the epoch), who, url, event, text, min, max (seconds) and
// page.
func query(v url.Values) (q shelf.Query, err error) {
	number := func(name string, most float64) float64 {
		text := v.Get(name)
		if text == "" || err != nil {
			return 0
		}
		n, bad := strconv.ParseFloat(text, 64)
		if bad != nil || math.IsNaN(n) || n < 0 || n > most {
			err = fmt.Errorf("search: %s=%.40q: want a number from 0 to %.0f", name, text, most)
		}
		return n
	}
	seconds := func(name string) time.Duration { return time.Duration(number(name, 1e9) * float64(time.Second)) }
	q = shelf.Query{
		From: number("from", 8.64e15), To: number("to", 8.64e15), Who: v.Get("who"), URL: v.Get("url"), Kind: v.Get("event"), Text: v.Get("text"),
		Min: seconds("min"), Max: seconds("max"), Page: int(number("page", 1e6)),
	}
	return q, err
}

func (s *Server) session(w http.ResponseWriter, r *http.Request) {
	m, ok := s.config.Shelf.Get(r.PathValue("id"))
	if !ok {
		http.Error(w, "there is no such session", http.StatusNotFound)
		return
	}
	send(w, s.listed(m))
}

// events streams what there is of a session, one chunk to a line.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	reader := s.reader(w, r)
	if reader == nil {
		return
	}
	defer reader.Close()
	w.Header().Set("Content-Type", "application/x-ndjson")
	var out io.Writer = w
	w.Header().Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		defer z.Close()
		out = z
	}
	for {
		c, err := reader.Next()
		if err == io.EOF {
			return
		}
		if err == nil {
			var text []byte
			if text, err = encode(c); err == nil {
				_, err = out.Write(append(text, '\n'))
			}
		}
		if err != nil {
			s.config.Log(fmt.Sprintf("send the session %s: %v", r.PathValue("id"), err))
			panic(http.ErrAbortHandler) // so that the client does not take it for the end
		}
	}
}

// live sends what there is of a session from an event on, and on as it arrives.
func (s *Server) live(w http.ResponseWriter, r *http.Request) {
	reader := s.reader(w, r)
	if reader == nil {
		return
	}
	defer reader.Close()
	if err := s.links.Serve(w, r, following{reader}); err != nil {
		s.config.Log(fmt.Sprintf("follow the session %s: %v", r.PathValue("id"), err))
	}
}

func (s *Server) reader(w http.ResponseWriter, r *http.Request) *shelf.Reader {
	from := 0
	if text := r.URL.Query().Get("from"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			http.Error(w, fmt.Sprintf("from=%.40q: want the number of an event", text), http.StatusBadRequest)
			return nil
		}
		from = n
	}
	reader, err := s.config.Shelf.Read(r.PathValue("id"), from)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return nil
	}
	return reader
}

// following is a session as a source of messages.
type following struct{ *shelf.Reader }

func (f following) Next(ctx context.Context) ([]byte, error) {
	c, err := f.Wait(ctx)
	if err != nil {
		return nil, err
	}
	return encode(c)
}

func encode(c shelf.Chunk) ([]byte, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("events from %d on: %w", c.From, err)
	}
	return text, nil
}

func send(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}
