package origin

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// reportPath is where violations of a Content Security Policy are reported to. The site adds it
// to every policy, since a violation inside a worker is told to nobody else.
const reportPath = "/_csp"

// Report is one violation of a page's Content Security Policy, as the browser reported it.
type Report struct {
	Document  string `json:"document-uri"`
	Directive string `json:"effective-directive"`
	Blocked   string `json:"blocked-uri"`
	Source    string `json:"source-file"`
	Line      int    `json:"line-number"`
}

// Reports lists the violations that were reported so far.
func (s *Site) Reports() []Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Report(nil), s.reports...)
}

// ServeHTTP answers one request of the page. Two query parameters make any file misbehave:
// delay=DURATION answers late, status=CODE answers with that status.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.count(1, nil)
	log := Request{At: time.Now(), Method: r.Method, Host: r.Host, URL: r.URL.String(), Dest: r.Header.Get("Sec-Fetch-Dest"), Header: r.Header.Clone(), Status: http.StatusOK}
	defer func() { s.count(-1, &log) }()
	status := func(code int) { log.Status = code; w.WriteHeader(code) }
	log.Body, _ = io.ReadAll(io.LimitReader(r.Body, MaxBody)) // what came of one that broke off
	r.Body = io.NopCloser(bytes.NewReader(log.Body))

	w.Header().Set("Cache-Control", "no-cache")
	if code, ok := s.config.SDK.Others[strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, otherPath), ".js")]; ok && strings.HasPrefix(r.URL.Path, otherPath) {
		s.script(w, code)
		return
	}
	switch r.URL.Path {
	case bundlePath:
		s.script(w, s.config.SDK.Bundle)
		return
	case bootPath:
		var code []byte
		if s.config.SDK.Boot != nil {
			code = s.config.SDK.Boot(r.URL.Query().Get("load"))
		}
		s.script(w, code)
		return
	case reportPath:
		s.report(r)
		status(http.StatusNoContent)
		return
	case "/favicon.ico":
		status(http.StatusNoContent)
		return
	}

	if delay, err := time.ParseDuration(r.URL.Query().Get("delay")); err == nil {
		timer := time.NewTimer(delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return
		}
	}
	data, ok := s.file(r.URL.Path)
	if !ok {
		log.Status = http.StatusNotFound
		http.Error(w, "the scenario has no file "+r.URL.Path, http.StatusNotFound)
		return
	}
	s.write(w, r, data, status)
}

func (s *Site) script(w http.ResponseWriter, code []byte) {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	s.headers(w, "", "")
	_, _ = w.Write(code)
}

func (s *Site) write(w http.ResponseWriter, r *http.Request, data []byte, status func(int)) {
	kind := mime.TypeByExtension(path.Ext(r.URL.Path))
	if path.Ext(r.URL.Path) == "" {
		kind = "text/html; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	nonce := ""
	isPage := strings.HasPrefix(kind, "text/html") || strings.HasPrefix(kind, "application/xhtml+xml")
	if isPage {
		load := ""
		// A page inside a frame is somebody else's: it does not carry the customer's tags. Where
		// the browser does not say what a request is for (insecure origins), every page counts.
		if dest := r.Header.Get("Sec-Fetch-Dest"); dest == "document" || dest == "" {
			load = s.nextLoad()
		}
		nonce = s.nonce(r.URL.Path, load)
		text := strings.ReplaceAll(s.fill(string(data)), "${nonce}", nonce)
		data = []byte(text)
		if load != "" && s.config.SDK.Boot != nil {
			data = insert(data, s.config.SDK.tags(load, s.scriptNonce(r.URL.Path, nonce)))
		}
	} else if isText(kind) {
		data = []byte(s.fill(string(data)))
	}
	s.headers(w, r.URL.Path, nonce)
	if code, err := strconv.Atoi(r.URL.Query().Get("status")); err == nil && code >= 200 && code <= 599 {
		status(code)
	}
	_, _ = w.Write(data)
}

// isText reports whether variables may stand in a file of that type. Which of its names a script's
// type goes by is the machine's to say.
func isText(kind string) bool {
	return strings.HasPrefix(kind, "text/") || strings.Contains(kind, "javascript") || strings.Contains(kind, "json") || strings.Contains(kind, "xml")
}

// nonce is fresh on each load and equal in the same load of another visit of the scenario.
func (s *Site) nonce(file, load string) string {
	sum := sha256.Sum256([]byte(s.config.Seed + "\x00" + file + "\x00" + load))
	return base64.StdEncoding.EncodeToString(sum[:18])
}

// scriptNonce is the nonce if the page's policy knows one, else "".
func (s *Site) scriptNonce(file, nonce string) string {
	for _, h := range s.config.Headers {
		if (h.Path == file || h.Path == "*") && strings.Contains(h.Value, "${nonce}") {
			return nonce
		}
	}
	return ""
}

func (s *Site) headers(w http.ResponseWriter, file, nonce string) {
	for _, h := range s.config.Headers {
		if h.Path != file && h.Path != "*" {
			continue
		}
		value := strings.ReplaceAll(s.fill(h.Value), "${nonce}", nonce)
		if strings.HasPrefix(strings.ToLower(h.Name), "content-security-policy") && !strings.Contains(value, "report-uri") {
			value += "; report-uri " + reportPath
		}
		w.Header().Add(h.Name, value)
	}
}

func (s *Site) report(r *http.Request) {
	var body struct {
		Report Report `json:"csp-report"`
	}
	data, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil || json.Unmarshal(data, &body) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports = append(s.reports, body.Report)
}

// file finds a file of the scenario or in one of its mounts.
func (s *Site) file(name string) ([]byte, bool) {
	if data, ok := s.config.Files[name]; ok {
		return data, true
	}
	for _, m := range s.config.Mounts {
		inside, ok := strings.CutPrefix(name, strings.TrimSuffix(m.Path, "/")+"/")
		if !ok {
			continue
		}
		if data, err := fs.ReadFile(m.FS, inside); err == nil {
			return data, true
		}
	}
	return nil, false
}
