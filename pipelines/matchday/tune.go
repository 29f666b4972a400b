package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines/backtest"
)

func (p *program) tune() *cli.Command {
	return p.command(&cli.Command{
		Name:        "tune",
		Usage:       "search for better training settings, on seasons that no quality table reports",
		Description: "Each trial changes one setting of the best so far and walks forward through the range.\nIt is kept if its log loss is lower by more than chance. After a kill, the same command\ngoes on where the search stopped.\n\nExample:\n  matchday tune --trials 20 --out tuned.yaml",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "trials", Value: 20, Usage: "try this `NUMBER` of settings"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "draw the trials from this `SEED`"},
			textFlag("from", "2006-07-01", "first match `DATE`"),
			textFlag("to", "2015-06-30", "last match `DATE`, included"),
			textFlag("step", "28d", stepUsage),
			textFlag("market", "past", marketUsage),
			textFlag("out", "tuned.yaml", "write the best settings to this configuration `FILE`"),
		},
	}, search)
}

func search(s *session, c *cli.Context) (report, error) {
	o := backtest.TuneOptions{Trials: c.Int("trials"), Seed: c.Uint64("seed"), Out: c.String("out")}
	if o.Trials < 0 {
		return nil, badValue(c, "trials", "a number from 0 up")
	}
	var err error
	if o.From, o.To, err = parseRange(c); err != nil {
		return nil, err
	}
	if o.Step, err = parseStep(c); err != nil {
		return nil, err
	}
	if o.Market, err = parseMarket(c); err != nil {
		return nil, err
	}
	return backtest.Tune(c.Context, s.Env, o)
}
