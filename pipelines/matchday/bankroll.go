package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/urfave/cli/v2"

	"matchday"
	"matchday/pipelines/bets"
)

func (p *program) bankroll() *cli.Command {
	move := func(name, usage string, kind matchday.EntryKind) *cli.Command {
		return p.command(&cli.Command{
			Name: name, Usage: usage, ArgsUsage: "[STRATEGY] AMOUNT",
			Description: "STRATEGY may be left out if there is only one. " + twiceText + "\n\nExample:\n  matchday bankroll " + name + " value 250.00",
			Flags:       append(twiceFlags(), &cli.StringFlag{Name: "strategy", Usage: "the `STRATEGY`, in place of the argument"}),
		}, func(s *session, c *cli.Context) (report, error) { return moveMoney(s, c, kind) })
	}
	return p.group(&cli.Command{
		Name:        "bankroll",
		Usage:       "show the strategies' money, deposit some, withdraw some",
		Description: "Every deposit and withdrawal is an entry of the ledger.\n\nExample:\n  matchday bankroll show",
		Subcommands: []*cli.Command{
			p.command(&cli.Command{
				Name: "show", Usage: "show each strategy's bankroll and open stakes",
				Description: "Example:\n  matchday bankroll show",
			}, func(s *session, c *cli.Context) (report, error) {
				return bets.Bankroll(c.Context, s.Env)
			}),
			move("deposit", "put money into a strategy's bankroll", matchday.Deposit),
			move("withdraw", "take money out of a strategy's bankroll", matchday.Withdrawal),
		},
	})
}

func moveMoney(s *session, c *cli.Context, kind matchday.EntryKind) (report, error) {
	text := c.Args().Get(c.NArg() - 1)
	amount, err := decimal.NewFromString(text)
	if err != nil {
		return nil, usageError{fmt.Sprintf("%q is not an amount of money such as 250.00", text), c.Command.HelpName}
	}
	strategy, err := strategyOf(s, c)
	if err != nil {
		return nil, err
	}
	if err := checkTwice(c); err != nil {
		return nil, err
	}
	return bets.MoveMoney(c.Context, s.Env, bets.MoveOptions{
		Kind: kind, Strategy: strategy, Amount: amount, ID: c.String("id"), Again: c.Bool("again"),
	})
}

// twiceText says what becomes of a command that is given twice.
const twiceText = "Given twice it happens once: with --id by that name, else if it asks the same within ten minutes."

// twiceFlags are the flags of the commands that move money or the champion.
func twiceFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "id", Usage: "your own name for the order, `TEXT` that no other has: given again it moves nothing"},
		&cli.BoolFlag{Name: "again", Usage: "make it a second one, although it looks like one that was carried out"},
	}
}

// checkTwice refuses flags that contradict each other.
func checkTwice(c *cli.Context) error {
	switch {
	case c.Bool("again") && c.IsSet("id"):
		return usageError{"--id and --again contradict each other: a second order has an id of its own", c.Command.HelpName}
	case c.IsSet("id") && strings.TrimSpace(c.String("id")) == "":
		return usageError{"--id: the name is empty", c.Command.HelpName}
	}
	return nil
}

// strategyOf is the strategy of the argument, else of the flag, else the only one.
func strategyOf(s *session, c *cli.Context) (string, error) {
	named := c.String("strategy")
	switch {
	case c.NArg() == 2 && named != "":
		return "", usageError{fmt.Sprintf("the strategy is given twice, as --strategy %s and as %s", named, c.Args().First()), c.Command.HelpName}
	case c.NArg() == 2:
		return c.Args().First(), nil
	case named != "":
		return named, nil
	case len(s.Config.Strategies) == 1:
		return s.Config.Strategies[0].Name, nil
	}
	var names []string
	for _, strategy := range s.Config.Strategies {
		names = append(names, strategy.Name)
	}
	return "", usageError{fmt.Sprintf("the strategy is missing: name one of %s", strings.Join(names, ", ")), c.Command.HelpName}
}
