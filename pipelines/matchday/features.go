package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
)

func (p *program) features() *cli.Command {
	return p.command(&cli.Command{
		Name:        "features",
		Usage:       "build the lake's feature rows, one a fixture, from what is staged",
		Description: "Example:\n  matchday --home ./data features",
	}, buildFeatures)
}

func buildFeatures(s *session, c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	r, err := ingest.Features(c.Context, s.Env)
	return s.finish(r, err)
}
