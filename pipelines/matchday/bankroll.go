package main

import (
	"github.com/shopspring/decimal"
	"github.com/urfave/cli/v2"

	"matchday"
	"matchday/pipelines/bets"
)

func (p *program) bankroll() *cli.Command {
	move := func(name, usage string, kind matchday.EntryKind) *cli.Command {
		return p.command(&cli.Command{
			Name: name, Usage: usage, ArgsUsage: "AMOUNT",
			Description: "Example:\n  matchday bankroll " + name + " --strategy value 250.00",
			Flags:       []cli.Flag{&cli.StringFlag{Name: "strategy", Usage: "the `STRATEGY` whose money it is (may be left out if there is only one)"}},
		}, func(s *session, c *cli.Context) error { return moveMoney(s, c, kind) })
	}
	return p.group(&cli.Command{
		Name:        "bankroll",
		Usage:       "look at the strategies' money, bring some in, take some out",
		Description: "Every movement is an entry of the ledger.\n\nExample:\n  matchday bankroll show",
		Subcommands: []*cli.Command{
			p.command(&cli.Command{
				Name: "show", Usage: "show what each strategy has, and what stands open",
				Description: "Example:\n  matchday bankroll show",
			}, func(s *session, c *cli.Context) error {
				if err := noArguments(c); err != nil {
					return err
				}
				r, err := bets.Bankroll(c.Context, s.Env)
				return s.finish(r, err)
			}),
			move("deposit", "bring money into a strategy's bankroll", matchday.Deposit),
			move("withdraw", "take money out of a strategy's bankroll", matchday.Withdrawal),
		},
	})
}

func moveMoney(s *session, c *cli.Context, kind matchday.EntryKind) error {
	if err := arguments(c, 1, 1, "one amount of money"); err != nil {
		return err
	}
	amount, err := decimal.NewFromString(c.Args().First())
	if err != nil {
		return usageError{"\"" + c.Args().First() + "\" is not an amount of money such as 250.00", c.Command.HelpName}
	}
	strategy := c.String("strategy")
	if strategy == "" {
		if len(s.Config.Strategies) != 1 {
			return usageError{"--strategy is missing, and there are several", c.Command.HelpName}
		}
		strategy = s.Config.Strategies[0].Name
	}
	r, err := bets.MoveMoney(c.Context, s.Env, kind, strategy, amount)
	return s.finish(r, err)
}
