package main

import (
	"github.com/shopspring/decimal"
	"github.com/urfave/cli/v2"

	"matchday/pipelines/bets"
)

func (p *program) bets() *cli.Command {
	return p.group(&cli.Command{
		Name:        "bets",
		Usage:       "list the bets, and record which were placed and what came of them",
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
					&cli.BoolFlag{Name: "yes", Usage: "record it although the price is not worth it, the stake is more than twice the one advised, or the match has begun"},
				},
			}, confirmBet),
			p.command(&cli.Command{
				Name: "correct", Usage: "put right at which price and stake a confirmed bet was placed", ArgsUsage: "NUMBER",
				Description: "What is not given stays. A bet that was settled is settled again in the real account.\n\nExample:\n  matchday bets correct --stake 12.50 1a2b3c4d",
				Flags: []cli.Flag{
					&cli.StringFlag{Name: "price", Usage: "decimal `PRICE` really taken"},
					&cli.StringFlag{Name: "stake", Usage: "`MONEY` really staked"},
				},
			}, correctBet),
			p.command(&cli.Command{
				Name: "decline", Usage: "record that a bet was not placed; it becomes void", ArgsUsage: "NUMBER",
				Description: "Example:\n  matchday bets decline 1a2b3c4d",
			}, declineBet),
			p.command(&cli.Command{
				Name: "settle", Usage: "record what a bookmaker paid otherwise than the score says: a cash-out, another score, a void", ArgsUsage: "NUMBER",
				Description: "The real account goes by what came back, whatever the score is or becomes; the paper account goes by the score.\n\n" +
					"Example:\n  matchday bets settle --returned 18.40 --why \"cash-out\" 1a2b3c4d",
				Flags: []cli.Flag{
					&cli.StringFlag{Name: "returned", Usage: "`AMOUNT` that came back in all, the stake among it, after commission and tax"},
					&cli.StringFlag{Name: "why", Usage: "`TEXT`: why it is not what the score makes it"},
					&cli.BoolFlag{Name: "by-score", Usage: "take back what was said: the bet goes by the score again"},
					&cli.BoolFlag{Name: "yes", Usage: "record it although the match has not begun, or the amount is more than the bet could win"},
				},
			}, settleBet),
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
	return bets.Confirm(c.Context, s.Env, c.Args().First(), bets.Slip{Price: price, Stake: stake, Yes: c.Bool("yes")})
}

func correctBet(s *session, c *cli.Context) (_ report, err error) {
	if !c.IsSet("price") && !c.IsSet("stake") {
		return nil, usageError{"neither --price nor --stake is given: there is nothing to correct", c.Command.HelpName}
	}
	var said bets.Slip
	for flag, to := range map[string]*decimal.Decimal{"price": &said.Price, "stake": &said.Stake} {
		if !c.IsSet(flag) {
			continue
		}
		if *to, err = parseMoney(c, flag); err == nil && to.IsZero() {
			err = badValue(c, flag, "above 0")
		}
		if err != nil {
			return nil, err
		}
	}
	return bets.Correct(c.Context, s.Env, c.Args().First(), said)
}

func settleBet(s *session, c *cli.Context) (report, error) {
	said := bets.Returned{Why: c.String("why"), ByScore: c.Bool("by-score"), Yes: c.Bool("yes")}
	switch {
	case said.ByScore && (c.IsSet("returned") || c.IsSet("why")):
		return nil, usageError{"--by-score takes back what was said: it goes with neither --returned nor --why", c.Command.HelpName}
	case !said.ByScore && !c.IsSet("why"):
		return nil, usageError{"--why is missing", c.Command.HelpName}
	case !said.ByScore:
		amount, err := parseMoney(c, "returned")
		if err != nil {
			return nil, err
		}
		said.Amount = amount
	}
	return bets.SettleBet(c.Context, s.Env, c.Args().First(), said)
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
