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
		"${secret:pw:json}":           "SECRET/PW",
		"${secret:pw:shape}":          "${secret:pw:shape}",
		"${secret:pw:}":               "${secret:pw:}",
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

// A canary's shape may be said at any of its uses, and only one may be.
func TestShapesOfCanaries(t *testing.T) {
	file := func(text string) []byte {
		return []byte("A page.\n-- scenario --\nopen /page.html\ntype #a ${secret:a}\ncheckpoint done\n-- page.html --\n<input id=a>" + text)
	}
	list, err := scenario.Parse("a/b.txtar", file("${secret:a:card} ${secret:b} ${secret:a:card}"), scenario.Config{})
	if err != nil || strings.Join(list[0].Secrets, " ") != "a:card b" {
		t.Errorf("%v, %v", list, err)
	}
	for text, want := range map[string]string{
		"${secret:a:card} ${secret:a:url}": "the secret a is to have two shapes",
		"${secret:a:cart}":                 "the shapes are word, words, script",
	} {
		if _, err := scenario.Parse("a/b.txtar", file(text), scenario.Config{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
