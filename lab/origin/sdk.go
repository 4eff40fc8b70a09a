package origin

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
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
	// Boot makes the start code for one page load. Load numbers count from 1 within a site, and
	// the n-th document of two visits of the same scenario has the same number.
	Boot func(load string) []byte
}

const (
	bundlePath = "/_sdk/sdk.js"
	bootPath   = "/_sdk/boot.js"
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

var (
	headTag    = regexp.MustCompile(`(?i)<head(\s[^>]*)?>`)
	htmlTag    = regexp.MustCompile(`(?i)<html(\s[^>]*)?>`)
	doctypeTag = regexp.MustCompile(`(?i)^\s*(<\?xml[^>]*>\s*)?<!doctype[^>]*>`)
)

// insert puts the tags first in the head of a page: after the head's own tag or, where the page
// leaves that out, where the parser will take it to have begun.
func insert(page []byte, tags string) []byte {
	at := 0
	for _, tag := range []*regexp.Regexp{headTag, htmlTag, doctypeTag} {
		if loc := tag.FindIndex(page); loc != nil {
			at = loc[1]
			break
		}
	}
	return bytes.Join([][]byte{page[:at], page[at:]}, []byte(tags))
}
