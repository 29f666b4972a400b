package main

import (
	"github.com/shopspring/decimal"
	"github.com/urfave/cli/v2"

	"matchday/pipelines/bets"
)

func (p *program) bets() *cli.Command {
	return p.group(&cli.Command{
		Name:        "bets",
		Usage:       "list the bets, and record which were placed",
		Description: "A bet that is neither confirmed nor declined stays a paper bet.\n\nExample:\n  matchday bets list",
		Subcommands: []*cli.Command{
			p.command(&cli.Command{
				Name: "list", Usage: "list the pending bets",
				Description: "Example:\n  matchday bets list --all",
				Flags:       []cli.Flag{&cli.BoolFlag{Name: "all", Usage: "list the settled and void bets too"}},
			}, listBets),
			p.command(&cli.Command{
				Name: "confirm", Usage: "record that a bet was placed, at which price and stake", ArgsUsage: "NUMBER",
				Description: "NUMBER is what \"matchday today\" and \"matchday bets list\" show, or the bet's id.\n\nExample:\n  matchday bets confirm --price 2.05 --stake 12.50 1a2b3c4d",
				Flags: []cli.Flag{
					&cli.StringFlag{Name: "price", Usage: "decimal `PRICE` taken"},
					&cli.StringFlag{Name: "stake", Usage: "`MONEY` staked"},
				},
			}, confirmBet),
			p.command(&cli.Command{
				Name: "decline", Usage: "record that a bet was not placed; it becomes void", ArgsUsage: "NUMBER",
				Description: "Example:\n  matchday bets decline 1a2b3c4d",
			}, declineBet),
		},
	})
}

func listBets(s *session, c *cli.Context) (report, error) {
	return bets.List(c.Context, s.Env, c.Bool("all"))
}

func confirmBet(s *session, c *cli.Context) (report, error) {
	price, err := parseMoney(c, "price")
	if err != nil {
		return nil, err
	}
	stake, err := parseMoney(c, "stake")
	if err != nil {
		return nil, err
	}
	return bets.Confirm(c.Context, s.Env, c.Args().First(), price, stake)
}

func declineBet(s *session, c *cli.Context) (report, error) {
	return bets.Decline(c.Context, s.Env, c.Args().First())
}

// parseMoney reads a flag that must be given and is a decimal.
func parseMoney(c *cli.Context, flag string) (decimal.Decimal, error) {
	if !c.IsSet(flag) {
		return decimal.Zero, usageError{"--" + flag + " is missing", c.Command.HelpName}
	}
	d, err := decimal.NewFromString(c.String(flag))
	if err != nil {
		return decimal.Zero, badValue(c, flag, "a decimal number such as 12.50")
	}
	return d, nil
}
