package model

import "strings"

// rule is one rule of a style sheet. What is inside is taken apart when somebody asks for it.
type rule struct {
	text  string // the whole rule, on one line, every bracket closed; see css
	stale bool   // text is not up to date, but body is
	kind  ruleKind
	// below is set inside a style rule, where declarations may stand beside rules.
	below bool

	head, inside string // before and inside its block
	body         *body  // inside, taken apart; nil as long as nobody asked
}

type ruleKind int

const (
	statement    ruleKind = iota // without a block
	styleRule                    // selectors and declarations, and rules among them
	groupRule                    // rules alone, or both below a style rule
	otherRule                    // an at-rule with declarations
	declarations                 // a run of declarations behind a nested rule, which the CSSOM lists as a rule
)

// body is the inside of a block.
type body struct {
	own   []declaration // the rule's own: those before any nested rule
	rules []*rule
}

var groups = map[string]bool{
	"media": true, "supports": true, "container": true, "layer": true, "scope": true, "starting-style": true,
	"keyframes": true, "-webkit-keyframes": true, "font-feature-values": true,
}

// newRule makes a rule of its text; block is where its block begins, -1 if it has none.
func newRule(text string, block int, below bool) *rule {
	r := &rule{text: text, below: below, head: text}
	name := atName(text)
	switch {
	case block < 0:
		return r
	case name == "":
		r.kind = styleRule
	case groups[name]:
		r.kind = groupRule
	default:
		r.kind = otherRule
	}
	r.head = trim(text[:block])
	r.inside = strings.TrimSuffix(text[block+1:], "}")
	return r
}

// atName is the name of an at-rule in lower case, "" for any other rule.
func atName(text string) string {
	if text == "" || text[0] != '@' {
		return ""
	}
	end := 1
	for end < len(text) && inName(text[end]) {
		end++
	}
	return strings.ToLower(text[1:end])
}

// open takes the inside of a rule apart.
func (r *rule) open() *body {
	if r.body != nil {
		return r.body
	}
	r.body = &body{}
	switch r.kind {
	case styleRule, otherRule:
		list, rules := splitMixed(r.inside, true, true)
		r.body.own, r.body.rules = parseDeclarations(list), rules
	case groupRule:
		if r.mixed() {
			_, r.body.rules = splitMixed(r.inside, false, r.below)
		} else {
			r.body.rules = splitRules(r.inside)
		}
	case declarations:
		r.body.own = parseDeclarations(r.text)
	}
	return r.body
}

// mixed reports whether declarations may stand among the rules inside.
func (r *rule) mixed() bool {
	return r.below || r.kind == styleRule || atName(r.head) == "scope"
}

// css is the whole rule, written anew if something inside has changed.
func (r *rule) css() string {
	if !r.stale {
		return r.text
	}
	r.stale = false
	own := joinDeclarations(r.body.own)
	if r.kind == declarations {
		r.text = own
		return own
	}
	var t strings.Builder
	t.WriteString(r.head)
	t.WriteString(" { ")
	t.WriteString(own)
	if own != "" && own[len(own)-1] != ';' {
		t.WriteByte(';')
	}
	for i, c := range r.body.rules {
		if i > 0 || own != "" {
			t.WriteByte(' ')
		}
		css := c.css()
		t.WriteString(css)
		if c.kind == declarations && !strings.HasSuffix(css, ";") {
			t.WriteByte(';')
		}
	}
	t.WriteString(" }")
	r.text = t.String()
	return r.text
}

// flatten puts CSS text on one line. White space around a line break becomes one space, except in
// a string, where an escaped line break is nothing and one that is not escaped spoils the string:
// it is closed, with a mark behind it that spoils the declaration as the break did.
func flatten(text string) string {
	if !strings.ContainsAny(text, "\n\r\f") {
		return text
	}
	var b strings.Builder
	s := scanner{text: text}
	written := 0
	put := func(from int, instead string) {
		b.WriteString(text[written:from])
		b.WriteString(instead)
		written = s.pos
	}
	for s.pos < len(text) {
		start := s.pos
		c := text[start]
		if isSpace(rune(c)) {
			for s.pos < len(text) && isSpace(rune(text[s.pos])) {
				s.pos++
			}
			if strings.ContainsAny(text[start:s.pos], "\n\r\f") {
				put(start, " ")
			}
			continue
		}
		s.token(c)
		if s.pos-start == 1 && !s.bad {
			continue
		}
		token := text[start:s.pos]
		switch {
		case (c == '"' || c == '\'') && s.bad:
			put(start, breaks.Replace(escapedBreaks.Replace(token))+string(c)+"!")
		case !strings.ContainsAny(token, "\n\r\f"):
		case c == '"' || c == '\'':
			put(start, escapedBreaks.Replace(token))
		default:
			put(start, breaks.Replace(token))
		}
	}
	put(len(text), "")
	return b.String()
}

// breaks replaces line breaks, where they are within one token: a comment, an escape, a url.
var breaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\f", " ")

// escapedBreaks takes out what is nothing in a string.
var escapedBreaks = strings.NewReplacer("\\\r\n", "", "\\\n", "", "\\\r", "", "\\\f", "")
