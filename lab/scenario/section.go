package scenario

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// remote reads the file of a remote configuration, which must be JSON.
func (p *parser) remote(l line, name string) string {
	at := sectionPath(name)
	data, ok := p.s.Files[at]
	if !ok {
		p.addf(l.num, suggest(at, p.sections()), "there is no section %s", at)
		return at
	}
	var value any
	err := json.Unmarshal(data, &value)
	if err == nil {
		return at
	}
	before := data
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		before = data[:max(0, min(int(syntax.Offset)-1, len(data)))]
	}
	num := 0
	for _, s := range p.files {
		if s.path == at {
			num = s.line + min(1+bytes.Count(before, []byte("\n")), bytes.Count(s.data, []byte("\n")))
		}
	}
	column := len(before) - bytes.LastIndexByte(before, '\n')
	p.addf(num, "", "%s is not JSON: %s, at column %d", at, plain(err), column)
	return at
}

// readFiles fills the variables into the sections. Sections without any are shared by variants.
func (p *parser) readFiles() {
	p.s.Files = map[string][]byte{}
	for _, s := range p.files {
		data := s.data
		grown := len(data)
		for i, a := range p.of {
			name := "${" + a.name + "}"
			grown += bytes.Count(data, []byte(name)) * (len(p.values[i]) - len(name))
		}
		if grown > maxSize {
			p.addf(s.line, "", "section %s is larger than 16 MiB once its variables are filled in", s.name)
			p.bloated = true
		} else if bytes.Contains(data, []byte("${")) {
			if text := p.fill(string(data)); text != string(data) {
				data = []byte(text)
				p.copied += len(data)
			}
			p.fileVariables(s, data)
		}
		p.s.Files[s.path] = data
	}
}

// fileVariables gathers the canaries of a section and reports variables that can only be a slip.
// Any other ${…} is left alone: it is JavaScript's.
func (p *parser) fileVariables(s section, data []byte) {
	text := string(data)
	p.s.Secrets = append(p.s.Secrets, secretsOf(text)...)
	line, from := s.line+1, 0
	for u := range uses(text) {
		line += strings.Count(text[from:u.at], "\n")
		from = u.at
		kind, _, _ := strings.Cut(u.body, ":")
		if _, _, known := splitVariable(u.body); !known && kind != u.body && (kind == "secret" || kind == "origin") {
			p.addf(line, variableHint(u.body, p.axes), "unknown variable ${%s}", u.body)
		}
	}
}
