// Command replaylab finds out whether a session-replay capture SDK tells the truth.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Exit codes; see DESIGN, Verdicts. The codes of a run come from its results.
const (
	exitUsage          = 2
	exitInfrastructure = 3
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// exit is an error that carries an exit code, and that has been told already if it has no text.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// infrastructure marks an error as one of the lab or its browsers, not of the command line.
func infrastructure(err error) error {
	if err == nil {
		return nil
	}
	return &exit{exitInfrastructure, err}
}

func run(ctx context.Context, args []string) int {
	root := root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	code := exitUsage
	var e *exit
	if errors.As(err, &e) {
		code = e.code
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(os.Stderr, "replaylab:", text)
	}
	return code
}

func root() *cobra.Command {
	c := &cobra.Command{
		Use:   "replaylab",
		Short: "Find out whether a session-replay capture SDK tells the truth",
		Long: `replaylab drives a real Chromium through scripted pages that load a capture SDK as a
customer would, takes in what the SDK uploads, replays it in a second Chromium,
reads both pages through the browser's debugger, and reports every difference.`,
		Example: `  replaylab run --sdk rrweb@2.2.2                    every scenario, one SDK
  replaylab run --sdk rrweb=./dist/rrweb.js          a build of your own
  replaylab run --filter masking --sdk amplitude     scenarios with a label
  replaylab doctor                                   what is installed, what is missing`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	c.CompletionOptions.HiddenDefaultCmd = true
	c.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w (%s --help lists the flags)", err, c.CommandPath())
	})
	c.AddCommand(runCommand(), replayCommand(), lintCommand(), sdkCommand(), benchCommand(), fuzzCommand(), trustCommand(), doctorCommand(), openCommand(), serveCommand(), versionCommand())
	return c
}
