package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
	"matchday/pipelines/live"
)

func (p *program) settle() *cli.Command {
	return p.command(&cli.Command{
		Name:        "settle",
		Usage:       "settle bets on fixtures whose result is known, corrected results included",
		Description: "Exits with 1 if a bet could not be settled; the others are.\n\nExample:\n  matchday settle",
		Flags:       sourceFlags(),
	}, func(s *session, c *cli.Context) (report, error) {
		fetch, err := p.fetch(s, c, ingest.QueryResults())
		if err != nil {
			return nil, err
		}
		return live.Settle(c.Context, s.Env, live.SettleOptions{Fetch: fetch})
	})
}
