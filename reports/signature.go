package reports

import (
	"regexp"
	"strings"
)

// A signature is what a page's scripts can tell of a property of the platform, as
// sdkbundle/globals writes it: "wec addRule/0", or "ec get get value/0 set -" of an accessor.
var (
	valueSignature    = regexp.MustCompile(`(?s)^(w?)(e?)(c?) (.*)$`)
	accessorSignature = regexp.MustCompile(`(?s)^(e?)(c?) get (-|.*/[^/ ]+(?: with another prototype)?(?: constructor)?) set (.*)$`)
	functionSignature = regexp.MustCompile(`(?s)^(.*)/([^/ ]+)( with another prototype)?( constructor)?$`)
)

// factsOf is a signature in words, one fact each, so that two can be compared fact by fact. What is
// no signature is a fact of its own.
func factsOf(signature string) []string {
	if signature == "" {
		return []string{"not there"}
	}
	if m := accessorSignature.FindStringSubmatch(signature); m != nil {
		return append(append(accessor("getter", m[3]), accessor("setter", m[4])...), flags("", m[1], m[2])...)
	}
	m := valueSignature.FindStringSubmatch(signature)
	if m == nil {
		return []string{signature}
	}
	facts := function(m[4])
	if facts == nil {
		facts = []string{"no function, but " + m[4]}
	}
	return append(facts, flags(not(m[1], "writable"), m[2], m[3])...)
}

func accessor(what, shape string) []string {
	if shape == "-" {
		return []string{"no " + what}
	}
	facts := function(shape)
	if facts == nil {
		return []string{what + " " + shape}
	}
	facts[0] = what + " " + facts[0]
	return facts
}

// function is the shape of a function in words, or nothing if it is none.
func function(shape string) []string {
	m := functionSignature.FindStringSubmatch(shape)
	if m == nil {
		return nil
	}
	name, parameters := "named "+m[1], m[2]+" parameters"
	if m[1] == "" {
		name = "without a name"
	}
	if m[2] == "1" {
		parameters = "1 parameter"
	}
	facts := []string{name, parameters}
	if m[3] != "" {
		facts = append(facts, "its prototype is not Function.prototype")
	}
	if m[4] != "" {
		facts = append(facts, "has a property prototype")
	}
	return facts
}

func flags(writable, e, c string) []string {
	facts := []string{writable, not(e, "enumerable"), not(c, "configurable")}
	if writable == "" {
		return facts[1:]
	}
	return facts
}

func not(flag, word string) string {
	if flag == "" {
		return "not " + word
	}
	return word
}

// told is a signature in words on one line.
func told(facts []string) string { return strings.Join(facts, ", ") }
