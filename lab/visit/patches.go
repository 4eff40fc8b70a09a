package visit

import (
	"context"
	"slices"
	"strings"

	"replaylab/lab/browser"
	"replaylab/sdkbundle/globals"
)

// Patch is one property of the platform that is not as the browser made it.
type Patch struct {
	Holder, Property string
	Native, Now      string // signatures; Native is empty for a property that was added
	Location         string // script and line of the function that is there now
	// Misuse and Use are what came of calling it wrongly and properly, natively and now; empty
	// where it was not tried.
	Misuse, Use [2]string
}

// Name is the property as a developer would write it.
func (p Patch) Name() string { return p.Holder + "." + p.Property }

// patches compares what the page's scripts see of the platform with what the lab's own world
// sees, which no page can reach. With trial, each patched function is called as well.
func (r *runner) patches(ctx context.Context, trial bool) ([]Patch, error) {
	var native, now map[string]uint32
	if err := r.globals(ctx, false, "hashes", "", &native); err != nil {
		return nil, err
	}
	if err := r.globals(ctx, true, "hashes", "", &now); err != nil {
		return nil, err
	}
	var holders []string
	for name, hash := range now {
		if was, ok := native[name]; ok && was != hash {
			holders = append(holders, name)
		}
	}
	if len(holders) == 0 {
		return nil, nil
	}
	slices.Sort(holders)
	wanted := browser.Quote(holders)
	var before, after map[string]map[string]string
	if err := r.globals(ctx, false, "details", wanted, &before); err != nil {
		return nil, err
	}
	if err := r.globals(ctx, true, "details", wanted, &after); err != nil {
		return nil, err
	}
	var list []Patch
	for _, holder := range holders {
		for property, signature := range after[holder] {
			if was := before[holder][property]; was != signature {
				list = append(list, Patch{Holder: holder, Property: property, Native: was, Now: signature})
			}
		}
	}
	slices.SortFunc(list, func(a, b Patch) int { return strings.Compare(a.Name(), b.Name()) })
	if !trial {
		return list, nil
	}
	if err := r.try(ctx, list); err != nil {
		return nil, err
	}
	return list, r.locate(ctx, list)
}

func (r *runner) globals(ctx context.Context, main bool, function, args string, result any) error {
	code, err := globals.Call(function, args)
	if err != nil {
		return err
	}
	if main {
		return r.page.EvalMain(ctx, "", code, result)
	}
	return r.page.Eval(ctx, "", code, result)
}

// pairs names functions for the page side: those that were there natively.
func pairs(list []Patch) (names [][2]string, at []int) {
	for i, p := range list {
		if p.Native != "" {
			names, at = append(names, [2]string{p.Holder, p.Property}), append(at, i)
		}
	}
	return names, at
}

// try calls each patched function wrongly and properly, in both worlds.
func (r *runner) try(ctx context.Context, list []Patch) error {
	names, at := pairs(list)
	if len(names) == 0 {
		return nil
	}
	args := browser.Quote(names)
	for world, main := range []bool{false, true} {
		for _, trial := range []struct {
			function string
			into     func(p *Patch) *[2]string
		}{{"misuse", func(p *Patch) *[2]string { return &p.Misuse }}, {"use", func(p *Patch) *[2]string { return &p.Use }}} {
			var outcomes []string
			if err := r.globals(ctx, main, trial.function, args, &outcomes); err != nil {
				return err
			}
			for i, o := range outcomes {
				trial.into(&list[at[i]])[world] = o
			}
		}
	}
	return nil
}

// locate finds the script and line of each function that took a native one's place.
func (r *runner) locate(ctx context.Context, list []Patch) error {
	names, at := pairs(list)
	if len(names) == 0 {
		return nil
	}
	code, err := globals.Call("functions", browser.Quote(names))
	if err != nil {
		return err
	}
	places, err := r.page.Locate(ctx, code)
	if err != nil {
		return err
	}
	for i, place := range places {
		if i < len(at) {
			list[at[i]].Location = r.plain(place)
		}
	}
	return nil
}
