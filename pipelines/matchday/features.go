package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
)

func (p *program) features() *cli.Command {
	return p.command(&cli.Command{
		Name:        "features",
		Usage:       "build the features of all staged fixtures, one row a fixture",
		Description: "Example:\n  matchday --home ./data features",
	}, buildFeatures)
}

func buildFeatures(s *session, c *cli.Context) (report, error) {
	return ingest.Features(c.Context, s.Env)
}
