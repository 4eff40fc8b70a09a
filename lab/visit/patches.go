package visit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"replaylab/lab/browser"
	"replaylab/sdkbundle/globals"
)

// Patch is one property of the platform that is not as the browser made it.
type Patch struct {
	Holder, Property string
	Native, Now      string // signatures; Native is empty for a property that was added
	Location         string // script, line and column of the function that is there now
	// Misuse and Use are what came of calling it wrongly and properly, natively and now; empty
	// where it was not tried.
	Misuse, Use [2]string
}

// Name is the property as a developer would write it.
func (p Patch) Name() string { return p.Holder + "." + p.Property }

// patches compares what the page's scripts see of the platform with what the lab's own world sees,
// calls each patched function and finds its code.
func (r *runner) patches(ctx context.Context) ([]Patch, error) {
	native, err := r.natives(ctx)
	if err != nil {
		return nil, err
	}
	var now map[string]uint32
	if err := r.globals(ctx, true, "hashes", "", &now); err != nil {
		return nil, err
	}
	var holders []string
	for name, hash := range now {
		if was, ok := native.hashes[name]; ok && was != hash {
			holders = append(holders, name)
		}
	}
	slices.Sort(holders)
	list, err := r.changed(ctx, native, holders)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if err := r.tryAll(ctx, native, list); err != nil {
		return nil, err
	}
	return list, r.locate(ctx, list)
}

// left looks again for what was patched, on the same holders.
func (r *runner) left(ctx context.Context, patched []Patch) ([]Patch, error) {
	var holders []string
	for _, p := range patched {
		holders = append(holders, p.Holder)
	}
	slices.Sort(holders)
	native, err := r.natives(ctx)
	if err != nil {
		return nil, err
	}
	return r.changed(ctx, native, slices.Compact(holders))
}

// changed lists the properties of holders that are not native, in order.
func (r *runner) changed(ctx context.Context, native *natives, holders []string) ([]Patch, error) {
	if len(holders) == 0 {
		return nil, nil
	}
	before, err := native.of(ctx, r, holders)
	if err != nil {
		return nil, err
	}
	var after map[string]map[string]string
	if err := r.globals(ctx, true, "details", browser.Quote(holders), &after); err != nil {
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
	return list, nil
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

// tryAll calls each patched function wrongly and properly, in both worlds.
func (r *runner) tryAll(ctx context.Context, native *natives, list []Patch) error {
	names, at := pairs(list)
	if len(names) == 0 {
		return nil
	}
	before, err := native.tried(ctx, r, names)
	if err != nil {
		return err
	}
	after, err := r.try(ctx, true, names)
	if err != nil {
		return err
	}
	for i := range names {
		p := &list[at[i]]
		p.Misuse, p.Use = [2]string{before[i][0], after[i][0]}, [2]string{before[i][1], after[i][1]}
	}
	return nil
}

// try calls functions wrongly and properly in one world and tells what came of each.
func (r *runner) try(ctx context.Context, main bool, names [][2]string) ([][2]string, error) {
	var outcomes [][2]string
	err := r.globals(ctx, main, "outcomes", browser.Quote(names), &outcomes)
	if err == nil && len(outcomes) != len(names) {
		err = fmt.Errorf("try %d functions of the platform: %d answers", len(names), len(outcomes))
	}
	return outcomes, err
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
