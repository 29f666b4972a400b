package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
)

func (p *program) landAppearances() *cli.Command {
	return p.command(&cli.Command{
		Name:      "appearances",
		Usage:     "land and stage tables of who played",
		ArgsUsage: "PATH…",
		Description: "Reads CSV files, plain or .zst, or all below folders: one row for each player of a fixture,\n" +
			"with the columns division, fd_season, fd_date, fd_home, fd_away, side (h or a),\n" +
			"player_key, started (0 or 1) and minutes. The columns source, player_name and\n" +
			"position are optional, and any other column of numbers is kept as a measure.\n" +
			"The fixtures must have landed from another source. Landing a file twice changes\n" +
			"nothing, unless --rating names another column.\n\n" +
			"Example:\n  matchday land appearances --rating ict_index ~/lineups/E0_2324.csv.zst",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "rating", Usage: "the `COLUMN` that says how well a player played (default: rating, if there is one)"},
		},
	}, func(s *session, c *cli.Context) (report, error) {
		return ingest.LandAppearances(c.Context, s.Env, c.Args().Slice(), c.String("rating"))
	})
}

// landLineups is the old name of the command. It runs nothing and names the new one.
func (p *program) landLineups() *cli.Command {
	return &cli.Command{Name: "lineups", Hidden: true, SkipFlagParsing: true, Action: func(*cli.Context) error {
		return usagef("land lineups is now called land appearances: run matchday land appearances PATH…")
	}}
}
