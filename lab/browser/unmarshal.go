package browser

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// unmarshal reads an answer of the browser. Text of a page may hold halves of surrogate pairs, which are
// no UTF-8, and what it names twice is nothing to fail at; names match in any case, as with the standard
// library. This one takes half of its time; a page of 18,000 nodes is an answer of several megabytes.
func unmarshal(text []byte, into any) error {
	return json.Unmarshal(text, into, json.MatchCaseInsensitiveNames(true), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
}
