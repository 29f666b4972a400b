package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
	"matchday/pipelines/weekly"
)

func (p *program) weekly() *cli.Command {
	return p.command(&cli.Command{
		Name:        "weekly",
		Usage:       "train the models anew, and deploy them if they are good enough and no worse",
		Description: "Asks the API for what is new since the last landed day if there is a key, stages what\nhas landed, trains on all of it, validates on the last weeks, which the validated models\nhad not seen, and moves the champion's pointer. A candidate that\nthe gate rejects leaves the champion serving (exit 3).\n\nExamples:\n  matchday weekly --market past\n  matchday weekly --dry-run",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "market", Value: "past", Usage: "`GROUP` of features from prices: off, past (earlier fixtures' prices) or on (the fixture's own too)"},
			&cli.BoolFlag{Name: "dry-run", Usage: "do all of the work beside the real state, print the verdict, change nothing"},
			&cli.BoolFlag{Name: "force-deploy", Usage: "deploy even what the gate rejects; the warehouse says that it was overruled"},
			&cli.StringFlag{Name: "why", Usage: "the `REASON` to overrule the gate, for the books"},
		}, sourceFlags()...),
	}, p.runWeekly)
}

func (p *program) runWeekly(s *session, c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	market, err := parseChoice(c, "market", "off", "past", "on")
	if err != nil {
		return err
	}
	o := weekly.Options{Market: market, DryRun: c.Bool("dry-run"), Force: c.Bool("force-deploy"), Why: c.String("why")}
	if p.asks(c) {
		source, err := p.source(c)
		if err != nil {
			return err
		}
		o.Fetch = ingest.FetchWeekly(source)
	}
	r, err := weekly.Run(c.Context, s.Env, o)
	return s.finish(r, err)
}
