package scenario

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Reply is how the server answers the SDK.
type Reply struct {
	Status   int    // 0 when there is no answer
	Fault    string // "hang", "reset", "unanswered", "nocors" or ""
	Endpoint string // "config", "track", or "" for both
	Times    int    // 0 until the next reply for the endpoint
	Delay    time.Duration
	Name     string // of a header, or ""
	Value    string
}

// Reply is what a reply step asks for.
func (s Step) Reply() Reply {
	r, _ := parseReply(s.Args)
	return r
}

var (
	faults    = []string{"hang", "reset", "unanswered", "nocors"}
	endpoints = []string{"config", "track"}
)

// replyArgs cuts the details of a reply step into words; a header stays one word.
func replyArgs(args []string) ([]string, *Error) {
	words := args[:1:1]
	if len(args) > 1 {
		for rest := args[1]; rest != ""; {
			t, after, err := cutWord(rest)
			if err != nil {
				return nil, err
			}
			if strings.Contains(t.text, ":") {
				t.text, after = rest, ""
			}
			words, rest = append(words, t.text), after
		}
	}
	_, err := parseReply(words)
	return words, err
}

func parseReply(args []string) (r Reply, err *Error) {
	if r, err = parseOutcome(args[0]); err != nil {
		return r, err
	}
	said := map[string]bool{}
	for _, word := range args[1:] {
		kind, err := r.detail(word)
		if err != nil {
			return r, err
		}
		if said[kind] {
			return r, wrong("", "reply has two of %s", kind)
		}
		said[kind] = true
	}
	switch {
	case r.Name != "" && r.Status == 0:
		return r, wrong("", "reply %s sends no header", r.Fault)
	case r.Delay > 0 && r.Fault == "hang":
		return r, wrong("", "reply hang never ends, so it has no delay")
	}
	return r, nil
}

func parseOutcome(word string) (Reply, *Error) {
	if slices.Contains(faults, word) {
		r := Reply{Fault: word}
		if word == "nocors" {
			r.Status = 200
		}
		return r, nil
	}
	status, err := strconv.Atoi(word)
	if err != nil || status < 200 || status > 599 {
		hint := "write a status from 200 to 599, hang, reset, unanswered or nocors"
		if near(word, faults) != "" {
			hint = suggest(word, faults)
		}
		return Reply{}, wrong(hint, "bad reply %q", word)
	}
	return Reply{Status: status}, nil
}

// detail reads one word after the outcome and returns what it is about.
func (r *Reply) detail(word string) (string, *Error) {
	times, isTimes := strings.CutPrefix(word, "x")
	n, notNumber := strconv.Atoi(times)
	delay, isDelay := strings.CutPrefix(word, "delay=")
	var err *Error
	switch {
	case slices.Contains(endpoints, word):
		r.Endpoint = word
		return "config and track", nil
	case isTimes && notNumber == nil:
		if r.Times = n; n < 1 {
			err = wrong("write how often, such as x2", "bad count %q", word)
		}
		return "xN", err
	case isDelay:
		r.Delay, _ = time.ParseDuration(delay)
		return "delay", checkDuration(delay)
	case strings.Contains(word, ":"):
		r.Name, r.Value, err = cutHeader(word)
		return "header", err
	}
	return "", wrong(suggest(word, []string{"config", "track", "x2", "delay=1s", "Name: value"}), "unknown detail %q of reply", word)
}
