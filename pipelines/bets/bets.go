// Package bets is what a person who bets asks and records: today's bets, which were
// placed, and the bankroll.
package bets

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/job"
	"matchday/warehouse"
)

// SlipsReport is a list of bets.
type SlipsReport struct {
	Bets []BetLine `json:"bets"` // by time and id
	job.Copied
}

// BetLine is one bet with its current status. The bets of several strategies on one
// selection that stand alike are one line, with their sums.
type BetLine struct {
	Number    string             `json:"number"`
	BetID     string             `json:"bet_id,omitempty"` // of a bet with one part
	Placed    string             `json:"placed"`           // paper, confirmed or declined
	Status    matchday.BetStatus `json:"status"`           // on paper
	Fixture   string             `json:"fixture_id"`
	Market    matchday.Market    `json:"market"`
	Line      *float64           `json:"line"` // null for 1x2
	Selection string             `json:"selection"`
	Bookmaker string             `json:"bookmaker"`
	Price     matchday.Price     `json:"price"`  // on paper; of parts at several prices their mean by stake
	Stake     matchday.Money     `json:"stake"`  // on paper
	Profit    *matchday.Money    `json:"profit"` // on paper; nil while pending
	// AskedPrice and AskedStake are what a person was told.
	AskedPrice matchday.Price `json:"asked_price"`
	AskedStake matchday.Money `json:"asked_stake"`
	// Real is what was really placed; nil of a bet that was not.
	Real     *RealLine `json:"real"`
	Strategy string    `json:"strategy"`
	Parts    []BetLine `json:"parts,omitempty"` // by strategy; none of a bet of one strategy

	name string // of the selection, for people
}

// RealLine is a bet in the real account.
type RealLine struct {
	Price  matchday.Price  `json:"price"` // of parts at several prices their mean by stake
	Stake  matchday.Money  `json:"stake"`
	Profit *matchday.Money `json:"profit"` // nil while it is open
	// Why it came back otherwise than the score says; empty if it did not.
	Why string `json:"why,omitempty"`
}

func lineOf(s matchday.Slip, ledger []matchday.LedgerEntry) BetLine {
	l := BetLine{
		Number: s.Number(), BetID: s.ID, Placed: placedAs(s.Decision), Status: s.Status, Fixture: s.FixtureID, Bookmaker: s.Bookmaker,
		Market: s.Market, Line: matchday.Pointer(s.Line), Selection: s.Selection, name: matchday.SelectionText(s.Market, s.Selection, s.Line),
		Price: matchday.Price{Decimal: s.Price}, Stake: matchday.Money{Decimal: s.Stake}, Profit: moneyOf(s.ProfitLoss),
		AskedPrice: matchday.Price{Decimal: s.AskedPrice}, AskedStake: matchday.Money{Decimal: s.AskedStake}, Strategy: s.Strategy,
	}
	if s.Decision == matchday.Confirmed {
		l.Real = &RealLine{
			Price: matchday.Price{Decimal: s.Placed.Price.Decimal}, Stake: matchday.Money{Decimal: s.Placed.Stake.Decimal},
			Profit: moneyOf(s.RealProfit(ledger)), Why: s.Placed.Why,
		}
	}
	return l
}

// line is a group's: the sums of its parts.
func (g group) line(ledger []matchday.LedgerEntry) BetLine {
	l := lineOf(g[0], ledger)
	if len(g) == 1 {
		return l
	}
	paper := func(s matchday.Slip) (decimal.Decimal, decimal.Decimal) { return s.Price, s.Stake }
	l.Number, l.BetID, l.Profit = g.number(), "", nil
	l.Price.Decimal, l.Stake.Decimal = g.priceOf(paper), g.stake(paper)
	l.AskedPrice.Decimal, l.AskedStake.Decimal = g.priceOf(asked), g.stake(asked)
	l.Strategy = g.each(func(s matchday.Slip) string { return s.Strategy })
	l.Bookmaker = g.each(func(s matchday.Slip) string { return s.Bookmaker })
	if l.Real != nil {
		l.Real.Price.Decimal, l.Real.Stake.Decimal = g.priceOf(placed), g.stake(placed)
		l.Real.Profit, l.Real.Why = nil, g.each(func(s matchday.Slip) string { return s.Placed.Why })
	}
	for _, s := range g {
		part := lineOf(s, ledger)
		l.Profit = plus(l.Profit, part.Profit)
		if l.Real != nil {
			l.Real.Profit = plus(l.Real.Profit, part.Real.Profit)
		}
		l.Parts = append(l.Parts, part)
	}
	return l
}

// moneyOf is nil for a sum that there is not.
func moneyOf(d decimal.NullDecimal) *matchday.Money {
	if !d.Valid {
		return nil
	}
	return &matchday.Money{Decimal: d.Decimal}
}

// plus adds two sums; one that is nil counts as nothing.
func plus(a, b *matchday.Money) *matchday.Money {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	return &matchday.Money{Decimal: a.Add(b.Decimal)}
}

func placedAs(d matchday.Decision) string {
	if d == matchday.Paper {
		return "paper"
	}
	return string(d)
}

// List lists the pending bets, or all.
func List(ctx context.Context, env job.Env, all bool) (SlipsReport, error) {
	home, err := env.Open("bets")
	if err != nil {
		return SlipsReport{}, err
	}
	r := SlipsReport{Bets: []BetLine{}}
	slips, err := warehouse.Slips(ctx, home)
	if err != nil {
		return r, err
	}
	ledger, err := warehouse.Ledger(ctx, home)
	if !all {
		slips = slices.DeleteFunc(slips, func(s matchday.Slip) bool { return s.Status != matchday.Pending })
	}
	for _, g := range grouped(slips) {
		r.Bets = append(r.Bets, g.line(ledger))
	}
	r.Compare(ctx, env, home)
	return r, err
}

// WriteText prints one row for each bet.
func (r SlipsReport) WriteText(w io.Writer) error {
	if _, err := io.WriteString(w, r.OlderLine()); err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NUMBER\tPLACED\tSTATUS\tFIXTURE\tBET\tPRICE\tAT\tSTAKE\tPROFIT\tREAL MONEY\tSTRATEGY")
	for _, b := range r.Bets {
		b.writeRow(t, b.Number)
		for _, p := range b.Parts {
			p.writeRow(t, "  "+p.Number)
		}
	}
	return t.Flush()
}

// writeRow prints a bet under a number, or a part of one.
func (l BetLine) writeRow(w io.Writer, number string) {
	profit := ""
	if l.Profit != nil {
		profit = l.Profit.StringFixed(2)
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", number, l.Placed, l.Status, l.Fixture, l.name,
		l.Price.String(), l.Bookmaker, l.Stake.StringFixed(2), profit, l.realText(), l.Strategy)
}

// realText says what was really placed, and what it brought; of an open bet of which
// nobody has said anything, what to stake, if that is not what is staked on paper.
func (l BetLine) realText() string {
	switch {
	case l.Real == nil && l.Placed == placedAs(matchday.Paper) && l.Status == matchday.Pending && !l.AskedStake.Equal(l.Stake.Decimal):
		return "advised " + l.AskedStake.StringFixed(2)
	case l.Real == nil:
		return ""
	case l.Real.Profit == nil:
		return fmt.Sprintf("%s at %s", l.Real.Stake.StringFixed(2), l.Real.Price.String())
	}
	return fmt.Sprintf("%s at %s: %s", l.Real.Stake.StringFixed(2), l.Real.Price.String(), l.Real.Profit.StringFixed(2))
}
