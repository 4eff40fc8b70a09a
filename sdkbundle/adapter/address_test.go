package adapter_test

import (
	"testing"

	"replaylab/sdkbundle/adapter"
)

func TestLevelAt(t *testing.T) {
	for _, c := range []struct {
		match, address string
		want           bool
	}{
		{"http://a/x", "http://a/x", true},
		{"http://a/x", "http://a/x?q", false},
		{"http://a/x", "xhttp://a/x", false},
		{"*/x*", "http://a/x?q=1#f", true},
		{"**/x", "http://a/b/x", true},
		{"http://a/b/**", "http://a/b", true},
		{"http://a/b/**", "http://a/b/", true},
		{"http://a/b/**", "http://a/b/c/d?q", true},
		{"http://a/b/**", "http://a/bc", false},
		{"http://a/**/d", "http://a/d", true},
		{"http://a/**/d", "http://a/b/c/d", true},
		{"http://a/**/d", "http://a/bd", false},
		{"http://a/?", "http://a/é", true},
		{"http://a/?", "http://a/", false},
		{"http://a.b/(c)", "http://axb/c", false},
		{"http://a.b/(c)+[d]", "http://a.b/(c)+[d]", true},
		{"*", "http://a/\n", true},
	} {
		n := adapter.Neutral{MaskLevel: "own", Addresses: []adapter.AddressLevel{{Match: c.match, Level: "there"}, {Match: "**", Level: "later"}}}
		want := "later"
		if c.want {
			want = "there"
		}
		if got := n.LevelAt(c.address); got != want {
			t.Errorf("%q at %q: %q, want %q", c.match, c.address, got, want)
		}
	}
}

func TestLevelElsewhere(t *testing.T) {
	n := adapter.Neutral{MaskLevel: "own", Addresses: []adapter.AddressLevel{{Match: "*/x", Level: "there"}}}
	if got := n.LevelAt("http://a/y"); got != "own" {
		t.Errorf("at an address that nothing is said of: %q", got)
	}
}
