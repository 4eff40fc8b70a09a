package origin

import (
	"bytes"
	"fmt"

	"golang.org/x/net/html"
)

// Placement is where a customer puts an SDK's tags.
type Placement string

// The placements.
const (
	Head  Placement = "head"  // first in <head>, blocking
	Defer Placement = "defer" // first in <head>, deferred
	Late  Placement = "late"  // added by a script after the page's load event
)

// SDK is the script of a customer's SDK and the code that starts it. The site serves them under
// /_sdk/ and puts tags for them into every page that is opened as a document of its own.
type SDK struct {
	Place  Placement
	Bundle []byte
	// Others are further scripts of the SDK's, for pages that load them themselves: /_sdk/NAME.js.
	Others map[string][]byte
	// Boot makes the start code for one page load. Load numbers count from 1 within a site, and
	// the n-th document of two visits of the same scenario has the same number.
	Boot func(load string) []byte
}

const (
	bundlePath = "/_sdk/sdk.js"
	bootPath   = "/_sdk/boot.js"
	otherPath  = "/_sdk/" // and the name of a script, with its extension
)

// tags is the markup for one load.
func (s SDK) tags(load, nonce string) string {
	attr := ""
	if nonce != "" {
		attr = ` nonce="` + html.EscapeString(nonce) + `"`
	}
	boot := bootPath + "?load=" + load
	switch s.Place {
	case Late:
		return fmt.Sprintf(`<script%s>addEventListener("load",()=>{for(const u of[%q,%q]){`+
			`const s=document.createElement("script");s.src=u;s.async=false;document.head.append(s)}})</script>`, attr, bundlePath, boot)
	case Defer:
		return fmt.Sprintf(`<script%s defer src="%s"></script><script%s defer src="%s"></script>`, attr, bundlePath, attr, boot)
	}
	return fmt.Sprintf(`<script%s src="%s"></script><script%s src="%s"></script>`, attr, bundlePath, attr, boot)
}

// insert puts the tags first in the head of a page: after the head's own tag or, where the page
// leaves that out, where the parser will take it to have begun.
func insert(page []byte, tags string) []byte {
	at := headBegins(page)
	return bytes.Join([][]byte{page[:at], page[at:]}, []byte(tags))
}

// headBegins is the place in a page where what comes first in its head stands. It goes by tokens: a
// comment, a script or an attribute may have the markup of a whole page in it.
func headBegins(page []byte) (at int) {
	rest := bytes.TrimPrefix(page, []byte("\ufeff")) // a byte order mark must stay first
	end := len(page) - len(rest)
	at = end
	for z := html.NewTokenizer(bytes.NewReader(rest)); ; {
		kind := z.Next()
		end += len(z.Raw())
		switch kind {
		case html.CommentToken: // which an XML declaration is, too
			continue
		case html.TextToken:
			if len(bytes.TrimLeft(z.Raw(), " \t\n\f\r")) == 0 {
				continue
			}
		case html.DoctypeToken:
			at = end
			continue
		case html.StartTagToken, html.SelfClosingTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "html":
				at = end
				continue
			case "head":
				return end
			}
		}
		return at
	}
}
