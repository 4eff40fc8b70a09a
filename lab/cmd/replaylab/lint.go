package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"replaylab/lab"
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
	c.Flags().BoolVar(&a.coverage, "coverage", false, "print which rows the scenarios cover")
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

func coverage(out io.Writer, list []scenario.Scenario) error {
	covered := scenario.Coverage(list)
	rows := scenario.Rows()
	n := 0
	for _, row := range rows {
		if by := covered[row]; len(by) > 0 {
			n++
			fmt.Fprintf(out, "%-14s %s\n", row, strings.Join(slices.Compact(by), ", "))
		}
	}
	_, err := fmt.Fprintf(out, "%d of %d rows covered\n", n, len(rows))
	return err
}
