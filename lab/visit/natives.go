package visit

import (
	"context"
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

// natives is one platform. outcomes are those of a wrong and of a proper call, by property.
type natives struct {
	mu         sync.Mutex
	hashes     map[string]uint32
	signatures map[string]map[string]string
	outcomes   map[[2]string][2]string
}

func (n *Natives) of(key string) *natives {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known == nil {
		n.known = map[string]*natives{}
	}
	if n.known[key] == nil {
		n.known[key] = &natives{signatures: map[string]map[string]string{}, outcomes: map[[2]string][2]string{}}
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
func (n *natives) of(ctx context.Context, r *runner, holders []string) (map[string]map[string]string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var missing []string
	for _, h := range holders {
		if n.signatures[h] == nil {
			missing = append(missing, h)
		}
	}
	if len(missing) > 0 {
		var found map[string]map[string]string
		if err := r.globals(ctx, false, "details", browser.Quote(missing), &found); err != nil {
			return nil, err
		}
		for h, s := range found {
			n.signatures[h] = s
		}
	}
	list := map[string]map[string]string{}
	for _, h := range holders {
		list[h] = n.signatures[h]
	}
	return list, nil
}

// tried returns what comes of calling properties wrongly and properly.
func (n *natives) tried(ctx context.Context, r *runner, names [][2]string) ([][2]string, error) {
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
	list := make([][2]string, len(names))
	for i, name := range names {
		list[i] = n.outcomes[name]
	}
	return list, nil
}
