// Package bets is what a person who bets asks and records: today's bets, which were
// placed, and the bankroll.
package bets

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

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
	Number     string             `json:"number"`
	BetID      string             `json:"bet_id,omitempty"` // of a bet with one part
	Placed     string             `json:"placed"`           // paper, confirmed or declined
	Status     matchday.BetStatus `json:"status"`
	Fixture    string             `json:"fixture_id"`
	Market     matchday.Market    `json:"market"`
	Line       *float64           `json:"line"` // null for 1x2
	Selection  string             `json:"selection"`
	Bookmaker  string             `json:"bookmaker"`
	Price      matchday.Price     `json:"price"` // of parts at several prices their mean by stake
	Stake      matchday.Money     `json:"stake"`
	AskedPrice matchday.Price     `json:"asked_price"`
	AskedStake matchday.Money     `json:"asked_stake"`
	Profit     *matchday.Money    `json:"profit"` // nil while pending
	Strategy   string             `json:"strategy"`
	Parts      []BetLine          `json:"parts,omitempty"` // by strategy; none of a bet of one strategy

	name string // of the selection, for people
}

func lineOf(s matchday.Slip) BetLine {
	l := BetLine{
		Number: s.Number(), BetID: s.ID, Placed: placedAs(s.Decision), Status: s.Status, Fixture: s.FixtureID, Bookmaker: s.Bookmaker,
		Market: s.Market, Line: matchday.Pointer(s.Line), Selection: s.Selection, name: matchday.SelectionText(s.Market, s.Selection, s.Line),
		Price: matchday.Price{Decimal: s.Price}, Stake: matchday.Money{Decimal: s.Stake},
		AskedPrice: matchday.Price{Decimal: s.AskedPrice}, AskedStake: matchday.Money{Decimal: s.AskedStake}, Strategy: s.Strategy,
	}
	if s.ProfitLoss.Valid {
		l.Profit = &matchday.Money{Decimal: s.ProfitLoss.Decimal}
	}
	return l
}

// line is a group's: the sums of its parts.
func (g group) line() BetLine {
	l := lineOf(g[0])
	if len(g) == 1 {
		return l
	}
	asked := slices.Clone(g)
	for i := range asked {
		asked[i].Price, asked[i].Stake = asked[i].AskedPrice, asked[i].AskedStake
	}
	l.Number, l.BetID, l.Profit = g.number(), "", nil
	l.Price.Decimal, l.Stake.Decimal = g.price(), g.stake()
	l.AskedPrice.Decimal, l.AskedStake.Decimal = asked.price(), asked.stake()
	l.Strategy = g.each(func(s matchday.Slip) string { return s.Strategy })
	l.Bookmaker = g.each(func(s matchday.Slip) string { return s.Bookmaker })
	for _, s := range g {
		if s.ProfitLoss.Valid && l.Profit == nil {
			l.Profit = &matchday.Money{}
		}
		if s.ProfitLoss.Valid {
			l.Profit.Decimal = l.Profit.Add(s.ProfitLoss.Decimal)
		}
		l.Parts = append(l.Parts, lineOf(s))
	}
	return l
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
	slips, err := warehouse.Slips(ctx, home)
	r := SlipsReport{Bets: []BetLine{}}
	if !all {
		slips = slices.DeleteFunc(slips, func(s matchday.Slip) bool { return s.Status != matchday.Pending })
	}
	for _, g := range grouped(slips) {
		r.Bets = append(r.Bets, g.line())
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
	fmt.Fprintln(t, "NUMBER\tPLACED\tSTATUS\tFIXTURE\tBET\tPRICE\tAT\tSTAKE\tPROFIT\tSTRATEGY")
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
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", number, l.Placed, l.Status, l.Fixture, l.name,
		l.Price, l.Bookmaker, l.Stake.StringFixed(2), profit, l.Strategy)
}
