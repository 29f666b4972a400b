package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/runs"
)

func (p *program) runs() *cli.Command {
	return p.group(&cli.Command{
		Name:        "runs",
		Usage:       "take back a run that had a wrong clock",
		Description: "matchday sql \"FROM runs\" lists the runs.\n\nExample:\n  matchday runs forget hourly-20360101T000000Z",
		Subcommands: []*cli.Command{
			p.command(&cli.Command{
				Name: "forget", Usage: "let runs of an earlier clock follow a run that changed no book", ArgsUsage: "RUN",
				Description: "A run is refused if its clock is an hour or more before that of the last run. One whose\nclock was wrong stops all others, until it is taken back. A run that placed or settled\nbets, moved money or wrote results is not taken back (exit 3).\n\nExample:\n  matchday runs forget --why \"the clock's battery was empty\" hourly-20360101T000000Z",
				Flags:       []cli.Flag{textFlag("why", "its clock was wrong", "the `REASON`, which the warehouse records")},
			}, forgetRun),
		},
	})
}

func forgetRun(s *session, c *cli.Context) (report, error) {
	return runs.Forget(c.Context, s.Env, c.Args().First(), c.String("why"))
}
