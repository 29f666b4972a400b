package main

import (
	"time"

	"github.com/urfave/cli/v2"

	"matchday/pipelines/backtest"
)

func (p *program) tune() *cli.Command {
	text := func(name, value, usage string) cli.Flag {
		return &cli.StringFlag{Name: name, Value: value, Usage: usage}
	}
	return p.command(&cli.Command{
		Name:        "tune",
		Usage:       "search for training settings, on seasons that no table of quality reports",
		Description: "Each trial turns one setting of the best so far and walks forward through the range;\nit is kept if its log loss is lower by more than chance. A search that was killed\ngoes on where it stopped when it is started again.\n\nExample:\n  matchday tune --trials 20 --out tuned.yaml",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "trials", Value: 20, Usage: "how many settings to try, a `NUMBER`"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "draw the trials from this `SEED`"},
			text("from", "2006-07-01", "first match `DATE`"),
			text("to", "2015-06-30", "last match `DATE`, included"),
			text("step", "28d", "refit Dixon-Coles and Elo every so many `DAYS`"),
			text("market", "past", "`GROUP` of features from prices: off, past or on"),
			text("out", "tuned.yaml", "write the best settings to this configuration `FILE`"),
		},
	}, search)
}

func search(s *session, c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	o := backtest.TuneOptions{Trials: c.Int("trials"), Seed: c.Uint64("seed"), Out: c.String("out")}
	if o.Trials < 0 {
		return badValue(c, "trials", "a number from 0 up")
	}
	var err error
	if o.From, err = time.Parse(time.DateOnly, c.String("from")); err != nil {
		return badValue(c, "from", "a date such as 2006-07-01")
	}
	if o.To, err = time.Parse(time.DateOnly, c.String("to")); err != nil || o.To.Before(o.From) {
		return badValue(c, "to", "a date such as 2015-06-30, not before --from")
	}
	if o.Step, err = parseDuration(c, "step"); err != nil {
		return err
	}
	if o.Step < 24*time.Hour {
		return badValue(c, "step", "at least a day, 1d")
	}
	if o.Market, err = parseChoice(c, "market", "off", "past", "on"); err != nil {
		return err
	}
	r, err := backtest.Tune(c.Context, s.Env, o)
	return s.finish(r, err)
}
