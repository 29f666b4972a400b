package main

import (
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
	"matchday/stages/land/sportmonks"
)

// keyVariable names the environment variable that holds the API's key, its only source.
const keyVariable = "SPORTMONKS_API_KEY"

func (p *program) landSportmonks() *cli.Command {
	return p.command(&cli.Command{
		Name:        "sportmonks",
		Usage:       "land and stage fixtures from the Sportmonks API, or files of its answers",
		ArgsUsage:   "[PATH…]",
		Description: "Asks the API for the fixtures of a range of days, with results, prices and line-ups.\nThe key comes from SPORTMONKS_API_KEY. After an interruption, the same command goes on\nwhere it stopped. With --files it lands the API's answers from files and folders\ninstead (.json, .jsonl; plain, .gz or .zst).\n\nExamples:\n  matchday land sportmonks --from 2025-07-01 --to 2025-11-30\n  matchday land sportmonks --files ~/sportmonks-answers",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "from", Usage: "first `DAY`, UTC, e.g. 2025-07-01 (default: ten days ago)"},
			&cli.StringFlag{Name: "to", Usage: "last `DAY`, UTC (default: in two days)"},
			&cli.StringFlag{Name: "leagues", Usage: "the API's ids of `LEAGUES`, separated by commas (default: all of the plan)"},
			&cli.StringFlag{Name: "base-url", Usage: "ask the API at this `URL` [$SPORTMONKS_BASE_URL] (default: " + sportmonks.BaseURL + ")"},
			&cli.BoolFlag{Name: "files", Usage: "the arguments are files and folders that hold the API's answers"},
			&cli.StringFlag{Name: "fetched-at", Usage: "with --files: the `RFC3339` moment at which the answers became known (default: the moment in the file, else the file's time)"},
			&cli.StringFlag{Name: "entity", Usage: "with --files: the `ENTITY` of objects that do not name one, e.g. fixture"},
		},
	}, func(s *session, c *cli.Context) (report, error) {
		o, err := p.sportmonksOptions(s, c)
		if err != nil {
			return nil, err
		}
		return ingest.LandSportmonks(c.Context, s.Env, o)
	})
}

func (p *program) sportmonksOptions(s *session, c *cli.Context) (o ingest.SportmonksOptions, err error) {
	if c.Bool("files") {
		if c.NArg() == 0 {
			return o, usageError{"--files: no file or folder to land", c.Command.HelpName}
		}
		o.Files, o.Entity = c.Args().Slice(), c.String("entity")
		token, _ := p.env(keyVariable)
		o.Key = sportmonks.NewKey(token) // for it to be struck out, should they hold it
		if c.IsSet("fetched-at") {
			if o.FetchedAt, err = time.Parse(time.RFC3339, c.String("fetched-at")); err != nil {
				return o, badValue(c, "fetched-at", "a moment such as 2025-11-30T12:00:00Z")
			}
		}
		return o, nil
	}
	if err := noArguments(c); err != nil {
		return o, err
	}
	if o.From, o.To, err = parseRange(c); err != nil {
		return o, err
	}
	today := s.Now().UTC().Truncate(24 * time.Hour)
	if o.From.IsZero() {
		o.From = today.AddDate(0, 0, -10)
	}
	if o.To.IsZero() {
		o.To = today.AddDate(0, 0, 2)
	}
	if o.To.Before(o.From) {
		return o, usagef("--from %s is after --to %s", o.From.Format(time.DateOnly), o.To.Format(time.DateOnly))
	}
	leagues, err := parseList(c, "leagues")
	if err != nil {
		return o, err
	}
	for _, text := range leagues {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return o, badValue(c, "leagues", "ids such as 8,9")
		}
		o.Leagues = append(o.Leagues, id)
	}
	if token, _ := p.env(keyVariable); token == "" {
		return o, usagef("no API key: set %s, or land files with --files", keyVariable)
	}
	source, err := p.source(c)
	o.BaseURL, o.Key, o.Cache = source.BaseURL, source.Key, source.Cache
	return o, err
}
