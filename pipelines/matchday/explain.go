package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/replay"
)

func (p *program) explain() *cli.Command {
	return p.command(&cli.Command{
		Name:        "explain",
		Usage:       "say how a prediction came about, and why it was bet on or not",
		ArgsUsage:   "FIXTURE",
		Description: "FIXTURE is a fixture's id, or a part of \"home - away\" that only one has. Of its predictions\nthe newest is explained, by what was known as of it and by the model that made it. With\n--json all features stand there with what they moved.\n\nExamples:\n  matchday explain \"Arsenal - Chelsea\"\n  matchday --json explain --run hourly-20250307T130000Z E0/2425/Arsenal/Chelsea/1",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "run", Usage: "the prediction of the run with this `ID`"},
			&cli.StringFlag{Name: "prediction", Usage: "the prediction with this `ID`"},
		},
	}, explain)
}

func explain(s *session, c *cli.Context) error {
	if c.NArg() != 1 {
		return usagef("explain wants one fixture, its id or a part of \"home - away\"")
	}
	r, err := replay.Explain(c.Context, s.Env, replay.ExplainOptions{
		Fixture: c.Args().First(), Run: c.String("run"), Prediction: c.String("prediction"),
	})
	return s.finish(r, err)
}
