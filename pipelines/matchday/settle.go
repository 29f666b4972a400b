package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
	"matchday/pipelines/live"
)

func (p *program) settle() *cli.Command {
	return p.command(&cli.Command{
		Name:        "settle",
		Usage:       "settle bets by the results that have become known, corrections included",
		Description: "Exit code 1 if a bet could not be settled; the others are.\n\nExample:\n  matchday settle",
		Flags:       sourceFlags(),
	}, func(s *session, c *cli.Context) error {
		if err := noArguments(c); err != nil {
			return err
		}
		fetch, err := p.fetch(c, ingest.QueryResults())
		if err != nil {
			return err
		}
		r, err := live.Settle(c.Context, s.Env, live.SettleOptions{Fetch: fetch})
		return s.finish(r, err)
	})
}
