package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"matchday/pipelines/backtest"
)

func (p *program) backtest() *cli.Command {
	text := func(name, value, usage string) cli.Flag {
		return &cli.StringFlag{Name: name, Value: value, Usage: usage}
	}
	return p.command(&cli.Command{
		Name:        "backtest",
		Usage:       "predict, bet and settle past fixtures as they would have been, walking forward",
		Description: "Each fixture is predicted as of the moment at which its prices were collected, by\nmodels that know nothing later. The home's warehouse then holds the predictions,\nbets and ledger of this backtest in place of an earlier one's.\n\nExample:\n  matchday backtest --from 2015-07-01 --to 2018-06-30 --divisions E0,D1 --out predictions.parquet",
		Flags: []cli.Flag{
			text("from", "", "first match `DATE` (default: five seasons before the last result)"),
			text("to", "", "last match `DATE`, included (default: the last in the files)"),
			text("divisions", "", "only these divisions, a `LIST` such as E0,D1 (default: all)"),
			text("step", "7d", "refit Dixon-Coles and Elo every so many `DAYS`"),
			text("market", "past", "`GROUP` of features from prices: off, past (earlier fixtures' prices) or on (the fixture's own too)"),
			text("out", "", "also write all models' predictions to `FILE`, .parquet or .csv"),
		},
	}, backtestCommand)
}

func backtestCommand(s *session, c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	o, err := backtestOptions(c)
	if err != nil {
		return err
	}
	r, err := backtest.Run(c.Context, s.Env, o)
	return s.finish(r, err)
}

// backtestOptions reads the command's flags and refuses, before any work, what
// could not end well.
func backtestOptions(c *cli.Context) (o backtest.Options, err error) {
	if o.From, err = parseDate(c, "from"); err != nil {
		return o, err
	}
	if o.To, err = parseDate(c, "to"); err != nil {
		return o, err
	}
	if !o.To.IsZero() && o.To.Before(o.From) {
		return o, usagef("--from %s is after --to %s", c.String("from"), c.String("to"))
	}
	if o.Divisions, err = parseList(c, "divisions"); err != nil {
		return o, err
	}
	if o.Step, err = parseDuration(c, "step"); err != nil {
		return o, err
	}
	if o.Step < 24*time.Hour {
		return o, badValue(c, "step", "at least a day, 1d")
	}
	if o.Market, err = parseChoice(c, "market", "off", "past", "on"); err != nil {
		return o, err
	}
	if !c.IsSet("out") {
		return o, nil
	}
	o.Out = c.String("out")
	if ext := strings.ToLower(filepath.Ext(o.Out)); ext != ".parquet" && ext != ".csv" {
		return o, badValue(c, "out", "a file that ends in .parquet or .csv")
	}
	if folder, err := os.Stat(filepath.Dir(o.Out)); err != nil || !folder.IsDir() {
		return o, badValue(c, "out", "in a folder that exists")
	}
	return o, nil
}
