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
		Description: "Reads CSV files, plain or .zst, or all below folders: one row a player and fixture,\n" +
			"with the columns division, fd_season, fd_date, fd_home, fd_away, side (h or a),\n" +
			"player_key, started (0 or 1) and minutes. The columns source, player_name and\n" +
			"position are read where they are, any other column of numbers is kept as a measure.\n" +
			"The fixtures must have landed from another source. Landing a file twice changes\n" +
			"nothing, unless another column is called its rating.\n\n" +
			"Example:\n  matchday land appearances --rating ict_index ~/lineups/E0_2324.csv.zst",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "rating", Usage: "the `COLUMN` that says how well a player played (default: rating, if there is one)"},
		},
	}, func(s *session, c *cli.Context) error {
		if c.NArg() == 0 {
			return usageError{"no file or folder to land", c.Command.HelpName}
		}
		r, err := ingest.LandAppearances(c.Context, s.Env, c.Args().Slice(), c.String("rating"))
		return s.finish(r, err)
	})
}

// landLineups is what the command was called: it names the new word.
func (p *program) landLineups() *cli.Command {
	return p.command(&cli.Command{
		Name: "lineups", Usage: "the old name of appearances", ArgsUsage: "PATH…", Hidden: true,
		Flags: []cli.Flag{&cli.StringFlag{Name: "rating"}},
	}, func(*session, *cli.Context) error {
		return usagef("land lineups is now called land appearances: run matchday land appearances PATH…")
	})
}
