package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
)

func (p *program) restore() *cli.Command {
	return p.command(&cli.Command{
		Name:  "restore",
		Usage: "make again what is lost or damaged of a home, from what is left",
		Description: "A warehouse that is gone is made of the published copy: every row of it but what\nwas written after the copy was published. The staged tables are made of what has\nlanded, and the copy of both. What is sound stays as it is.\n\n" +
			"Example:\n  matchday --home ./data restore",
	}, func(s *session, c *cli.Context) (report, error) {
		return ingest.Restore(c.Context, s.Env)
	})
}
