package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
)

func (p *program) land() *cli.Command {
	footballdata := p.command(&cli.Command{
		Name:        "footballdata",
		Usage:       "land and stage match files of football-data.co.uk",
		ArgsUsage:   "PATH…",
		Description: "Copies CSV files, or all below folders, into the lake, stages them and publishes\nanalytics.duckdb. Landing a file twice changes nothing. A file that is not a match file,\nor of which no row can be used, is refused by name (exit 1); the others land.\n\nExample:\n  matchday land footballdata ~/football-data/2324 ~/football-data/fixtures.csv",
	}, landFootballData)
	return p.group(&cli.Command{
		Name:        "land",
		Usage:       "land data of a source in the lake, then stage the lake",
		Description: "Example:\n  matchday land footballdata ~/football-data",
		Subcommands: []*cli.Command{footballdata, p.landSportmonks(), p.landAppearances(), p.landLineups()},
	})
}

func landFootballData(s *session, c *cli.Context) (report, error) {
	return ingest.LandFiles(c.Context, s.Env, c.Args().Slice())
}
