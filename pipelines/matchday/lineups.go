package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
	"matchday/pipelines/live"
)

func (p *program) lineups() *cli.Command {
	return p.command(&cli.Command{
		Name:        "lineups",
		Usage:       "look for line-ups of fixtures that start within two hours, and predict with them",
		Description: "The report says how the line-ups moved each prediction.\n\nExample:\n  matchday lineups",
		Flags:       sourceFlags(),
	}, func(s *session, c *cli.Context) (report, error) {
		fetch, err := p.fetch(s, c, ingest.QueryLineups())
		if err != nil {
			return nil, err
		}
		return live.Lineups(c.Context, s.Env, live.LineupsOptions{Fetch: fetch})
	})
}
