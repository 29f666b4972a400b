package main

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"matchday/config"
)

// program is one execution of the command, with what the system gives it.
type program struct {
	args           []string
	env            func(string) (string, bool)
	stdin          io.Reader
	stdout, stderr io.Writer // cleaned of what a terminal should not see
	// Behind them: for progress bars, and for bytes that another program reads.
	rawStdout, rawStderr io.Writer
}

// app returns the command with all its subcommands.
func (p *program) app() *cli.App {
	return &cli.App{
		Name:            "matchday",
		Usage:           "predict football matches, and account for every bet",
		UsageText:       "matchday [global options] command [options] [arguments]",
		Description:     "Examples:\n  matchday land footballdata ~/football-data\n  matchday backtest --from 2015-07-01 --to 2018-06-30\n  matchday sql \"SELECT * FROM predictions ORDER BY prediction_time DESC LIMIT 10\"\n\nExit codes: 0 done, 1 failed, 2 bad usage, input or configuration, 3 refused by a gate or check, 75 a lock was held for too long.",
		Version:         version(),
		HideHelpCommand: true,
		// "matchday completion" prints the scripts that ask for it.
		EnableBashCompletion: true,
		Flags:                globalFlags(),
		Writer:               p.stdout,
		ErrWriter:            p.stderr,
		ExitErrHandler:       func(*cli.Context, error) {}, // exit decides
		OnUsageError:         onUsageError,
		Action:               p.noCommand,
		Commands: []*cli.Command{
			p.land(),
			p.features(),
			p.backtest(),
			p.weekly(),
			p.models(),
			p.tune(),
			p.hourly(),
			p.lineups(),
			p.settle(),
			p.today(),
			p.bets(),
			p.bankroll(),
			p.runs(),
			p.explain(),
			p.replay(),
			p.sql(),
			p.check(),
			p.restore(),
			p.example(),
			p.simulator(),
			p.demo(),
			p.config(),
			p.completion(),
		},
	}
}

// noCommand runs when no command was recognised.
func (p *program) noCommand(c *cli.Context) error {
	switch {
	case c.Args().Present():
		word := c.Args().First()
		return usageError{fmt.Sprintf("unknown command %q%s; the commands are %s", word,
			config.DidYouMean(word, names(c.Command.Subcommands)), strings.Join(names(c.Command.Subcommands), ", ")), c.Command.HelpName}
	case len(p.args) > 1:
		return usageError{"no command; the commands are " + strings.Join(names(c.Command.Subcommands), ", "), c.Command.HelpName}
	}
	return cli.ShowAppHelp(c)
}

func names(commands []*cli.Command) (out []string) {
	for _, c := range commands {
		if !c.Hidden {
			out = append(out, c.Name)
		}
	}
	return out
}

// action is what a command does once the global flags are read. Its report is
// printed; a nil one means that the action has printed all there is.
type action func(*session, *cli.Context) (report, error)

// command completes a command that has an action. It allows global flags behind its
// name, checks the arguments, and prints the report.
func (p *program) command(c *cli.Command, do action) *cli.Command {
	c.HideHelpCommand = true
	c.OnUsageError = onUsageError
	c.Flags = append(c.Flags, globalFlags()...)
	c.Action = func(c *cli.Context) error {
		if err := p.strayFlag(c); err != nil {
			return err
		}
		if err := checkArguments(c); err != nil {
			return err
		}
		s, err := p.session(c)
		if err != nil {
			return err
		}
		r, err := do(s, c)
		return s.finish(r, err)
	}
	return c
}

// sparingGC lets the heap grow to one and a half times what is in use, not to twice: what
// works on all fixtures at once shares the machine with the hourly job.
const sparingGC = 50

// sparing is an action that takes less memory for some more work, unless GOGC says how
// much.
func (p *program) sparing(do action) action {
	return func(s *session, c *cli.Context) (report, error) {
		if _, said := p.env("GOGC"); !said {
			debug.SetGCPercent(sparingGC)
		}
		return do(s, c)
	}
}

// group completes a command that only holds others.
func (p *program) group(c *cli.Command) *cli.Command {
	c.HideHelpCommand = true
	c.OnUsageError = onUsageError
	c.Flags = globalFlags()
	c.Action = p.noCommand
	return c
}

// strayFlag refuses a flag behind a positional argument, which the library would
// take for another argument. Behind "--" it is one.
func (p *program) strayFlag(c *cli.Context) error {
	arguments := c.Args().Slice()
	if first := len(p.args) - len(arguments); p.args[first-1] == "--" {
		return nil
	}
	for i, a := range arguments {
		if strings.HasPrefix(a, "-") && a != "-" {
			return usageError{fmt.Sprintf("flag %s stands behind the argument %q: flags come before arguments", a, arguments[max(i-1, 0)]), c.Command.HelpName}
		}
	}
	return nil
}

// checkArguments compares the number of positional arguments with the command's
// ArgsUsage: a name in brackets may be left out, one with "…" may be repeated.
func checkArguments(c *cli.Context) error {
	wanted := strings.Fields(c.Command.ArgsUsage)
	least, most := 0, len(wanted)
	for _, name := range wanted {
		if !strings.HasPrefix(name, "[") {
			least++
		}
		if strings.Contains(name, "…") {
			most = c.NArg()
		}
	}
	switch {
	case len(wanted) == 0:
		return noArguments(c)
	case c.NArg() < least || c.NArg() > most:
		return usageError{fmt.Sprintf("want %s, got %d arguments", c.Command.ArgsUsage, c.NArg()), c.Command.HelpName}
	}
	return nil
}

// noArguments refuses positional arguments.
func noArguments(c *cli.Context) error {
	if c.Args().Present() {
		return usageError{fmt.Sprintf("unexpected argument %q", c.Args().First()), c.Command.HelpName}
	}
	return nil
}
