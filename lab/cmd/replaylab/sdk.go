package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"replaylab/lab/build"
	"replaylab/sdkbundle/adapter"
	"replaylab/sdkbundle/adapters"
	"replaylab/sdkbundle/capture"
	"replaylab/sdkbundle/npm"
)

func sdkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "sdk",
		Short: "Show and fetch the SDKs and players that can be tested",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(&cobra.Command{
		Use:     "list",
		Short:   "List the SDKs and players, and what of them is in the cache",
		Example: "  replaylab sdk list",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runSDKList(os.Stdout) },
	}, &cobra.Command{
		Use:   "fetch [NAME[@VERSION]…]",
		Short: "Fetch SDKs and players into the cache: all pinned ones, or those named",
		Example: `  replaylab sdk fetch
  replaylab sdk fetch amplitude@1.51.6`,
		RunE: func(c *cobra.Command, args []string) error { return runSDKFetch(c.Context(), os.Stdout, args) },
	}, &cobra.Command{
		Use:     "write DIR",
		Short:   "Write the reference SDK as a package: scripts, ES modules and their types",
		Example: "  replaylab sdk write node_modules/" + capture.PackageName,
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return runSDKWrite(os.Stdout, args[0]) },
	})
	return c
}

func runSDKList(out io.Writer) error {
	cache, err := cache(nil)
	if err != nil {
		return err
	}
	cached, err := cache.List()
	if err != nil {
		return infrastructure(err)
	}
	versions := map[string][]string{}
	for _, p := range cached {
		versions[p.Name] = append(versions[p.Name], p.Version)
	}
	fmt.Fprintf(out, "%-10s %-7s %-36s %-9s %s\n", "NAME", "KIND", "PACKAGE", "PINNED", "IN THE CACHE")
	show := func(name, kind, pkg, version string) {
		have := "none"
		if len(versions[pkg]) > 0 {
			have = fmt.Sprint(versions[pkg])
		}
		fmt.Fprintf(out, "%-10s %-7s %-36s %-9s %s\n", name, kind, pkg, version, have)
	}
	builtIn := func(name, kind, version string) {
		fmt.Fprintf(out, "%-10s %-7s %-36s %-9s %s\n", name, kind, "none: part of this command", version, "not needed")
	}
	for _, a := range adapters.All {
		if a.SDK != nil && a.SDK.Script != nil {
			builtIn(a.Name, "SDK", a.SDK.Version)
		} else if a.SDK != nil {
			show(a.Name, "SDK", a.SDK.Package, a.SDK.Version)
		}
		if a.Player != nil && a.Player.Script != nil {
			builtIn(a.Name, "player", a.Player.Version)
		} else if a.Player != nil {
			show(a.Name, "player", a.Player.Package, a.Player.Version)
		}
	}
	_, err = fmt.Fprintln(out, "\nThe cache is", cache.Dir)
	return err
}

func runSDKFetch(ctx context.Context, out io.Writer, names []string) error {
	cache, err := cache(out)
	if err != nil {
		return err
	}
	wanted := map[string]string{} // package@version → what asked for it
	add := func(a adapter.Adapter, version string) {
		if a.SDK != nil && a.SDK.Script == nil {
			wanted[a.SDK.Package+"@"+first(version, a.SDK.Version)] = a.Name
		}
		if a.Player != nil && a.Player.Script == nil && version == "" {
			wanted[a.Player.Package+"@"+a.Player.Version] = a.Name
		}
	}
	for _, a := range adapters.All {
		if len(names) == 0 {
			add(a, "")
		}
	}
	for _, n := range names {
		spec, err := build.ParseSpec(n)
		if err != nil {
			return err
		}
		a, err := adapters.Find(spec.Name, false)
		if err != nil {
			return err
		}
		add(a, spec.Version)
	}
	for spec := range wanted {
		name, version := npm.Split(spec)
		if _, err := cache.Fetch(ctx, name, version); err != nil {
			return unfetched(err)
		}
	}
	return runSDKList(out)
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
