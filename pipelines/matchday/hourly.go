package main

import (
	"time"

	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
	"matchday/pipelines/live"
)

func (p *program) hourly() *cli.Command {
	return p.command(&cli.Command{
		Name:        "hourly",
		Usage:       "predict the fixtures of the next hours, and bet at the current prices",
		Description: "A fixture is predicted once in an hour of the clock, and a strategy bets once on a\nfixture's market. The report counts the selections without a bet by reason. Without an\nAPI key the job works on what has landed: the publisher's file of coming fixtures.\n\nExamples:\n  matchday hourly\n  matchday --json hourly --hours 96 --force",
		Flags: append([]cli.Flag{
			&cli.IntFlag{Name: "hours", Value: int(live.HourlyWithin.Hours()), Usage: "predict what kicks off within `N` hours"},
			&cli.BoolFlag{Name: "force", Usage: "predict again what was predicted in this hour"},
		}, sourceFlags()...),
	}, p.runHourly)
}

func (p *program) runHourly(s *session, c *cli.Context) (report, error) {
	if h := c.Int("hours"); h < 1 || h > 24*30 {
		return nil, usagef("--hours: %d is not between 1 and %d", h, 24*30)
	}
	within := time.Duration(c.Int("hours")) * time.Hour
	fetch, err := p.fetch(s, c, ingest.QueryComing(within))
	if err != nil {
		return nil, err
	}
	return live.Hourly(c.Context, s.Env, live.HourlyOptions{Within: within, Force: c.Bool("force"), Fetch: fetch})
}
