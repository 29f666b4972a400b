package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/check"
)

func (p *program) check() *cli.Command {
	return p.command(&cli.Command{
		Name:        "check",
		Usage:       "run the checks of sql/checks on lake and warehouse",
		Description: "Errors of a source only warn. A breach of what the jobs guarantee exits with 3.\n\nExample:\n  matchday --home ./data check",
	}, runChecks)
}

func runChecks(s *session, c *cli.Context) (report, error) {
	return check.Run(c.Context, s.Env)
}
