package main_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// gate is a server that the pages of written scenarios ask for leave to go on, so that a spec knows
// where a run is and can hold it there.
type gate struct {
	url string

	mu    sync.Mutex
	asked map[string]int           // name → requests
	shut  map[string]chan struct{} // name → closed when it may pass
}

// newGate starts a gate in which the names given are shut.
func newGate(shut ...string) *gate {
	g := &gate{asked: map[string]int{}, shut: map[string]chan struct{}{}}
	for _, name := range shut {
		g.shut[name] = make(chan struct{})
	}
	server := httptest.NewServer(g)
	g.url = server.URL
	DeferCleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return g
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	g.mu.Lock()
	g.asked[name]++
	shut := g.shut[name]
	g.mu.Unlock()
	if shut != nil {
		select {
		case <-shut:
		case <-r.Context().Done():
		}
	}
}

// open lets those pass who ask for a name that was shut.
func (g *gate) open(name string) { close(g.shut[name]) }

// requests says how often a name was asked for; for use with Eventually.
func (g *gate) requests(name string) func() int {
	return func() int {
		g.mu.Lock()
		defer g.mu.Unlock()
		return g.asked[name]
	}
}

// page is a scenario file whose page is called name and asks the gate for "name/control" or, with
// the SDK, for "name/recorded".
func (g *gate) page(name string) string {
	return strings.NewReplacer("NAME", name, "GATE", g.url).Replace(`A page called NAME is recorded.

-- scenario --
open       /page.html
eval       fetch('GATE/NAME/' + ('rrweb' in window ? 'recorded' : 'control'), {mode: 'no-cors'})
click      #go
checkpoint pressed
-- page.html --
<!doctype html>
<title>NAME</title>
<button id="go" onclick="this.textContent = 'NAME went'">Go</button>
`)
}

// write makes a folder called pages with a file for each name, and returns the pattern of them.
func (g *gate) write(names ...string) string {
	GinkgoHelper()
	files := map[string]string{}
	for _, name := range names {
		files[name+".txtar"] = g.page(name)
	}
	return filepath.Join(write(files), "*.txtar")
}

// plain is a scenario file with a button.
const plain = `A button is pressed.

-- scenario --
open       /page.html
click      #go
checkpoint pressed
-- page.html --
<!doctype html>
<title>Plain</title>
<button id="go" onclick="this.textContent = 'went'">Go</button>
`

// write makes a folder called pages of files, by name.
func write(files map[string]string) string {
	GinkgoHelper()
	dir := filepath.Join(GinkgoT().TempDir(), "pages")
	Expect(os.Mkdir(dir, 0o755)).To(Succeed())
	for name, text := range files {
		Expect(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)).To(Succeed())
	}
	return dir
}
