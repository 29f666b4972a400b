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
		Usage:       "play three weeks of all jobs against the simulator, and sum up",
		Description: "Needs no key and no files: lands some seasons of an invented football world, trains,\nand plays three weeks of the crontab on a virtual clock. Takes an empty home or a\ndemo's (default: ./data/demo); run again it goes on where it stopped, and a demo that\nis over prints its summary again.\n\nExamples:\n  matchday demo\n  matchday demo --days 42\n  matchday --home ~/real demo --real\n  matchday --home /tmp/demo demo --restart",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "days", Value: 21, Usage: "play `N` days in all"},
			&cli.IntFlag{Name: "clubs", Value: 16, Usage: "`N` clubs in each of the four leagues, an even number; of a demo that begins"},
			&cli.BoolFlag{Name: "restart", Usage: "remove what the demo left in its home, and begin anew"},
			&cli.BoolFlag{Name: "real", Usage: "ask the API instead, with the key in " + keyVariable + ": land three years, train, and run each job once"},
		},
	}, p.runDemo)
}

// demoGC lets the heap grow to five times what is kept, up to demoHeap bytes:
// the demo keeps what it has read, and time counts for more than memory.
const (
	demoGC   = 400
	demoHeap = 2 << 30
)

func (p *program) runDemo(s *session, c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	if n := c.Int("days"); n < 1 || n > 84 {
		return usagef("--days: %d is not between 1 and 84", n)
	}
	if n := c.Int("clubs"); n < 8 || n > 18 || n%2 != 0 {
		return usagef("--clubs: %d is not an even number between 8 and 18", n)
	}
	if _, ok := p.env("MATCHDAY_HOME"); !ok && flagged(c, "home").source == "" {
		s.Home = filepath.Join(s.Home, "demo")
	}
	if _, ok := p.env("MATCHDAY_LOG_LEVEL"); !ok && flagged(c, "log-level").source == "" {
		// Hundreds of runs would tell of everything that they fetched.
		s.Log = slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	debug.SetGCPercent(demoGC)
	debug.SetMemoryLimit(demoHeap)
	var tell io.Writer
	if !s.json {
		tell = p.stderr
	}
	o := demo.Options{Days: c.Int("days"), Clubs: c.Int("clubs"), Restart: c.Bool("restart"), Messages: tell}
	if c.Bool("real") {
		if !p.hasSource(c) {
			return usagef("--real: no API key: set %s", keyVariable)
		}
		api, err := p.source(c)
		if err != nil {
			return err
		}
		r, err := demo.RunReal(c.Context, s.Env, o, api)
		return s.finish(r, err)
	}
	r, err := demo.Run(c.Context, s.Env, o)
	return s.finish(r, err)
}
