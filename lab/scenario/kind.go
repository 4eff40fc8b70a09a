package scenario

import (
	"encoding/json"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Kind says what an argument is and how much of the line it takes.
type Kind struct {
	Name string // in the reference; a word in lower case stands for itself
	Doc  string // "" for a word that stands for itself

	reach reach
	check func(text string) *Error // nil means that any text will do
}

type reach int

const (
	word reach = iota // one word
	pair              // one word key=value, where the value may be quoted
	tail              // one word; as the last argument the rest of the line, unless it is quoted
	raw               // the rest of the line, as it stands
)

var (
	labelKind      = &Kind{Name: "LABEL", Doc: "Letters, digits and `_ . : -`.", check: matches(`[A-Za-z0-9][A-Za-z0-9_.:-]*`, "a label")}
	rowKind        = &Kind{Name: "ROW", Doc: "A row such as `A1` of the catalogue of what a replay must show (FIDELITY.md, tables A to I), or a check such as `contract:72` of what SDK and server agree on (CONTRACT.md, section 13).", check: checkRow}
	capabilityKind = &Kind{Name: "CAPABILITY", Doc: "What an SDK may lack, in the words in which adapters say what theirs can do, such as `mask`, `unmask`, `block` or `remote-config`; or `npm`. A word that no adapter has is a mistake."}
	optionKind     = &Kind{Name: "KEY=VALUE", Doc: "An SDK option. The value may be quoted by itself: `blockSelector=\".ad, .promo\"`. `maskLevel` is `light`, `medium` or `conservative`.", reach: pair}
	loadKind       = &Kind{Name: "head|defer|late", Doc: "`head`: first in `<head>`, blocking. `defer`: first in `<head>`, deferred. `late`: added by script after the load event.", check: checkLoad}
	scriptNameKind = &Kind{Name: "SCRIPT", Doc: "The name of a script that an SDK offers beside its usual one, such as `plugin`.", check: matches(`[a-z][a-z0-9-]*`, "the name of a script")}
	sizeKind       = &Kind{Name: "WIDTHxHEIGHT", Doc: "CSS pixels, each from 1 to 10000.", check: checkSize}
	fileKind       = &Kind{Name: "FILE", Doc: "The path of a section; the slash at its beginning may be left out."}
	keyKind        = &Kind{Name: "WORD", Doc: "One word, or a quoted one."}
	pathKind       = &Kind{Name: "PATH", Doc: "Begins with a slash. `open` and `tab` also take a query, a fragment, and an origin before it: `${origin:b}/x.html`."}
	headerKind     = &Kind{Name: "NAME: VALUE", Doc: "An HTTP header. The value is the rest of the line, quotes and all.", reach: raw}
	sourceKind     = &Kind{Name: "npm:PKG@VERSION|fixtures/NAME", Doc: "A package in one exact version, or a folder of `fixtures`."}
	builderKind    = &Kind{Name: "BUILDER(ARG=VALUE …)", Doc: "A page builder of `fixtures`; a value with spaces is quoted.", reach: raw}
	axisKind       = &Kind{Name: "NAME:", Doc: "The name of a variable. A letter, then letters, digits, `-` and `_`."}
	valueKind      = &Kind{Name: "VALUE", Doc: "One word, or a quoted one."}
	claimKind      = &Kind{Name: "CLAIM", Doc: "The name of a claim; quoted in `waive` if it has a space. `waive` takes standing claims, `expect` the others."}
	reasonKind     = &Kind{Name: "REASON", Doc: "Text, to the end of the line.", reach: tail, check: filled("a reason")}

	selectorKind = &Kind{Name: "SEL", Doc: "A CSS selector. ` >> ` goes inside the shadow root, open or closed, or the frame of the element that was found before it: `my-app >> #name`. One with spaces is quoted unless it is the last argument. A step takes the first element that matches, a claim all of them.", reach: tail, check: checkSelector}
	targetKind   = &Kind{Name: "SEL|window", Doc: "A selector, or the word `window`.", check: checkSelector}
	textKind     = &Kind{Name: "TEXT", Doc: "Text, to the end of the line; quoted if it has escapes or blanks at its ends.", reach: tail}
	pressKind    = &Kind{Name: "KEY", Doc: "A character, or the name of a key such as `Enter` or `ArrowDown`; `Control+`, `Shift+`, `Alt+` and `Meta+` hold a key meanwhile. The names: `" + strings.Join(keys, "` `") + "`.", check: checkKey}
	pixelsXKind  = &Kind{Name: "DX", Doc: "CSS pixels to the right.", check: checkPixels}
	pixelsYKind  = &Kind{Name: "DY", Doc: "CSS pixels down.", check: checkPixels}
	durationKind = &Kind{Name: "DURATION", Doc: "As in Go: `250ms`, `1h30m`.", check: checkDuration}
	outcomeKind  = &Kind{Name: "STATUS|hang|reset|unanswered|nocors", Doc: "A status from 200 to 599; or no answer at all (`hang`), a broken connection (`reset`), a connection that breaks after all has arrived (`unanswered`), an answer without CORS headers (`nocors`)."}
	detailKind   = &Kind{Name: "[config|track] [xN] [delay=DURATION] [NAME: VALUE]", Doc: "For which endpoint (`config` is the remote configuration, `track` the uploads), how many times, how late, and a header, which comes last.", reach: raw}
	scriptKind   = &Kind{Name: "JS", Doc: "JavaScript, to the end of the line, quotes and all; `@/file.js` runs a section.", reach: raw}
	methodKind   = &Kind{Name: "METHOD", Doc: "A method of the SDK's API.", check: matches(`[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*`, "a method")}
	jsonKind     = &Kind{Name: "JSON", Doc: "A JSON value. It may have spaces; text is quoted.", reach: raw, check: checkJSON}
	nameKind     = &Kind{Name: "NAME", Doc: "Letters, digits and dashes.", check: matches(`[A-Za-z0-9][A-Za-z0-9-]*`, "a checkpoint's name")}

	differenceKind = &Kind{Name: "maxDifference=A-B", Doc: "The largest difference of a colour channel, from 0 to 255; `A` alone is `A-A`. Differences up to 2 count as none.", check: checkSpan("maxDifference", 255)}
	totalKind      = &Kind{Name: "totalPixels=A-B", Doc: "How many pixels differ.", check: checkSpan("totalPixels", 1e8)}

	eventsKind = &Kind{Name: "PATH EVENT…", Doc: "A path of the page's own servers, and behind it names of events, or none.", check: matches(`/\S*( \S+)*`, "a path with names of events behind it")}
	objectKind = &Kind{Name: "ARG", Doc: "What the claim is about: see Claims.", reach: tail}
)

// literal is an argument that can only be this word.
func literal(word, hint string) *Kind {
	return &Kind{Name: word, check: func(s string) *Error {
		if s == word {
			return nil
		}
		return wrong(hint, "%q stands where only %q can", s, word)
	}}
}

func matches(form, what string) func(string) *Error {
	whole := regexp.MustCompile("^(?:" + form + ")$")
	return func(s string) *Error {
		if whole.MatchString(s) {
			return nil
		}
		return wrong("", "%q is not %s", s, what)
	}
}

func filled(what string) func(string) *Error {
	return func(s string) *Error {
		if strings.TrimSpace(s) != "" {
			return nil
		}
		return wrong("", "%s is missing", what)
	}
}

func checkLoad(s string) *Error {
	for _, l := range []Load{LoadHead, LoadDefer, LoadLate} {
		if s == string(l) {
			return nil
		}
	}
	return wrong(suggest(s, []string{"head", "defer", "late"}), "unknown way to load %q", s)
}

var sizeForm = regexp.MustCompile(`^([0-9]{1,5})x([0-9]{1,5})$`)

func checkSize(s string) *Error {
	width, height := parseSize(s)
	if min(width, height) < 1 || max(width, height) > 10000 {
		return wrong("write it as in 1280x720", "bad size %q", s)
	}
	return nil
}

func parseSize(s string) (width, height int) {
	m := sizeForm.FindStringSubmatch(s)
	if m == nil {
		return 0, 0
	}
	width, _ = strconv.Atoi(m[1])
	height, _ = strconv.Atoi(m[2])
	return width, height
}

func checkPixels(s string) *Error {
	if n, err := strconv.Atoi(s); err != nil || n > 1e6 || n < -1e6 {
		return wrong("write whole CSS pixels, such as 0 or -120", "bad distance %q", s)
	}
	return nil
}

func checkDuration(s string) *Error {
	if d, err := time.ParseDuration(s); err != nil || d <= 0 {
		return wrong("write it as in 250ms, 90s or 1h30m", "bad duration %q", s)
	}
	return nil
}

func checkJSON(s string) *Error {
	_, err := splitJSON(s)
	return err
}

// splitJSON cuts a line into its JSON values.
func splitJSON(s string) ([]string, *Error) {
	var values []string
	for d := json.NewDecoder(strings.NewReader(s)); ; {
		var v json.RawMessage
		switch err := d.Decode(&v); {
		case err == io.EOF:
			return values, nil
		case err != nil:
			return nil, wrong(`text is written "in quotes"`, "bad JSON: %s in %s", plain(err), s)
		}
		values = append(values, string(v))
	}
}

// plain words encoding/json's errors for somebody who did not call it.
func plain(err error) string {
	if err == io.ErrUnexpectedEOF {
		return "unexpected end of JSON input"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}
