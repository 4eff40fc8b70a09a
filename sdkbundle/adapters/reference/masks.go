package reference

import (
	"slices"
	"strings"
)

// queries are the attributes of which the SDK masks what stands behind a question mark or a hash, at every
// level but light.
var queries = []string{"href", "xlink:href", "action", "formaction", "cite", "ping", "longdesc", "manifest"}

// spoken are attributes that are shown to a reader, or read to one.
var spoken = []string{
	"title", "alt", "placeholder", "label", "abbr", "summary", "standby", "aria-label", "aria-description", "aria-placeholder",
	"aria-roledescription", "aria-valuetext", "aria-braillelabel", "aria-brailleroledescription",
}

// attribute is what the SDK promises of attributes where text, or the value of a control, is masked.
func attribute(level, element, name string) bool {
	switch {
	case slices.Contains(spoken, name), element == "input" && name == "pattern", element == "option" && name == "value":
		return true
	case level != "conservative":
		return false
	case strings.HasPrefix(name, "data-"):
		return !strings.HasPrefix(name, "data-amp-")
	}
	return strings.Contains(element, "-") && name == "name"
}
