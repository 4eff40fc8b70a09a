package capture_test

import (
	"strings"
	"testing"

	"replaylab/sdkbundle/capture"
)

// breakPage makes compression fail in the page, so that what arrives compressed was compressed beside it.
const breakPage = "void (CompressionStream = class { constructor() { throw new Error('in the page') } })"

// A worker compresses where the application wants one, and nothing changes for the server.
func TestWorker(t *testing.T) {
	for name, options := range map[string]string{
		"without a file": "{useWebWorker: true}",
		"with a file":    "{workerUrl: '/worker.js'}",
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, open)
			v.eval(breakPage)
			v.start(options)
			v.arrives(1)
			v.eval("p.append(...Array.from({length: 50}, (_, i) => 'change ' + i))")
			v.eval("sessionReplay.flush()")
			v.eval("p.append('the-last-change')")
			v.eval("sessionReplay.flush()")
			for _, u := range v.replays() {
				if u.Header.Get("Content-Encoding") != "gzip" || u.Problem != "" {
					t.Errorf("an upload is %v, %s", u.Header, u.Problem)
				}
			}
			if !has(v.replays(), "the-last-change") {
				t.Error("the last change was not uploaded")
			}
			v.eval("sessionReplay.shutdown()")
		})
	}
}

// Where no worker can be had the page compresses, and says once that it does.
func TestNoWorker(t *testing.T) {
	for name, c := range map[string]struct{ before, options string }{
		"forbidden":    {"void (Worker = class { constructor() { throw new Error('no') } })", "{useWebWorker: true}"},
		"missing":      {"void 0", "{workerUrl: '/nowhere.js'}"},
		"another file": {"void 0", "{workerUrl: '/broken.js'}"},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, open)
			v.eval(c.before)
			v.start(c.options)
			u := v.arrives(1)[0]
			if u.Header.Get("Content-Encoding") != "gzip" || u.Problem != "" {
				t.Errorf("the upload is %v, %s", u.Header, u.Problem)
			}
			if n := strings.Count(v.eval("said.join('\\n')"), "there is no worker"); n != 1 {
				t.Errorf("it was said %d times: %s", n, v.eval("said.join('\\n')"))
			}
		})
	}
}

func workerFile(t *testing.T) []byte {
	t.Helper()
	script, err := capture.Worker()
	if err != nil {
		t.Fatal(err)
	}
	return []byte(script)
}
