package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"replaylab/reports"
)

func openCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "open [DIR]",
		Short:   "Open the report of a run in a browser: the newest one if none is named",
		Example: "  replaylab open\n  replaylab open reports/out/20260102-150405",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := filepath.Join("reports", "out", "latest")
			if len(args) > 0 {
				dir = args[0]
			}
			if _, err := reports.Read(dir); err != nil {
				return err
			}
			page, err := filepath.Abs(filepath.Join(dir, "index.html"))
			if err != nil {
				return err
			}
			return show(page)
		},
	}
}

// show hands a file or an address to whatever opens them on this machine.
func show(page string) error {
	names := []string{"xdg-open", "sensible-browser", "gio"}
	if runtime.GOOS == "darwin" {
		names = []string{"open"}
	}
	for _, name := range names {
		program, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		cmd := exec.Command(program, page)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err == nil {
			return cmd.Process.Release()
		}
	}
	if filepath.IsAbs(page) {
		page = "file://" + page
		fmt.Println(page)
	}
	return errors.New("nothing on this machine opens a page; the address above does in any browser")
}
