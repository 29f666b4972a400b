package main

import (
	"github.com/urfave/cli/v2"

	"matchday"
	"matchday/pipelines/ingest"
	"matchday/stages/land/download"
)

func (p *program) land() *cli.Command {
	footballdata := p.command(&cli.Command{
		Name:        "footballdata",
		Usage:       "land and stage match files of football-data.co.uk",
		ArgsUsage:   "[PATH…]",
		Description: "Copies CSV files, or all below folders, into the lake, stages them and publishes\nanalytics.duckdb. Landing a file twice changes nothing. A file that is not a match file,\nor of which no row can be used, is refused by name (exit 1); the others land.\n\nWith --download it fetches the files from the publisher, one at a time and with pauses:\nthose of past seasons once, those of the last two seasons and of coming fixtures if they\nhave changed. Run it again to fetch what failed.\n\nExamples:\n  matchday land footballdata ~/football-data/2324 ~/football-data/fixtures.csv\n  matchday land footballdata --download --divisions E0,E1,SC0 --since 2015",
		Flags:       downloadFlags(),
	}, p.sparing(landFootballData))
	return p.group(&cli.Command{
		Name:        "land",
		Usage:       "land data of a source in the lake, then stage the lake",
		Description: "Example:\n  matchday land footballdata ~/football-data",
		Subcommands: []*cli.Command{footballdata, p.landSportmonks(), p.landAppearances(), p.landLineups()},
	})
}

func downloadFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "download", Usage: "fetch the files from the publisher"},
		&cli.StringFlag{Name: "divisions", DefaultText: "footballdata.divisions", Usage: "with --download: `CODES` such as E0,SC1,ARG, or all"},
		&cli.IntFlag{Name: "since", DefaultText: "footballdata.since", Usage: "with --download: the `YEAR` in which the first season began"},
		&cli.StringFlag{Name: "base-url", DefaultText: "footballdata.base_url", Usage: "with --download: fetch from this `URL`"},
		&cli.BoolFlag{Name: "dry-run", Usage: "with --download: list what would be asked for"},
	}
}

func landFootballData(s *session, c *cli.Context) (report, error) {
	if c.Bool("download") {
		o, err := downloadOptions(s, c)
		if err != nil {
			return nil, err
		}
		return ingest.Download(c.Context, s.Env, o)
	}
	for _, name := range []string{"divisions", "since", "base-url", "dry-run"} {
		if c.IsSet(name) {
			return nil, usagef("--%s goes with --download", name)
		}
	}
	if c.NArg() == 0 {
		return nil, usageError{"want PATH… or --download, got 0 arguments", c.Command.HelpName}
	}
	return ingest.LandFiles(c.Context, s.Env, c.Args().Slice())
}

// downloadOptions are the configuration's, with what the flags say.
func downloadOptions(s *session, c *cli.Context) (o ingest.DownloadOptions, err error) {
	if err := noArguments(c); err != nil {
		return o, err
	}
	o = ingest.DownloadOptions{FootballData: s.Config.FootballData, DryRun: c.Bool("dry-run")}
	if c.IsSet("divisions") {
		if o.Divisions, err = parseList(c, "divisions"); err != nil {
			return o, err
		}
	}
	if _, err := download.ParseDivisions(o.Divisions); err != nil {
		return o, usagef("--divisions: %v", err)
	}
	if c.IsSet("since") {
		o.Since = c.Int("since")
		if o.Since < matchday.FirstPublishedSeason || o.Since > s.Now().Year() {
			return o, usagef("--since: %d is not the year of a season, from %d to %d", o.Since, matchday.FirstPublishedSeason, s.Now().Year())
		}
	}
	if c.IsSet("base-url") {
		o.BaseURL = c.String("base-url")
	}
	if _, err := download.New(download.Config{BaseURL: o.BaseURL, Now: s.Now}); err != nil {
		return o, usagef("--base-url: %v", err)
	}
	return o, nil
}
