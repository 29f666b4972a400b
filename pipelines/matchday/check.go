package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/check"
)

func (p *program) check() *cli.Command {
	return p.command(&cli.Command{
		Name:        "check",
		Usage:       "run the checks of sql/checks on lake and warehouse",
		Description: "Dirt of the source only warns; a breach of what our own steps guarantee exits with 3.\n\nExample:\n  matchday --home ./data check",
	}, runChecks)
}

func runChecks(s *session, c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	r, err := check.Run(c.Context, s.Env)
	if err := s.finish(r, err); err != nil {
		return err
	}
	return r.Err()
}
