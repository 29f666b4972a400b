package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/replay"
)

func (p *program) explain() *cli.Command {
	return p.command(&cli.Command{
		Name:        "explain",
		Usage:       "explain a prediction, and why strategies bet on it or not",
		ArgsUsage:   "FIXTURE",
		Description: "FIXTURE is a fixture's id, or a part of \"home - away\" that only one fixture has. Its newest\nprediction is explained with what was known as of it and with the model that made it.\n--json lists all features and what they moved.\n\nExamples:\n  matchday explain \"Arsenal - Chelsea\"\n  matchday --json explain --run hourly-20250307T130000Z E0/2425/Arsenal/Chelsea/1",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "run", Usage: "explain the prediction of the run with this `ID`"},
			&cli.StringFlag{Name: "prediction", Usage: "explain the prediction with this `ID`"},
		},
	}, explain)
}

func explain(s *session, c *cli.Context) (report, error) {
	return replay.Explain(c.Context, s.Env, replay.ExplainOptions{
		Fixture: c.Args().First(), Run: c.String("run"), Prediction: c.String("prediction"),
	})
}
