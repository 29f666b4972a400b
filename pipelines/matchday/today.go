package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/bets"
)

func (p *program) today() *cli.Command {
	return p.command(&cli.Command{
		Name:        "today",
		Usage:       "list the bets to place now, with the lowest price still worth taking",
		Description: "Example:\n  matchday today",
	}, func(s *session, c *cli.Context) (report, error) {
		return bets.Today(c.Context, s.Env)
	})
}
