package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
)

func (p *program) features() *cli.Command {
	return p.command(&cli.Command{
		Name:        "features",
		Usage:       "build the features of all staged fixtures, one row a fixture",
		Description: "It builds the columns that models read, or with --all all that the program computes.\n\nExample:\n  matchday --home ./data features",
		Flags:       []cli.Flag{&cli.BoolFlag{Name: "all", Usage: "build every feature that the program computes"}},
	}, buildFeatures)
}

func buildFeatures(s *session, c *cli.Context) (report, error) {
	return ingest.Features(c.Context, s.Env, c.Bool("all"))
}
