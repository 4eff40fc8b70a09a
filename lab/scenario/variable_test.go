package scenario_test

import (
	"strings"
	"testing"
	"time"

	"replaylab/lab/scenario"
)

func TestFill(t *testing.T) {
	lookup := func(kind, name string) (string, bool) {
		return strings.ToUpper(kind + "/" + name), name != "unknown"
	}
	for in, want := range map[string]string{
		"":                            "",
		"plain $ { }":                 "plain $ { }",
		"${secret:pw}":                "SECRET/PW",
		"a${origin:a2}b${nonce}c":     "aORIGIN/A2bNONCE/c",
		"${secret:unknown}":           "${secret:unknown}",
		"${origin:c} ${secret:} ${x}": "${origin:c} ${secret:} ${x}",
		"`${a + `${secret:pw}`}`":     "`${a + `SECRET/PW`}`",
		"${${nonce}}":                 "${NONCE/}",
		"$${nonce}":                   "$NONCE/",
		"${nonce":                     "${nonce",
		"${nonce:x}":                  "${nonce:x}",
		"${secret:" + long(64) + "}":  "SECRET/" + strings.ToUpper(long(64)),
		"${secret:" + long(65) + "}":  "${secret:" + long(65) + "}",
	} {
		if got := scenario.Fill(in, lookup); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func long(n int) string { return strings.Repeat("a", n) }

// What is filled in is not looked at again, or a secret could name another.
func TestFillOnce(t *testing.T) {
	got := scenario.Fill("${secret:a}", func(_, name string) (string, bool) { return "${secret:b}", name == "a" })
	if got != "${secret:b}" {
		t.Errorf("got %s", got)
	}
}

func TestFillIsLinear(t *testing.T) {
	text := strings.Repeat("${", 4<<20) + "}"
	begun := time.Now()
	if got := scenario.Fill(text, func(string, string) (string, bool) { return "", true }); got != text {
		t.Error("the text changed")
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}
