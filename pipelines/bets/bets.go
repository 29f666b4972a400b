// Package bets is what a person who bets asks and records: today's bets, which were
// placed, and the bankroll.
package bets

import (
	"context"
	"fmt"
	"io"
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

// BetLine is one bet with its current status.
type BetLine struct {
	Number     string             `json:"number"`
	BetID      string             `json:"bet_id"`
	Placed     string             `json:"placed"` // paper, confirmed or declined
	Status     matchday.BetStatus `json:"status"`
	Fixture    string             `json:"fixture_id"`
	Market     matchday.Market    `json:"market"`
	Line       *float64           `json:"line"` // null for 1x2
	Selection  string             `json:"selection"`
	Bookmaker  string             `json:"bookmaker"`
	Price      matchday.Money     `json:"price"`
	Stake      matchday.Money     `json:"stake"`
	AskedPrice matchday.Money     `json:"asked_price"`
	AskedStake matchday.Money     `json:"asked_stake"`
	Profit     *matchday.Money    `json:"profit"` // nil while pending
	Strategy   string             `json:"strategy"`

	name string // of the selection, for people
}

func lineOf(s matchday.Slip) BetLine {
	l := BetLine{
		Number: s.Number(), BetID: s.ID, Placed: placedAs(s.Decision), Status: s.Status, Fixture: s.FixtureID, Bookmaker: s.Bookmaker,
		Market: s.Market, Line: matchday.Pointer(s.Line), Selection: s.Selection, name: matchday.SelectionText(s.Market, s.Selection, s.Line),
		Price: matchday.Money{Decimal: s.Price}, Stake: matchday.Money{Decimal: s.Stake},
		AskedPrice: matchday.Money{Decimal: s.AskedPrice}, AskedStake: matchday.Money{Decimal: s.AskedStake}, Strategy: s.Strategy,
	}
	if s.ProfitLoss.Valid {
		l.Profit = &matchday.Money{Decimal: s.ProfitLoss.Decimal}
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
	for _, s := range slips {
		if all || s.Status == matchday.Pending {
			r.Bets = append(r.Bets, lineOf(s))
		}
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
		profit := ""
		if b.Profit != nil {
			profit = b.Profit.StringFixed(2)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", b.Number, b.Placed, b.Status, b.Fixture, b.name,
			b.Price.StringFixed(2), b.Bookmaker, b.Stake.StringFixed(2), profit, b.Strategy)
	}
	return t.Flush()
}
