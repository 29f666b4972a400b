package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/weekly"
)

func (p *program) weekly() *cli.Command {
	return p.command(&cli.Command{
		Name:        "weekly",
		Usage:       "train new models, and deploy them if they are good enough and no worse",
		Description: "With an API key, fetches what is new since the last landed day; with footballdata.download\nin the configuration, the publisher's files. Stages the lake, trains\non all of it, and validates on the last weeks, which the validated models have not seen.\nA candidate that passes the gate becomes the champion. If the gate rejects it, the\nchampion stays (exit 3).\n\nExamples:\n  matchday weekly --market past\n  matchday weekly --dry-run",
		Flags: append([]cli.Flag{
			textFlag("market", "past", marketUsage),
			&cli.BoolFlag{Name: "dry-run", Usage: "do the work in a scratch folder, print the verdict, change nothing"},
			&cli.BoolFlag{Name: "force-deploy", Usage: "deploy even a candidate that the gate rejects; the warehouse records it"},
			&cli.StringFlag{Name: "why", Usage: "the `REASON` for --force-deploy, which the warehouse records"},
		}, sourceFlags()...),
	}, p.sparing(p.runWeekly))
}

func (p *program) runWeekly(s *session, c *cli.Context) (report, error) {
	market, err := parseMarket(c)
	if err != nil {
		return nil, err
	}
	o := weekly.Options{Market: market, DryRun: c.Bool("dry-run"), Force: c.Bool("force-deploy"), Why: c.String("why")}
	sources, err := p.sources(s, c)
	if err != nil {
		return nil, err
	}
	o.Fetch = sources.Weekly()
	return weekly.Run(c.Context, s.Env, o)
}
