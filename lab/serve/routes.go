package serve

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

func (s *Server) routes() http.Handler {
	api := http.NewServeMux()
	api.HandleFunc("GET /api/sessions", s.list)
	api.HandleFunc("GET /api/sessions/{id}", s.session)
	api.HandleFunc("GET /api/sessions/{id}/events", s.events)
	api.HandleFunc("GET /api/sessions/{id}/live", s.live)
	page := s.file(s.config.Assets.Page, "text/html; charset=utf-8")
	api.HandleFunc("GET /{$}", page)
	api.HandleFunc("GET /s/{id}", page)
	mux := http.NewServeMux()
	mux.Handle("/", s.keyed(api))
	mux.HandleFunc("POST /key", s.enter)
	// What is in these files is no secret.
	mux.HandleFunc("GET /viewer.js", s.file(s.config.Assets.Script, "text/javascript; charset=utf-8"))
	mux.HandleFunc("GET /player.js", s.file(s.config.Assets.Player, "text/javascript; charset=utf-8"))
	mux.HandleFunc("GET /viewer.css", s.file(s.config.Assets.Style, "text/css; charset=utf-8"))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers(w.Header())
		mux.ServeHTTP(w, r)
	})
}

// policy is that of the viewer and, since the frames of a replayed page have it too, must let them be
// styled as they were: their own policy is stricter (see the player).
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"font-src data: blob:; media-src data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func headers(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
}

func (s *Server) file(data []byte, kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(data)
	}
}

const cookie = "replaylab_key"

// keyed lets in who has the key, or everybody if only this machine can ask. A key in the query becomes
// a cookie, and goes from the address.
func (s *Server) keyed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		if key := query.Get("key"); key != "" && s.right(key) && r.Method == http.MethodGet {
			s.remember(w)
			query.Del("key")
			http.Redirect(w, r, (&url.URL{Path: "/" + strings.TrimLeft(r.URL.Path, "/"), RawQuery: query.Encode()}).String(), http.StatusSeeOther)
			return
		}
		bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		kept, err := r.Cookie(cookie)
		if s.open || s.right(bearer) || err == nil && s.right(kept.Value) {
			next.ServeHTTP(w, r)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			http.Error(w, "the API key is missing or wrong: send it as Authorization: Bearer KEY; the server printed it when it started", http.StatusUnauthorized)
			return
		}
		s.ask(w, r.URL.RequestURI(), query.Has("key"))
	})
}

func (s *Server) right(key string) bool {
	return subtle.ConstantTimeCompare([]byte(key), []byte(s.config.Key)) == 1
}

func (s *Server) remember(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: s.config.Key, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, MaxAge: 30 * 24 * 3600})
}

// ask answers with a form for the key.
func (s *Server) ask(w http.ResponseWriter, _ string, wrong bool) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusUnauthorized)
	said := "The server printed it when it started."
	if wrong {
		said = "That was not the key. " + said
	}
	fmt.Fprintf(w, `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Key – replaylab</title><link rel="stylesheet" href="/viewer.css">
<main class="ask"><h1>Recordings</h1><form method="post" action="/key"><label>API key <input name="key" type="password" autocomplete="current-password" required autofocus></label>
<button>Open</button></form><p>%s</p></main></html>
`, said)
}

// enter takes the form.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4096)
	if key := r.PostFormValue("key"); !s.right(strings.TrimSpace(key)) {
		s.ask(w, "", true)
		return
	}
	s.remember(w)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
