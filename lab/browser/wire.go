package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// message is one DevTools message from the browser: an answer (id set) or an event (method set).
type message struct {
	id      int
	method  string
	session string
	body    json.RawMessage // the result of an answer, the params of an event
	err     *CallError
	then    func() // in the place of an event: called when those before it have been handled
}

// CallError is the browser's own refusal of a call.
type CallError struct {
	Method  string `json:"-"`
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    string `json:"data,omitempty"`
}

func (e *CallError) Error() string {
	text := fmt.Sprintf("%s: %s", e.Method, e.Message)
	if e.Data != "" {
		text += " (" + e.Data + ")"
	}
	return text
}

var (
	idPrefix      = []byte(`{"id":`)
	resultKey     = []byte(`,"result":`)
	methodPrefix  = []byte(`{"method":"`)
	paramsKey     = []byte(`","params":`)
	sessionSuffix = []byte(`,"sessionId":"`)
)

// parse splits a message without decoding its body. Chromium writes keys in a fixed order
// (id, result, sessionId; method, params, sessionId), so a body of several megabytes is
// sliced out rather than scanned twice; anything of another shape goes through encoding/json.
func parse(data []byte) (message, error) {
	if m, ok := slice(data); ok {
		return m, nil
	}
	var wire struct {
		ID        int             `json:"id"`
		Method    string          `json:"method"`
		SessionID string          `json:"sessionId"`
		Result    json.RawMessage `json:"result"`
		Params    json.RawMessage `json:"params"`
		Error     *CallError      `json:"error"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return message{}, fmt.Errorf("parse a message of the browser (%.60q): %w", data, err)
	}
	m := message{id: wire.ID, method: wire.Method, session: wire.SessionID, body: wire.Result, err: wire.Error}
	if wire.Method != "" {
		m.body = wire.Params
	}
	return m, nil
}

func slice(data []byte) (message, bool) {
	var m message
	end := len(data) - 1
	if end < 0 || data[end] != '}' {
		return m, false
	}
	if i := bytes.LastIndex(data, sessionSuffix); i > 0 && bytes.HasSuffix(data, []byte(`"}`)) {
		id := data[i+len(sessionSuffix) : len(data)-2]
		if len(id) <= 64 && bytes.IndexByte(id, '"') < 0 {
			m.session, end = string(id), i
		}
	}
	var rest []byte
	switch {
	case bytes.HasPrefix(data, idPrefix):
		rest = data[len(idPrefix):end]
		n := bytes.IndexByte(rest, ',')
		if n < 0 || !bytes.HasPrefix(rest[n:], resultKey) {
			return m, false
		}
		id, err := strconv.Atoi(string(rest[:n]))
		if err != nil {
			return m, false
		}
		m.id, m.body = id, rest[n+len(resultKey):]
	case bytes.HasPrefix(data, methodPrefix):
		rest = data[len(methodPrefix):end]
		n := bytes.IndexByte(rest, '"')
		if n < 0 || !bytes.HasPrefix(rest[n:], paramsKey) {
			return m, false
		}
		m.method, m.body = string(rest[:n]), rest[n+len(paramsKey):]
	default:
		return m, false
	}
	return m, len(m.body) > 1 && m.body[0] == '{' && m.body[len(m.body)-1] == '}'
}
