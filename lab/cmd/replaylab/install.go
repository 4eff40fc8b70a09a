package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"replaylab/lab/browser"
	"replaylab/sdkbundle/adapters"
	"replaylab/sdkbundle/npm"
)

// install gets what doctor would find missing: the browsers with their fonts, the pinned SDKs and
// players, and the packages that scenarios mount.
func install(ctx context.Context, b browsers, log io.Writer) error {
	cache, err := cache(log)
	if err != nil {
		return err
	}
	for _, r := range []struct {
		role browser.Role
		flag string
	}{{browser.Live, b.live}, {browser.Replay, b.replay}} {
		if _, err := require(ctx, r.role, r.flag, cache, log); err != nil {
			return err
		}
	}
	if problem := missingFonts(); problem != "" {
		if err := browser.Install(ctx, log); err != nil {
			return infrastructure(fmt.Errorf("install fonts: %w", err))
		}
	}
	all, err := loadScenarios(nil, "")
	if err != nil {
		return err
	}
	wanted := pinned()
	for _, s := range all {
		for _, m := range s.Mounts {
			if m.Package != "" {
				wanted = append(wanted, m.Package)
			}
		}
	}
	slices.Sort(wanted)
	for _, spec := range slices.Compact(wanted) {
		name, version := npm.Split(spec)
		if _, err := cache.Fetch(ctx, name, version); err != nil {
			return infrastructure(err)
		}
	}
	return nil
}

// pinned are the packages of all adapters, as name@version. What is part of this command has none.
func pinned() []string {
	var list []string
	for _, a := range adapters.All {
		if a.SDK != nil && a.SDK.Script == nil {
			list = append(list, a.SDK.Package+"@"+a.SDK.Version)
		}
		if a.Player != nil && a.Player.Script == nil {
			list = append(list, a.Player.Package+"@"+a.Player.Version)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
