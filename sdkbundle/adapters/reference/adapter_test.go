package reference_test

import (
	"testing"

	"replaylab/sdkbundle/adapters/reference"
)

// What the SDK promises of attributes where the text of their element is masked.
func TestAttribute(t *testing.T) {
	for _, c := range []struct {
		level, element, name string
		want                 bool
	}{
		{"light", "p", "title", true}, {"", "img", "alt", true}, {"medium", "p", "lang", false},
		{"medium", "input", "pattern", true}, {"medium", "p", "pattern", false}, {"light", "option", "value", true}, {"light", "input", "value", false},
		{"medium", "p", "data-note", false}, {"conservative", "p", "data-note", true}, {"conservative", "p", "data-amp-mask", false},
		{"conservative", "x-own", "name", true}, {"conservative", "input", "name", false}, {"medium", "x-own", "name", false},
	} {
		if got := reference.Adapter.SDK.Masks.Attribute(c.level, c.element, c.name); got != c.want {
			t.Errorf("%s of <%s> at %q: %v", c.name, c.element, c.level, got)
		}
	}
}
