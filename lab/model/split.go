package model

import "strings"

// splitRules splits a style sheet, or the inside of a group of rules, into the rules that a
// browser lists in its CSSOM.
func splitRules(text string) []*rule {
	var rules []*rule
	s := scanner{text: text}
	for {
		s.space()
		for strings.HasPrefix(text[s.pos:], "<!--") || strings.HasPrefix(text[s.pos:], "-->") {
			s.pos += 3 + strings.Count(text[s.pos:s.pos+1], "<")
			s.space()
		}
		if s.pos >= len(text) {
			return rules
		}
		if r := s.rule(false); r != nil {
			rules = append(rules, r)
		}
	}
}

// splitMixed splits the inside of a rule that holds declarations and rules. The declarations
// before the first rule come back as a list if the rule owns them; any other run of them stands
// among the rules as a rule of its own, as in the CSSOM.
func splitMixed(text string, owned, below bool) (own string, rules []*rule) {
	var run []string
	flush := func() {
		list := strings.Join(run, ";")
		run = nil
		switch {
		case list == "":
		case owned && len(rules) == 0 && own == "":
			own = list
		default:
			rules = append(rules, &rule{text: list + ";", kind: declarations, below: below})
		}
	}
	s := scanner{text: text}
	for {
		s.space()
		switch {
		case s.pos >= len(text):
			flush()
			return own, rules
		case text[s.pos] == ';':
			s.pos++
		case text[s.pos] == '@' || s.nested():
			if r := s.rule(below); r != nil {
				flush()
				rules = append(rules, r)
				owned = false
			}
		default:
			start := s.pos
			whole := s.past(";")
			if d := trim(text[start:s.pos]) + s.tail(); whole {
				run = append(run, d)
			}
		}
	}
}

// past goes on to a stop as until does. It reports false if a brace is closed on the way that is
// not open: browsers take no rule or declaration with one, and it would end what is around.
func (s *scanner) past(stops string) bool {
	whole := true
	for s.until(stops+"}") == '}' {
		s.pos++
		whole = false
	}
	return whole
}

// nested reports whether a rule begins here, and not a declaration: whether a block comes before
// the next semicolon. The value of a custom property may be a block.
func (s *scanner) nested() bool {
	look := scanner{text: s.text, pos: s.pos}
	if strings.HasPrefix(s.text[s.pos:], "--") && look.until(":{;") == ':' {
		return false
	}
	return look.until("{;") == '{'
}

// rule goes over one rule, which begins here. It returns nil for what browsers do not list.
func (s *scanner) rule(below bool) *rule {
	start := s.pos
	stops := "{"
	if s.text[start] == '@' {
		stops = "{;"
	}
	block := -1
	whole := s.past(stops)
	switch {
	case s.pos >= len(s.text):
		whole = whole && stops != "{"
	case s.text[s.pos] == '{':
		block = s.pos - start
		s.block()
	default:
		s.pos++
	}
	if !whole {
		return nil
	}
	text := trim(s.text[start:s.pos]) + s.tail()
	if block < 0 && !strings.HasSuffix(text, ";") {
		text += ";"
	}
	r := newRule(text, block, below)
	if !listed(r.head) {
		return nil
	}
	return r
}

// listed reports whether browsers list a rule with that head. This knows the ones that stand in
// real sheets for the sake of other browsers; it is no validator. Rules are addressed by their
// place in the list, so that one too many shifts all behind it.
func listed(head string) bool {
	switch name := atName(head); {
	case name == "charset":
		return false
	case strings.HasPrefix(name, "-"):
		return strings.HasPrefix(name, "-webkit-")
	case name != "":
		return true
	}
	if head == "" || head[0] == ';' {
		return false
	}
	for _, prefix := range [...]string{":-moz-", ":-ms-", ":-o-", ":-khtml-"} {
		if i := strings.Index(head, prefix); i >= 0 && !strings.Contains(head[:i], ":is(") && !strings.Contains(head[:i], ":where(") {
			return false
		}
	}
	return true
}
