package ingest_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"replaylab/lab/event"
	"replaylab/lab/ingest"
)

// listen starts a server that ends with the test, with a client whose connections end before it.
func listen(t testing.TB, c ingest.Config) (*ingest.Server, *http.Client) {
	t.Helper()
	s, err := ingest.Listen(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	t.Cleanup(client.CloseIdleConnections)
	return s, client
}

// open is listen with one ordinary visit.
func open(t testing.TB) (*ingest.Visit, *http.Client) {
	t.Helper()
	s, client := listen(t, ingest.Config{})
	return s.Open(ingest.VisitConfig{}), client
}

// soon bounds a wait that should not take long; it is generous to a machine under load.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

const query = "?device_id=dev+1&session_id=42&type=replay"

// upload is an ordinary upload by fetch, to be changed by tests.
func upload(v *ingest.Visit, body string) *http.Request {
	r, err := http.NewRequest(http.MethodPost, v.TrackURL("1")+query, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+v.Key())
	return r
}

// do sends a request and gives status and text of the answer.
func do(t testing.TB, client *http.Client, r *http.Request) (status int, text string, header http.Header) {
	t.Helper()
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body), res.Header
}

// last is the request that came last of those that were read.
func last(t testing.TB, v *ingest.Visit) event.Upload {
	t.Helper()
	all := v.Uploads()
	if len(all) == 0 {
		t.Fatal("nothing was kept")
	}
	return all[len(all)-1]
}

// body is an upload's body with one meta event per timestamp, as strings.
func body(version int, timestamps ...int) string {
	var events []string
	for _, at := range timestamps {
		e := fmt.Sprintf(`{"type":4,"timestamp":%d,"data":{"href":"https://a.test/"}}`, at)
		quoted, _ := json.Marshal(e)
		events = append(events, string(quoted))
	}
	return fmt.Sprintf(`{"version":%d,"events":[%s]}`, version, strings.Join(events, ","))
}

func zip(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.String()
}

// refused checks that the last request was refused as wanted and reached no recording.
func refused(t *testing.T, v *ingest.Visit, status int, text string, wantStatus int, want string) {
	t.Helper()
	if status != wantStatus || !strings.Contains(text, want) {
		t.Errorf("answered %d %q, want %d with %q", status, text, wantStatus, want)
	}
	if u := last(t, v); u.Status != wantStatus || !strings.Contains(u.Problem, want) {
		t.Errorf("kept with status %d, problem %q; want %d, %q", u.Status, u.Problem, wantStatus, want)
	}
	if rs := v.Recordings(); len(rs) != 0 {
		t.Errorf("a refused request reached a recording: %+v", rs)
	}
}

// dial opens a bare connection to the server of a visit.
func dial(t testing.TB, v *ingest.Visit) net.Conn {
	t.Helper()
	u, _ := url.Parse(v.TrackURL("1"))
	c, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	return c
}

// path is where a visit takes uploads, with a query.
func path(v *ingest.Visit) string {
	u, _ := url.Parse(v.TrackURL("1") + query)
	return u.RequestURI()
}

func readStatus(t testing.TB, c net.Conn) int {
	t.Helper()
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}
