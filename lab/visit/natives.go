package visit

import (
	"context"
	"strings"
	"sync"

	"replaylab/lab/browser"
)

// Natives remembers what an unpatched platform looks like, so that not every visit has to look at
// all of it in the lab's own world, which no page can reach. What that world shows depends on the
// browser and on whether its origin is secure, and not on the page. The zero value is ready.
type Natives struct {
	mu    sync.Mutex
	known map[string]*natives
}

// natives is one platform. outcomes are those of a wrong call, by property.
type natives struct {
	mu         sync.Mutex
	hashes     map[string]uint32
	signatures map[string]details
	outcomes   map[[2]string]string
}

// details is one holder of properties in full: see sdkbundle/globals.
type details struct {
	Properties [][2]string // name and signature
	Nature     string
}

func (d details) signatures() map[string]string {
	all := make(map[string]string, len(d.Properties))
	for _, p := range d.Properties {
		all[p[0]] = p[1]
	}
	return all
}

// order lists the properties that others have too, in the order in which a page finds them.
func (d details) order(others map[string]string) string {
	var names []string
	for _, p := range d.Properties {
		if _, there := others[p[0]]; there {
			names = append(names, p[0])
		}
	}
	return strings.Join(names, " ")
}

func (n *Natives) of(key string) *natives {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known == nil {
		n.known = map[string]*natives{}
	}
	if n.known[key] == nil {
		n.known[key] = &natives{signatures: map[string]details{}, outcomes: map[[2]string]string{}}
	}
	return n.known[key]
}

// natives finds what is known of this page's platform and makes sure that it has the hashes.
func (r *runner) natives(ctx context.Context) (*natives, error) {
	var kind string
	if err := r.page.Eval(ctx, "", "[isSecureContext, crossOriginIsolated].join()", &kind); err != nil {
		return nil, err
	}
	all := r.Natives
	if all == nil {
		all = &Natives{}
	}
	n := all.of(r.visit.Product + " " + kind)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.hashes != nil {
		return n, nil
	}
	return n, r.globals(ctx, false, "hashes", "", &n.hashes)
}

// of returns the signatures of holders.
func (n *natives) of(ctx context.Context, r *runner, holders []string) (map[string]details, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var missing []string
	for _, h := range holders {
		if _, ok := n.signatures[h]; !ok {
			missing = append(missing, h)
		}
	}
	if len(missing) > 0 {
		var found map[string]details
		if err := r.globals(ctx, false, "details", browser.Quote(missing), &found); err != nil {
			return nil, err
		}
		for h, s := range found {
			n.signatures[h] = s
		}
	}
	list := map[string]details{}
	for _, h := range holders {
		list[h] = n.signatures[h]
	}
	return list, nil
}

// tried returns what comes of calling properties wrongly.
func (n *natives) tried(ctx context.Context, r *runner, names [][2]string) ([]string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var missing [][2]string
	for _, name := range names {
		if _, ok := n.outcomes[name]; !ok {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		outcomes, err := r.try(ctx, false, missing)
		if err != nil {
			return nil, err
		}
		for i, o := range outcomes {
			n.outcomes[missing[i]] = o
		}
	}
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = n.outcomes[name]
	}
	return list, nil
}
