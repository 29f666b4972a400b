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
		Description: "Reads CSV files, or all below folders, into the lake, stages them and publishes\nanalytics.duckdb. Landing a file twice changes nothing. A file that is not such a\nCSV is refused by name (exit 1); the others land.\n\nExample:\n  matchday land footballdata ~/football-data/2324 ~/football-data/fixtures.csv",
	}, landFootballData)
	return p.group(&cli.Command{
		Name:        "land",
		Usage:       "take in what a source says: raw into the lake, then staged",
		Description: "Example:\n  matchday land footballdata ~/football-data",
		Subcommands: []*cli.Command{footballdata, p.landSportmonks(), p.landAppearances(), p.landLineups()},
	})
}

func landFootballData(s *session, c *cli.Context) error {
	if c.NArg() == 0 {
		return usageError{"no file or folder to land", c.Command.HelpName}
	}
	r, err := ingest.LandFiles(c.Context, s.Env, c.Args().Slice())
	return s.finish(r, err)
}
