package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
	"matchday/pipelines/live"
)

func (p *program) lineups() *cli.Command {
	return p.command(&cli.Command{
		Name:        "lineups",
		Usage:       "look for the line-ups of fixtures that start within two hours, and predict anew with them",
		Description: "--json says what moved and by how much.\n\nExample:\n  matchday lineups",
		Flags:       sourceFlags(),
	}, func(s *session, c *cli.Context) error {
		if err := noArguments(c); err != nil {
			return err
		}
		fetch, err := p.fetch(c, ingest.QueryLineups())
		if err != nil {
			return err
		}
		r, err := live.Lineups(c.Context, s.Env, live.LineupsOptions{Fetch: fetch})
		return s.finish(r, err)
	})
}
