package ingest

import (
	"net/http"
	"strings"
)

// The headers that the SDK sends (CONTRACT.md, section 3a). A preflight is granted these and whatever
// else it asks for.
const sdkHeaders = "authorization, content-encoding, content-type, x-client-library, x-client-sample-rate, " +
	"x-client-url, x-client-version, x-sampling-hash-alg"

// cors lets pages of any origin in, with credentials: the SDK's beacon has them, and then a star is
// not enough.
func cors(h http.Header, r *http.Request, preflight bool) {
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if origin == "" {
		return
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Credentials", "true")
	if !preflight {
		h.Set("Access-Control-Expose-Headers", "X-Session-Replay-Event-Skipped")
		return
	}
	headers := sdkHeaders
	for _, asked := range strings.Split(r.Header.Get("Access-Control-Request-Headers"), ",") {
		asked = strings.ToLower(strings.TrimSpace(asked))
		if asked != "" && !strings.Contains(", "+headers+",", ", "+asked+",") {
			headers += ", " + asked
		}
	}
	h.Set("Access-Control-Allow-Headers", headers)
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	h.Set("Access-Control-Allow-Private-Network", "true")
	// No preflight is remembered, so that whether one is sent does not depend on time, and a reply that
	// takes CORS away holds from the next request on.
	h.Set("Access-Control-Max-Age", "0")
}
