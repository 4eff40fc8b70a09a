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
	// Misuse is what came of calling it wrongly, natively and now; empty where it was not tried.
	Misuse [2]string
}

// Name is the property as a developer would write it.
func (p Patch) Name() string { return p.Holder + "." + p.Property }

// The places of a Patch that is not of one property, but of its holder.
const (
	ofNature = "(what it is)"          // what it inherits from, and whether it can grow
	ofOrder  = "(order of properties)" // in which a page finds those that the platform has
)

// patches compares what the page's scripts see of the platform, by its hashes, with what the lab's
// own world sees, calls each patched function wrongly and finds its code.
func (r *runner) patches(ctx context.Context, now map[string]uint32) ([]Patch, error) {
	list, err := r.replaced(ctx, now)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if err := r.tryAll(ctx, list); err != nil {
		return nil, err
	}
	return list, r.locate(ctx, list)
}

// replaced lists what is not native, by the hashes of the page's own world.
func (r *runner) replaced(ctx context.Context, now map[string]uint32) ([]Patch, error) {
	native, err := r.natives(ctx)
	if err != nil {
		return nil, err
	}
	var holders []string
	for name, hash := range now {
		if was, ok := native.hashes[name]; ok && was != hash {
			holders = append(holders, name)
		}
	}
	slices.Sort(holders)
	return r.changed(ctx, native, holders)
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
	var after map[string]details
	if err := r.globals(ctx, true, "details", browser.Quote(holders), &after); err != nil {
		return nil, err
	}
	var list []Patch
	for _, holder := range holders {
		list = append(list, compared(holder, before[holder], after[holder])...)
	}
	slices.SortFunc(list, func(a, b Patch) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

// compared lists what of one holder is not native.
func compared(holder string, before, after details) (list []Patch) {
	was, is := before.signatures(), after.signatures()
	for property, signature := range is {
		if was[property] != signature {
			list = append(list, Patch{Holder: holder, Property: property, Native: was[property], Now: signature})
		}
	}
	for property, signature := range was {
		if _, there := is[property]; !there {
			list = append(list, Patch{Holder: holder, Property: property, Native: signature})
		}
	}
	if before.Nature != after.Nature {
		list = append(list, Patch{Holder: holder, Property: ofNature, Native: before.Nature, Now: after.Nature})
	}
	if order, now := before.order(is), after.order(was); order != now {
		list = append(list, Patch{Holder: holder, Property: ofOrder, Native: order, Now: now})
	}
	return list
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
		if p.Native != "" && p.Now != "" && p.Property != ofNature && p.Property != ofOrder {
			names, at = append(names, [2]string{p.Holder, p.Property}), append(at, i)
		}
	}
	return names, at
}

// tryAll calls each patched function wrongly, in both worlds.
func (r *runner) tryAll(ctx context.Context, list []Patch) error {
	names, at := pairs(list)
	if len(names) == 0 {
		return nil
	}
	native, err := r.natives(ctx)
	if err != nil {
		return err
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
		list[at[i]].Misuse = [2]string{before[i], after[i]}
	}
	return nil
}

// try calls functions wrongly in one world and tells what came of each.
func (r *runner) try(ctx context.Context, main bool, names [][2]string) ([]string, error) {
	var outcomes []string
	err := r.globals(ctx, main, "misuse", browser.Quote(names), &outcomes)
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
