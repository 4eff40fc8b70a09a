package replay_test

import (
	"context"
	"net"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab/browser"
	"replaylab/lab/build"
	"replaylab/lab/replay"
	"replaylab/lab/truth"
	"replaylab/sdkbundle/npm"
)

func TestReplay(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Replay")
}

const (
	budget = SpecTimeout(time.Minute)
	// hitLimit is how long a document that does harm may take to do it.
	hitLimit = 10 * time.Second
	// calm is how long nothing must happen after a replay. In a naive player harm is done within
	// a tenth of it.
	calm = 300 * time.Millisecond
)

var (
	live, second *browser.Browser
	players      []*replay.Player
	readOptions  = truth.Options{Styles: truth.Styles}
)

// server counts connections and answers none.
type server struct {
	listener net.Listener
	count    atomic.Int64
}

// newServer is one for a single page, so that a late request of another cannot be taken for its.
func newServer() *server {
	GinkgoHelper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(l.Close)
	s := &server{listener: l}
	go s.serve()
	return s
}

// in puts the server's address into a document.
func (s *server) in(document string) string {
	return strings.ReplaceAll(document, "URL", "http://"+s.listener.Addr().String()+"/canary")
}

func (s *server) touched() bool { return s.count.Load() > 0 }

func (s *server) serve() {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.count.Add(1)
		_ = c.Close()
	}
}

var _ = BeforeSuite(func(ctx SpecContext) {
	dir, err := npm.DefaultDir()
	Expect(err).NotTo(HaveOccurred())
	for _, r := range []struct {
		role browser.Role
		use  **browser.Browser
	}{{browser.Live, &live}, {browser.Replay, &second}} {
		found, err := browser.Require(ctx, r.role, "", dir, GinkgoWriter)
		Expect(err).NotTo(HaveOccurred())
		sup := &browser.Supervisor{Found: found}
		DeferCleanup(sup.Close)
		*r.use = browser.Use(sup)
		DeferCleanup((*r.use).Close)
	}
	cache := npm.Cache{Dir: filepath.Join(dir, "npm"), Log: GinkgoWriter}
	for _, name := range []string{"rrweb", "amplitude", "reference"} {
		p, err := build.Player(ctx, cache, name)
		Expect(err).NotTo(HaveOccurred())
		players = append(players, p)
	}
}, NodeTimeout(5*time.Minute))

// blank opens an empty page of its own, to be closed.
func blank(ctx context.Context, b *browser.Browser) (p *browser.Page, done func()) {
	GinkgoHelper()
	conn, err := b.Conn(ctx)
	Expect(err).NotTo(HaveOccurred())
	x, err := conn.NewContext(ctx)
	Expect(err).NotTo(HaveOccurred())
	p, err = x.NewPage(ctx, browser.PageConfig{Focus: true})
	Expect(err).NotTo(HaveOccurred())
	return p, func() { Expect(x.Close()).To(Succeed()) }
}
