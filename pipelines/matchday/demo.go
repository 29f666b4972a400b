package main

import (
	"io"
	"log/slog"
	"path/filepath"
	"runtime/debug"

	"github.com/urfave/cli/v2"

	"matchday/pipelines/demo"
)

func (p *program) demo() *cli.Command {
	return p.command(&cli.Command{
		Name:        "demo",
		Usage:       "play three weeks of all jobs against the simulator, and print a summary",
		Description: "Needs no key and no files: lands some seasons of an invented football world, trains,\nand plays three weeks of the crontab on a virtual clock. The home must be empty or hold\na demo (default: ./data/demo). Run again, the demo goes on where it stopped; one that\nis over prints its summary again.\n\nExamples:\n  matchday demo\n  matchday demo --days 42\n  matchday --home ~/real demo --real\n  matchday --home /tmp/demo demo --restart\n  matchday --home /tmp/files demo --files",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "days", Value: 21, Usage: "play `N` days in all"},
			&cli.IntFlag{Name: "clubs", Value: 16, Usage: "`N` clubs in each of the four leagues, an even number; for a new demo"},
			&cli.Uint64Flag{Name: "seed", Usage: "draw the world from the number `N`; for a new demo", DefaultText: "1; 13 with --files"},
			&cli.BoolFlag{Name: "files", Usage: "the jobs download match files, as they do without a key, and ask no API"},
			&cli.BoolFlag{Name: "restart", Usage: "remove the demo in the home, and start from the beginning"},
			&cli.BoolFlag{Name: "real", Usage: "use the API in place of the simulator, with the key in " + keyVariable + ": land three years, train, and run each job once"},
		},
	}, p.runDemo)
}

// demoGC lets the heap grow to five times what is in use, up to demoHeap bytes: for
// the demo, time counts for more than memory.
const (
	demoGC   = 400
	demoHeap = 2 << 30
)

func (p *program) runDemo(s *session, c *cli.Context) (report, error) {
	if n := c.Int("days"); n < 1 || n > 84 {
		return nil, usagef("--days: %d is not between 1 and 84", n)
	}
	if n := c.Int("clubs"); n < 8 || n > 18 || n%2 != 0 {
		return nil, usagef("--clubs: %d is not an even number between 8 and 18", n)
	}
	if c.IsSet("seed") && c.Uint64("seed") == 0 {
		return nil, usagef("--seed: 0 is not a number above 0")
	}
	if _, ok := p.env("MATCHDAY_HOME"); !ok && flagged(c, "home").source == "" {
		s.Home = filepath.Join(s.Home, "demo")
	}
	if _, ok := p.env("MATCHDAY_LOG_LEVEL"); !ok && flagged(c, "log-level").source == "" {
		// Hundreds of runs would log every fetch.
		s.Log = slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	debug.SetGCPercent(demoGC)
	debug.SetMemoryLimit(demoHeap)
	var messages io.Writer
	if !s.json {
		messages = p.stderr
	}
	o := demo.Options{Days: c.Int("days"), Clubs: c.Int("clubs"), Restart: c.Bool("restart"), Files: c.Bool("files"), Seed: c.Uint64("seed"), Messages: messages}
	if c.Bool("real") && c.Bool("files") {
		return nil, usagef("--real asks the API, and --files asks none: say one of them")
	}
	if c.Bool("real") {
		if token, _ := p.env(keyVariable); token == "" {
			return nil, usagef("--real: no API key: set %s", keyVariable)
		}
		api, err := p.source(c)
		if err != nil {
			return nil, err
		}
		return demo.RunReal(c.Context, s.Env, o, api)
	}
	return demo.Run(c.Context, s.Env, o)
}
