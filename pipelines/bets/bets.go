// Package bets is what a person who bets asks and records: today's bets, which were
// placed, and the bankroll.
package bets

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/bet"
	"matchday/stages/settle"
	"matchday/warehouse"
)

// SlipsReport is a list of bets.
type SlipsReport struct {
	Bets []BetLine `json:"bets"` // by time and id
	job.Copied
}

// DecisionReport is the bet of which a person has said what became of it.
type DecisionReport struct {
	SlipsReport
	job.Committed
}

// WriteText says what failed after it was written, and how the bet stands.
func (r DecisionReport) WriteText(w io.Writer) error {
	if _, err := io.WriteString(w, r.WarningLines()); err != nil {
		return err
	}
	return r.SlipsReport.WriteText(w)
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

// What a person may say: more is a slip of the pen, and no column holds it.
var (
	highestPrice = decimal.NewFromInt(1000)
	mostMoney    = decimal.NewFromInt(1_000_000_000)
)

// Confirm records the price and stake at which a bet was placed. The bet is settled at
// these; if it was settled already, it is settled again.
func Confirm(ctx context.Context, env job.Env, name string, price, stake decimal.Decimal) (DecisionReport, error) {
	if !price.GreaterThan(decimal.NewFromInt(1)) || price.GreaterThan(highestPrice) || !price.Equal(price.Truncate(4)) {
		return DecisionReport{}, job.BadInput{Reason: fmt.Sprintf("price %.40s: want one above 1 and up to %s, with at most 4 decimals", price, highestPrice)}
	}
	if !stake.IsPositive() || stake.GreaterThan(mostMoney) || !stake.Equal(stake.Truncate(2)) {
		return DecisionReport{}, job.BadInput{Reason: fmt.Sprintf("stake %.40s: want one above 0 and up to %s, in whole cents", stake, mostMoney)}
	}
	return decide(ctx, env, name, func(p *matchday.Placement) {
		p.Decision = matchday.Confirmed
		p.Price, p.Stake = decimal.NewNullDecimal(price), decimal.NewNullDecimal(stake)
	})
}

// Decline records that a bet was not placed. It becomes void; if it was settled
// already, its profit is reversed.
func Decline(ctx context.Context, env job.Env, name string) (DecisionReport, error) {
	return decide(ctx, env, name, func(p *matchday.Placement) { p.Decision = matchday.Declined })
}

// decide records a person's decision on one bet, and updates the bet and the ledger in
// the same transaction.
func decide(ctx context.Context, env job.Env, name string, fill func(*matchday.Placement)) (report DecisionReport, err error) {
	report.Committed, err = job.Execute(ctx, env, job.Job{Name: "bets", Slot: instant}, nil, func(ctx context.Context, r *job.Run) error {
		return r.Write(ctx, func(ctx context.Context, tx *warehouse.Transaction) error {
			slips, err := tx.Slips(ctx)
			if err != nil {
				return err
			}
			g, err := named(slips, name)
			if err != nil {
				return err
			}
			s := g[0]
			p := matchday.Placement{BetID: s.ID, Time: r.Now, AskedPrice: s.AskedPrice, AskedStake: s.AskedStake, RunID: r.ID()}
			fill(&p)
			s, err = applyPlacement(ctx, r, tx, s, p)
			report.Bets = []BetLine{lineOf(s)}
			return err
		})
	})
	return report, err
}

// applyPlacement writes a placement, and what follows from it for bet and ledger.
func applyPlacement(ctx context.Context, r *job.Run, tx *warehouse.Transaction, s matchday.Slip, p matchday.Placement) (matchday.Slip, error) {
	if p.Decision == matchday.Confirmed {
		s.Price, s.Stake = p.Price.Decimal, p.Stake.Decimal
		s.ExpectedValue = bet.ExpectedValue(s.Chances(), s.Price.InexactFloat64(), matchday.Bookmaker{Commission: s.Commission, Tax: s.Tax})
	}
	wasDeclined := s.Decision == matchday.Declined
	s.Decision = p.Decision
	if err := tx.Place(ctx, p, s.ExpectedValue); err != nil {
		return s, err
	}
	results, err := tx.Results(ctx)
	if err != nil {
		return s, err
	}
	result, played := results[s.FixtureID]
	end, ended := settle.EndingByDecision(s, wasDeclined, result, played, r.Now)
	if !ended {
		return s, nil
	}
	ledger, err := tx.Ledger(ctx)
	if err != nil {
		return s, err
	}
	settled, entries, err := settle.Settle(s.Bet, end, ledger, r.Now, r.ID())
	if err != nil {
		return s, err
	}
	s.Bet = settle.MeasureAgain(settled)
	if err := tx.SettleBets(ctx, []matchday.Bet{s.Bet}); err != nil {
		return s, err
	}
	return s, tx.Add(ctx, warehouse.Batch{Ledger: entries})
}
