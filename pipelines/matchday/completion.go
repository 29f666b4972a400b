package main

import (
	_ "embed" // for the shells' scripts
	"io"

	"github.com/urfave/cli/v2"
)

//go:embed completion.bash
var bashCompletion string

//go:embed completion.zsh
var zshCompletion string

func (p *program) completion() *cli.Command {
	return p.command(&cli.Command{
		Name:        "completion",
		Usage:       "print what lets a shell complete commands and flags",
		ArgsUsage:   "SHELL",
		Description: "SHELL is bash, zsh or fish.\n\nExamples:\n  source <(matchday completion bash)\n  matchday completion fish > ~/.config/fish/completions/matchday.fish",
	}, printCompletion)
}

func printCompletion(s *session, c *cli.Context) (report, error) {
	var script string
	switch shell := c.Args().First(); shell {
	case "bash":
		script = bashCompletion
	case "zsh":
		script = zshCompletion
	case "fish":
		var err error
		if script, err = c.App.ToFishCompletion(); err != nil {
			return nil, err
		}
	default:
		return nil, usageError{`"` + shell + `" is not one of bash, zsh, fish`, c.Command.HelpName}
	}
	_, err := io.WriteString(s.stdout, script)
	return nil, err
}
