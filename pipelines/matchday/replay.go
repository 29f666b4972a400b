package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/replay"
)

func (p *program) replay() *cli.Command {
	return p.command(&cli.Command{
		Name:        "replay",
		Usage:       "make past runs again and say whether they come out the same",
		Description: "A run of hourly, lineups or settle is made again from what had landed by its clock,\nwith the model version, configuration and books of then, and compared to the bit with\nwhat the warehouse holds of it. Exits with 3 and a table if anything differs. Changes nothing.\n\nExamples:\n  matchday replay --run hourly-20250307T130000Z\n  matchday replay --all",
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "run", Usage: "the run's `ID` in the table runs; may be given more than once"},
			&cli.BoolFlag{Name: "all", Usage: "every run that can be made again"},
		},
	}, replayCommand)
}

func replayCommand(s *session, c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	runs := c.StringSlice("run")
	if c.Bool("all") == (len(runs) > 0) {
		return usagef("say which runs: --run ID, or --all")
	}
	r, err := replay.Run(c.Context, s.Env, replay.Options{Runs: runs})
	return s.finish(r, err)
}
