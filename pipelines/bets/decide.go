package bets

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/bet"
	"matchday/stages/settle"
	"matchday/warehouse"
)

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

// What a person may say: more is a slip of the pen, and no column holds it.
var (
	highestPrice = decimal.NewFromInt(1000)
	mostMoney    = decimal.NewFromInt(1_000_000_000)
)

// Slip is what a person says of a bet that was placed.
type Slip struct {
	Price, Stake decimal.Decimal
	// Yes says that an unusual price, stake or moment is meant.
	Yes bool
}

// check returns BadInput for what no bookmaker takes.
func (s Slip) check() error {
	if !s.Price.GreaterThan(decimal.NewFromInt(1)) || s.Price.GreaterThan(highestPrice) || !s.Price.Equal(s.Price.Truncate(4)) {
		return job.BadInput{Reason: fmt.Sprintf("price %.40s: want one above 1 and up to %s, with at most 4 decimals", s.Price, highestPrice)}
	}
	if !s.Stake.IsPositive() || s.Stake.GreaterThan(mostMoney) || !s.Stake.Equal(s.Stake.Truncate(2)) {
		return job.BadInput{Reason: fmt.Sprintf("stake %.40s: want one above 0 and up to %s, in whole cents", s.Stake, mostMoney)}
	}
	return nil
}

// Confirm records the price and stake at which a bet was placed. The bet is settled at
// these; if it was settled already, it is settled again, and if it was declined, it is
// open again. A stake above what the strategy has free is a Refused, and so is, without
// Yes, what a person hardly means.
func Confirm(ctx context.Context, env job.Env, name string, said Slip) (DecisionReport, error) {
	if err := said.check(); err != nil {
		return DecisionReport{}, err
	}
	return decide(ctx, env, name, func(d *decision) error {
		if doubts := doubtsOf(env.Config, d.slip, said, d.run.Now); len(doubts) > 0 && !said.Yes {
			return job.Refused{Reason: fmt.Sprintf("bet %s is not confirmed: %s; give --yes if it is so all the same", d.slip.Number(), strings.Join(doubts, ", and "))}
		}
		return d.placed(said)
	})
}

// Correct puts right at which price and stake a confirmed bet was placed; a zero one
// stays as it was. If the bet was settled, it is settled again.
func Correct(ctx context.Context, env job.Env, name string, said Slip) (DecisionReport, error) {
	return decide(ctx, env, name, func(d *decision) error {
		if d.slip.Decision != matchday.Confirmed {
			return job.Refused{Reason: fmt.Sprintf("bet %s is not confirmed, so there is nothing to correct: \"matchday bets confirm\" says at which price and stake it was placed", d.slip.Number())}
		}
		if said.Price.IsZero() {
			said.Price = d.slip.Price
		}
		if said.Stake.IsZero() {
			said.Stake = d.slip.Stake
		}
		if err := said.check(); err != nil {
			return err
		}
		return d.placed(said)
	})
}

// Decline records that a bet was not placed. It becomes void; if it was settled
// already, its profit is reversed.
func Decline(ctx context.Context, env job.Env, name string) (DecisionReport, error) {
	return decide(ctx, env, name, func(d *decision) error {
		d.placement.Decision = matchday.Declined
		return nil
	})
}

// doubtsOf says what is unusual about a bet that is said to be placed.
func doubtsOf(conf matchday.Config, s matchday.Slip, said Slip, now time.Time) (doubts []string) {
	if edge, terms := worthOf(conf, s); !(bet.ExpectedValue(s.Chances(), said.Price.InexactFloat64(), terms) > edge) {
		doubts = append(doubts, fmt.Sprintf("the price %s is below %s, the lowest that is worth it", said.Price, lowestPrice(conf, s)))
	}
	if said.Stake.GreaterThan(s.AskedStake.Mul(decimal.NewFromInt(2))) {
		doubts = append(doubts, fmt.Sprintf("the stake %s is more than twice the %s advised", said.Stake.StringFixed(2), s.AskedStake.StringFixed(2)))
	}
	if !now.Before(s.Kickoff) {
		doubts = append(doubts, fmt.Sprintf("its match has kicked off, at %s", s.Kickoff.UTC().Format(time.RFC3339)))
	}
	return doubts
}

// worthOf is the expected value that a bet must be above to be worth it to its
// strategy, and the bookmaker's terms.
func worthOf(conf matchday.Config, s matchday.Slip) (edge float64, terms matchday.Bookmaker) {
	for _, strategy := range conf.Strategies {
		if strategy.Name == s.Strategy {
			edge = strategy.MinEdge
		}
	}
	return edge, matchday.Bookmaker{Commission: s.Commission, Tax: s.Tax}
}

