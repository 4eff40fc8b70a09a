package digest

import (
	"encoding/json"
	"strings"
)

// printed is the payload of rrweb's console plugin: the arguments are JSON, one by one.
type printed struct {
	Level   string   `json:"level"`
	Trace   []string `json:"trace"`
	Payload []string `json:"payload"`
}

func (p printed) mark(m Mark) Mark {
	words := make([]string, len(p.Payload))
	for i, arg := range p.Payload {
		var text string
		if json.Unmarshal([]byte(arg), &text) == nil {
			arg = text
		}
		words[i] = arg
	}
	m.Kind, m.Level = Console, cut(p.Level, 20)
	if p.Level == "error" || p.Level == "assert" {
		m.Kind = Error
	}
	m.Text, m.Detail = cut(strings.Join(words, " "), 4000), cut(strings.Join(p.Trace, "\n"), 4000)
	return m
}
