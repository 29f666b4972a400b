package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"matchday/config"
	"matchday/pipelines/bets"
	"matchday/pipelines/job"
	"matchday/warehouse"
)

// Exit codes.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2  // bad usage, input or configuration
	exitRefused = 3  // refused by a gate or a check
	exitBusy    = 75 // a lock was held for too long; EX_TEMPFAIL of sysexits.h
)

// usageError is a mistake in flags, arguments, environment or configuration.
type usageError struct {
	message string
	command string // whose help to read; "" if help would not say more
}

func (e usageError) Error() string {
	if e.command == "" {
		return e.message
	}
	return fmt.Sprintf("%s (see %s --help)", e.message, e.command)
}

func usagef(format string, args ...any) error {
	return usageError{message: fmt.Sprintf(format, args...)}
}

// onUsageError rewrites the flag parser's errors; the library would print the whole
// help to stdout.
func onUsageError(c *cli.Context, err error, _ bool) error {
	message := err.Error()
	for theirs, ours := range map[string]string{
		"flag provided but not defined: -": "unknown flag --",
		"flag needs an argument: -":        "a value is missing behind --",
	} {
		if name, ok := strings.CutPrefix(message, theirs); ok {
			name = strings.TrimPrefix(name, "-")
			message = ours + name
			if strings.HasPrefix(ours, "unknown") {
				message += config.DidYouMean("--"+name, flagNames(c.Command))
			}
		}
	}
	return usageError{message: message, command: c.Command.HelpName}
}

// flagNames are a command's flags, each with its dashes.
func flagNames(c *cli.Command) (out []string) {
	for _, f := range append(slices.Clone(c.Flags), cli.HelpFlag) {
		out = append(out, "--"+f.Names()[0])
	}
	return out
}

// exit prints an error and returns the program's exit code; ctx is done if a
// signal ended the work.
func exit(ctx context.Context, stderr io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	err = job.NameFullDisk(err)
	message := err.Error()
	if ctx.Err() != nil {
		message = "interrupted: " + message
	}
	fmt.Fprintf(stderr, "matchday: %s\n", message)

	var (
		usage   usageError
		library cli.ExitCoder
		input   job.BadInput
		query   *warehouse.StatementError
		refused job.Refused
		live    *warehouse.LiveRunsError
		books   *warehouse.BacktestHomeError
		busy    *warehouse.BusyError
	)
	switch {
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &library): // help about a command that does not exist
		return exitUsage
	case errors.As(err, &input), errors.As(err, &query), errors.Is(err, bets.ErrNoSuchBet):
		return exitUsage
	case errors.As(err, &refused), errors.As(err, &live), errors.As(err, &books):
		return exitRefused
	case errors.As(err, &busy):
		return exitBusy
	}
	return exitFailed
}