// lowestPrice is the lowest price, in cents, at which a bet is still worth it to its
// strategy.
func lowestPrice(conf matchday.Config, s matchday.Slip) decimal.Decimal {
	edge, terms := worthOf(conf, s)
	return decimal.NewFromFloat(bet.LowestPrice(s.Chances(), edge, terms))
}

// decision is what a person decides about one bet, as it is written.
type decision struct {
	run       *job.Run
	slip      matchday.Slip
	slips     []matchday.Slip
	ledger    []matchday.LedgerEntry
	placement matchday.Placement
}

// placed fills in a bet that was placed, if the strategy has that much money free.
func (d *decision) placed(said Slip) error {
	if free := bet.FreeBut(d.slip.Bet, d.ledger, d.slips); said.Stake.GreaterThan(free) {
		return job.Refused{Reason: fmt.Sprintf("stake %s: %s has %s free beside its other open bets; \"matchday bankroll deposit\" records money that was paid in",
			said.Stake.StringFixed(2), d.slip.Strategy, free.StringFixed(2))}
	}
	d.placement.Decision = matchday.Confirmed
	d.placement.Price, d.placement.Stake = decimal.NewNullDecimal(said.Price), decimal.NewNullDecimal(said.Stake)
	return nil
}

// decide records a person's decision on one bet, and updates the bet and the ledger in
// the same transaction.
func decide(ctx context.Context, env job.Env, name string, fill func(*decision) error) (report DecisionReport, err error) {
	report.Committed, err = job.Execute(ctx, env, job.Job{Name: "bets", Slot: instant}, nil, func(ctx context.Context, r *job.Run) error {
		return r.Write(ctx, func(ctx context.Context, tx *warehouse.Transaction) (err error) {
			d := &decision{run: r}
			if d.slips, err = tx.Slips(ctx); err != nil {
				return err
			}
			if d.slip, err = slipNamed(d.slips, name); err != nil {
				return err
			}
			if d.ledger, err = tx.Ledger(ctx); err != nil {
				return err
			}
			d.placement = matchday.Placement{BetID: d.slip.ID, Time: r.Now, AskedPrice: d.slip.AskedPrice, AskedStake: d.slip.AskedStake, RunID: r.ID()}
			if err := fill(d); err != nil {
				return err
			}
			err = d.apply(ctx, tx)
			report.Bets = []BetLine{lineOf(d.slip)}
			return err
		})
	})
	return report, err
}

// apply writes the placement, and what follows from it for bet and ledger.
func (d *decision) apply(ctx context.Context, tx *warehouse.Transaction) error {
	s, p := &d.slip, d.placement
	if p.Decision == matchday.Confirmed {
		s.Price, s.Stake = p.Price.Decimal, p.Stake.Decimal
		s.ExpectedValue = bet.ExpectedValue(s.Chances(), s.Price.InexactFloat64(), matchday.Bookmaker{Commission: s.Commission, Tax: s.Tax})
	}
	wasDeclined := s.Decision == matchday.Declined
	s.Decision = p.Decision
	if err := tx.Place(ctx, p, s.ExpectedValue); err != nil {
		return err
	}
	entries, changed, err := d.settled(ctx, tx, wasDeclined)
	if err != nil || !changed {
		return err
	}
	if err := tx.SettleBets(ctx, []matchday.Bet{s.Bet}); err != nil {
		return err
	}
	return tx.Add(ctx, warehouse.Batch{Ledger: entries})
}

// settled settles the bet by the decision, or opens it again.
func (d *decision) settled(ctx context.Context, tx *warehouse.Transaction, wasDeclined bool) (entries []matchday.LedgerEntry, changed bool, err error) {
	results, err := tx.Results(ctx)
	if err != nil {
		return nil, false, err
	}
	s, r := &d.slip, d.run
	result, played := results[s.FixtureID]
	if wasDeclined && s.Decision == matchday.Confirmed && !played {
		s.Bet, entries, err = settle.Reopen(s.Bet, d.ledger, r.Now, r.ID())
		return entries, true, err
	}
	end, ended := settle.EndingByDecision(*s, wasDeclined, result, played, r.Now)
	if !ended {
		return nil, false, nil
	}
	settled, entries, err := settle.Settle(s.Bet, end, d.ledger, r.Now, r.ID())
	if err != nil {
		return nil, false, err
	}
	s.Bet = settle.MeasureAgain(settled)
	return entries, true, nil
}
