package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"replaylab/lab"
	"replaylab/lab/known"
	"replaylab/lab/scenario"
)

type lintArgs struct {
	write, reference, coverage bool
}

func lintCommand() *cobra.Command {
	a := lintArgs{}
	c := &cobra.Command{
		Use:   "lint [FILE…]",
		Short: "Check scenario files and list what they hold",
		Long: `Check scenario files and list the scenarios in them: those of this checkout if no file is named.
Mistakes are printed with file, line and the nearest valid word; the exit code is then 2.`,
		Example: `  replaylab lint                        check all scenarios and list them
  replaylab lint --write my.txtar       check one and bring it into the usual layout
  replaylab lint --reference            the language, as Markdown
  replaylab lint --coverage             which rows of the catalogue the scenarios cover`,
		RunE: func(c *cobra.Command, args []string) error { return runLint(os.Stdout, args, a) },
	}
	c.Flags().BoolVar(&a.write, "write", false, "rewrite the files in the usual layout")
	c.Flags().BoolVar(&a.reference, "reference", false, "print the reference of the scenario language")
	c.Flags().BoolVar(&a.coverage, "coverage", false, "print which rows the scenarios cover, and which of those that are marked wrong they find")
	return c
}

func runLint(out io.Writer, args []string, a lintArgs) error {
	if a.reference {
		_, err := io.WriteString(out, scenario.Reference())
		return err
	}
	if a.write {
		if err := format(out, args); err != nil {
			return err
		}
	}
	list, err := lintAll(args)
	if err != nil {
		return err
	}
	if a.coverage {
		return coverage(out, list)
	}
	for _, s := range list {
		fmt.Fprintf(out, "%-44s %s\n", s.ID, s.Title)
	}
	plural := "s"
	if len(list) == 1 {
		plural = ""
	}
	fmt.Fprintf(out, "%d scenario%s, no mistakes\n", len(list), plural)
	return nil
}

// lintAll reads every file and gathers the mistakes of all of them.
func lintAll(paths []string) ([]scenario.Scenario, error) {
	if len(paths) == 0 {
		return scenario.ParseFS(files(), nil, lab.Language())
	}
	var list []scenario.Scenario
	var errs []error
	for _, p := range paths {
		more, err := parseFile(p)
		if err != nil {
			errs = append(errs, err)
		}
		list = append(list, more...)
	}
	return list, errors.Join(errs...)
}

func format(out io.Writer, paths []string) error {
	if len(paths) == 0 {
		var err error
		if paths, err = filepath.Glob("scenarios/*/*.txtar"); err != nil || len(paths) == 0 {
			return errors.New("--write: there are no scenario files below this folder; name them")
		}
	}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		neat, err := scenario.Format(data)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		if string(neat) == string(data) {
			continue
		}
		if err := os.WriteFile(p, neat, 0o644); err != nil {
			return err
		}
		fmt.Fprintln(out, "rewrote", p)
	}
	return nil
}

// coverage prints which rows the scenarios cover and, of those that are marked as wrong for an SDK,
// which scenario finds it.
func coverage(out io.Writer, list []scenario.Scenario) error {
	failures, err := knownFailures("")
	if err != nil {
		return err
	}
	data, name, err := scenarioFile("", "catalogue.yaml")
	if err != nil {
		return err
	}
	catalogue, err := known.ParseCatalogue(name, data)
	if err != nil {
		return err
	}
	marked := map[string]known.Row{}
	for _, r := range catalogue.Rows {
		marked[r.Row] = r
	}
	covered := scenario.Coverage(list)
	rows := scenario.Rows()
	n := 0
	var missing, inexpressible []string
	for _, row := range rows {
		by := covered[row]
		if len(by) > 0 {
			n++
		}
		r, wrong := marked[row]
		found := failures.Finders(catalogue.SDK, by)
		line := strings.Join(by, ", ")
		switch {
		case !wrong:
		case r.Needs != "":
			line = r.Marked + ", which takes a verb that there is not: " + r.Needs
			inexpressible = append(inexpressible, row)
		case len(found) > 0:
			line = r.Marked + ", found by " + strings.Join(found, ", ")
		default:
			line = r.Marked + ", not found; covered by " + cmp.Or(line, "no scenario")
			missing = append(missing, row)
		}
		if line != "" {
			fmt.Fprintf(out, "%-14s %s\n", row, line)
		}
	}
	_, err = fmt.Fprintf(out, "%d of %d rows covered\n%d rows are marked FAIL or LEAK for %s: %d found, %d take a verb that there is not, %d not found\n",
		n, len(rows), len(marked), catalogue.SDK, len(marked)-len(inexpressible)-len(missing), len(inexpressible), len(missing))
	return err
}
