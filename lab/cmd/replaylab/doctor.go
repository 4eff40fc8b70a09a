package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"replaylab/lab/browser"
)

func doctorCommand() *cobra.Command {
	b := browsers{}
	get := false
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Say what is installed, what is missing and how to get it",
		Example: `  replaylab doctor
  replaylab doctor --install
  replaylab doctor --browser ws://10.0.0.5:9222/devtools/browser/… --advertise 10.0.0.2`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if get {
				if err := install(c.Context(), b, os.Stderr); err != nil {
					return err
				}
			}
			return runDoctor(c.Context(), os.Stdout, b)
		},
	}
	b.flags(c.Flags())
	c.Flags().BoolVar(&get, "install", false, "first get what is missing: browsers, fonts, SDKs, packages that scenarios use")
	return c
}

func runDoctor(ctx context.Context, out io.Writer, b browsers) error {
	healthy := true
	var live browser.Found // if it answers
	say := func(ok bool, name, text string) {
		mark := "ok     "
		if !ok {
			mark, healthy = "MISSING", false
		}
		fmt.Fprintf(out, "%s  %-16s %s\n", mark, name, text)
	}
	for _, r := range []struct {
		role browser.Role
		flag string
	}{{browser.Live, b.live}, {browser.Replay, b.replay}} {
		name := string(r.role) + " browser"
		found, err := browser.Find(r.role, r.flag)
		if err != nil {
			say(false, name, err.Error()+"\n"+how(r.role))
			continue
		}
		product, err := ask(ctx, found)
		if err != nil {
			say(false, name, err.Error())
			continue
		}
		say(true, name, fmt.Sprintf("%s, %s (%s)", product, first(found.Path, found.URL), found.From))
		if r.role == browser.Live {
			live = found
		}
	}
	note := func(name, text string) { fmt.Fprintf(out, "note     %-16s %s\n", name, text) }
	if err := checkHosts(b.advertise); err != nil {
		return err
	}
	if live.From != "" {
		reach(ctx, live, b.advertise, say, note)
	}
	tool(say, "npm", "--version", "needed to fetch SDKs and real applications: apt-get install npm, or nodejs.org")
	fonts(say)
	packages(out, say)
	if !healthy {
		return &exit{code: exitInfrastructure}
	}
	fmt.Fprintln(out, "\nEverything is there.")
	return nil
}

func how(role browser.Role) string {
	return "                            replaylab doctor --install gets it as root on Debian; otherwise: sudo apt-get install " +
		strings.Join(browser.Packages, " ") + "\n                            or name one with the flag, or with the variable, above (" + string(role) + ")"
}

// ask starts the browser, or dials it, and asks for its version.
func ask(ctx context.Context, found browser.Found) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	sup := &browser.Supervisor{Found: found}
	defer sup.Close()
	b := browser.Use(sup)
	defer b.Close()
	return b.Product(ctx)
}

func tool(say func(bool, string, string), name, flag, why string) {
	path, err := exec.LookPath(name)
	if err != nil {
		say(false, name, why)
		return
	}
	version, err := exec.Command(path, flag).Output()
	if err != nil {
		say(false, name, fmt.Sprintf("%s does not run: %v", path, err))
		return
	}
	say(true, name, strings.TrimSpace(string(version))+", "+path)
}

// fonts looks for those that give text the same width on every machine.
func fonts(say func(bool, string, string)) {
	if _, err := exec.LookPath("fc-list"); err != nil {
		say(true, "fonts", "unknown: fc-list is not installed, so nobody can tell")
	} else if problem := missingFonts(); problem != "" {
		say(false, "fonts", problem)
	} else {
		say(true, "fonts", "Liberation and DejaVu")
	}
}

// missingFonts says which font is not there and how to get it, or "".
func missingFonts() string {
	list, err := exec.Command("fc-list", ":", "family").Output()
	if err != nil {
		return ""
	}
	for _, family := range []string{"Liberation Sans", "DejaVu Sans"} {
		if !strings.Contains(string(list), family) {
			return family + " is not installed: apt-get install fonts-liberation fonts-dejavu-core"
		}
	}
	return ""
}

// packages says which pinned packages are in the cache. One that is not is fetched when needed.
func packages(out io.Writer, say func(bool, string, string)) {
	cache, err := cache(nil)
	if err != nil {
		say(false, "cache", err.Error())
		return
	}
	cached, err := cache.List()
	if err != nil {
		say(false, "cache", err.Error())
		return
	}
	have := map[string]bool{}
	for _, p := range cached {
		have[p.Name+"@"+p.Version] = true
	}
	for _, spec := range pinned() {
		if have[spec] {
			fmt.Fprintf(out, "ok       %-16s %s\n", "cache", spec)
		} else {
			fmt.Fprintf(out, "note     %-16s %s is fetched when first needed (replaylab sdk fetch)\n", "cache", spec)
		}
	}
}
