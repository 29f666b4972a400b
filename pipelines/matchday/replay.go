package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/replay"
)

func (p *program) replay() *cli.Command {
	return p.command(&cli.Command{
		Name:        "replay",
		Usage:       "run past runs again, and compare the results with what was stored",
		Description: "Runs of hourly, lineups and settle are repeated with what had landed by their clock, and\nwith the model version, configuration and warehouse of that time. Every value must equal\nthe stored one to the bit; else a table lists the differences (exit 3). Nothing in the\nhome is changed.\n\nExamples:\n  matchday replay --run hourly-20250307T130000Z\n  matchday replay --all",
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "run", Usage: "the run's `ID` in the table runs; may be given more than once"},
			&cli.BoolFlag{Name: "all", Usage: "replay every run that can be replayed"},
		},
	}, replayCommand)
}

func replayCommand(s *session, c *cli.Context) (report, error) {
	runs := c.StringSlice("run")
	if c.Bool("all") == (len(runs) > 0) {
		return nil, usagef("want either --run ID or --all")
	}
	return replay.Run(c.Context, s.Env, replay.Options{Runs: runs})
}
