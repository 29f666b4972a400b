package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"matchday/pipelines/backtest"
)

func (p *program) backtest() *cli.Command {
	return p.command(&cli.Command{
		Name:        "backtest",
		Usage:       "predict past fixtures as of their own moments, bet on them and settle the bets",
		Description: "Each fixture is predicted as of the moment at which its prices were collected, by\nmodels that know nothing later. The predictions, bets and ledger replace those of an\nearlier backtest in the home's warehouse.\n\nExample:\n  matchday backtest --from 2015-07-01 --to 2018-06-30 --divisions E0,D1 --out predictions.parquet",
		Flags: []cli.Flag{
			textFlag("from", "", "first match `DATE` (default: five seasons before the last result)"),
			textFlag("to", "", "last match `DATE`, included (default: the last in the files)"),
			textFlag("divisions", "", "only these divisions, a `LIST` such as E0,D1 (default: all)"),
			textFlag("step", "7d", stepUsage),
			textFlag("market", "past", marketUsage),
			textFlag("out", "", "also write all models' predictions to `FILE`, .parquet or .csv"),
		},
	}, p.sparing(backtestCommand))
}

func backtestCommand(s *session, c *cli.Context) (report, error) {
	o, err := backtestOptions(c)
	if err != nil {
		return nil, err
	}
	return backtest.Run(c.Context, s.Env, o)
}

// backtestOptions reads the command's flags, and refuses before any work what could
// not be done.
func backtestOptions(c *cli.Context) (o backtest.Options, err error) {
	if o.From, o.To, err = parseRange(c); err != nil {
		return o, err
	}
	if o.Divisions, err = parseList(c, "divisions"); err != nil {
		return o, err
	}
	if o.Step, err = parseStep(c); err != nil {
		return o, err
	}
	if o.Market, err = parseMarket(c); err != nil {
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
