package bets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
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

// Confirm records the price and stake at which a bet was placed. The real account settles
// it at these; the paper account goes on as advised, and if the bet was declined, it is
// open again there. A stake above the real money that is free is a Refused, and so is,
// without Yes, what a person hardly means.
func Confirm(ctx context.Context, env job.Env, name string, said Slip) (DecisionReport, error) {
	if err := said.check(); err != nil {
		return DecisionReport{}, err
	}
	return decide(ctx, env, name, func(parts decisions) error {
		stakes, err := parts.split(said.Stake)
		if err != nil {
			return err
		}
		var doubts []string
		kickoff := begins(ctx, env, parts[0].slip)
		for i, d := range parts {
			for _, doubt := range doubtsOf(env.Config, d.slip, Slip{Price: said.Price, Stake: stakes[i]}, kickoff, d.run.Now) {
				if !slices.Contains(doubts, doubt) {
					doubts = append(doubts, doubt)
				}
			}
		}
		if len(doubts) > 0 && !said.Yes {
			return job.Refused{Reason: fmt.Sprintf("bet %s is not confirmed: %s; give --yes if it is so all the same", parts.group().number(), strings.Join(doubts, ", and "))}
		}
		for i, d := range parts {
			if err := d.placed(Slip{Price: said.Price, Stake: stakes[i]}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Correct puts right at which price and stake a confirmed bet was placed; a zero one
// stays as it was. If the bet was settled, the real account settles it again.
func Correct(ctx context.Context, env job.Env, name string, said Slip) (DecisionReport, error) {
	return decide(ctx, env, name, func(parts decisions) error {
		if g := parts.group(); g[0].Decision != matchday.Confirmed {
			return job.Refused{Reason: fmt.Sprintf("bet %s is not confirmed, so there is nothing to correct: \"matchday bets confirm\" says at which price and stake it was placed", g.number())}
		}
		var stakes []decimal.Decimal
		if !said.Stake.IsZero() {
			var err error
			if stakes, err = parts.split(said.Stake); err != nil {
				return err
			}
		}
		for i, d := range parts {
			was := d.slip.Placed
			now := Slip{Price: said.Price, Stake: was.Stake.Decimal}
			if now.Price.IsZero() {
				now.Price = was.Price.Decimal
			}
			if stakes != nil {
				now.Stake = stakes[i]
			}
			if err := errors.Join(now.check(), d.placed(now)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Decline records that a bet was not placed. It becomes void; if it was settled
// already, its profit is reversed.
func Decline(ctx context.Context, env job.Env, name string) (DecisionReport, error) {
	return decide(ctx, env, name, func(parts decisions) error {
		for _, d := range parts {
			d.placement.Decision, d.placement.Placed = matchday.Declined, matchday.Placed{}
		}
		return nil
	})
}

// doubtsOf says what is unusual about a bet that is said to be placed.
func doubtsOf(conf matchday.Config, s matchday.Slip, said Slip, kickoff, now time.Time) (doubts []string) {
	if edge, terms := worthOf(conf, s); !(bet.ExpectedValue(s.Chances(), said.Price.InexactFloat64(), terms) > edge) {
		doubts = append(doubts, fmt.Sprintf("the price %s is below %s, the lowest that is worth it", said.Price, lowestPrice(conf, s)))
	}
	if said.Stake.GreaterThan(s.AskedStake.Mul(decimal.NewFromInt(2))) {
		doubts = append(doubts, fmt.Sprintf("the stake %s is more than twice the %s advised", said.Stake.StringFixed(2), s.AskedStake.StringFixed(2)))
	}
	if !now.Before(kickoff) {
		doubts = append(doubts, fmt.Sprintf("its match has kicked off, at %s", kickoff.UTC().Format(time.RFC3339)))
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

// decision is what a person decides about one bet of a strategy, as it is written.
type decision struct {
	run       *job.Run
	slip      matchday.Slip
	slips     []matchday.Slip
	ledger    []matchday.LedgerEntry
	placement matchday.Placement
	entries   []matchday.LedgerEntry // that follow from it
}

// placed fills in a bet that was placed, if the strategy has that much money free. What
// came back of it, if a person has said so, stays.
func (d *decision) placed(said Slip) error {
	if free := bet.Free(d.slip.Bet, d.ledger, d.slips); said.Stake.GreaterThan(free) {
		return job.Refused{Reason: fmt.Sprintf("stake %s: %s has %s free beside its other open bets; \"matchday bankroll deposit\" records money that was paid in",
			said.Stake.StringFixed(2), d.slip.Strategy, free.StringFixed(2))}
	}
	d.placement.Decision = matchday.Confirmed
	d.placement.Price, d.placement.Stake = decimal.NewNullDecimal(said.Price), decimal.NewNullDecimal(said.Stake)
	return nil
}

// decisions are those on the parts of one bet.
type decisions []*decision

func (parts decisions) group() (g group) {
	for _, d := range parts {
		g = append(g, d.slip)
	}
	return g
}

// split divides a stake over the parts as advised. A stake that cannot be divided is
// BadInput.
func (parts decisions) split(stake decimal.Decimal) ([]decimal.Decimal, error) {
	if len(parts) == 1 {
		return []decimal.Decimal{stake}, nil
	}
	if !stake.Equal(stake.Truncate(2)) {
		return nil, Slip{Price: highestPrice, Stake: stake}.check()
	}
	stakes, ok := parts.group().split(stake)
	if !ok {
		return nil, job.BadInput{Reason: fmt.Sprintf("stake %s: bet %s has %d parts, and each wants a cent at least; confirm one by its own number", stake, parts.group().number(), len(parts))}
	}
	return stakes, nil
}

// decide records a person's decision on one bet, on all its parts, and updates bets and
// ledger in the same transaction.
func decide(ctx context.Context, env job.Env, name string, fill func(decisions) error) (report DecisionReport, err error) {
	report.Committed, err = job.Execute(ctx, env, job.Job{Name: "bets", Slot: instant}, nil, func(ctx context.Context, r *job.Run) error {
		if err := r.NothingLater(ctx); err != nil {
			return err
		}
		return r.Write(ctx, func(ctx context.Context, tx *warehouse.Transaction) error {
			parts, err := decisionsOn(ctx, r, tx, name)
			if err != nil {
				return err
			}
			if err := fill(parts); err != nil {
				return err
			}
			for _, d := range parts {
				if err := d.apply(ctx, tx); err != nil {
					return err
				}
			}
			report.Bets = nil
			for _, g := range grouped(parts.group()) {
				report.Bets = append(report.Bets, g.line(parts.booked()))
			}
			return nil
		})
	})
	return report, err
}

// decisionsOn begins a decision on each part of the bet that a person names.
func decisionsOn(ctx context.Context, r *job.Run, tx *warehouse.Transaction, name string) (parts decisions, err error) {
	slips, err := tx.Slips(ctx)
	if err != nil {
		return nil, err
	}
	g, err := named(slips, name)
	if err != nil {
		return nil, err
	}
	ledger, err := tx.Ledger(ctx)
	for _, s := range g {
		parts = append(parts, &decision{run: r, slip: s, slips: slips, ledger: ledger, placement: matchday.Placement{
			BetID: s.ID, Time: r.Now, AskedPrice: s.AskedPrice, AskedStake: s.AskedStake, RunID: r.ID(), Decision: s.Decision, Placed: s.Placed,
		}})
	}
	return parts, err
}

// booked is the ledger with what the decisions have added.
func (parts decisions) booked() (ledger []matchday.LedgerEntry) {
	for i, d := range parts {
		if i == 0 {
			ledger = slices.Clone(d.ledger)
		}
		ledger = append(ledger, d.entries...)
	}
	return ledger
}

// apply writes the placement, unless it was said before, and what follows from it for bet and ledger.
func (d *decision) apply(ctx context.Context, tx *warehouse.Transaction) error {
	s, p := &d.slip, d.placement
	wasDeclined, said := s.Decision == matchday.Declined, s.Decision == p.Decision && s.Placed.Same(p.Placed)
	s.Decision, s.Placed = p.Decision, p.Placed
	if !said {
		if err := tx.Place(ctx, p); err != nil {
			return err
		}
	}
	onPaper, changed, err := d.settled(ctx, tx, wasDeclined)
	if err != nil {
		return err
	}
	if changed {
		if err := tx.SettleBets(ctx, []matchday.Bet{s.Bet}); err != nil {
			return err
		}
	}
	really, err := settle.Real(*s, d.ledger, d.run.Now, d.run.ID())
	d.entries = slices.Concat(onPaper, really)
	return errors.Join(err, tx.Add(ctx, warehouse.Batch{Ledger: d.entries}))
}

// settled makes a bet void on paper that was declined, and settles it there by its score,
// or opens it again, if it was placed after all. Any other decision leaves it alone.
func (d *decision) settled(ctx context.Context, tx *warehouse.Transaction, wasDeclined bool) (entries []matchday.LedgerEntry, changed bool, err error) {
	s, r := &d.slip, d.run
	if !wasDeclined && s.Decision != matchday.Declined {
		return nil, false, nil
	}
	results, err := tx.Results(ctx)
	if err != nil {
		return nil, false, err
	}
	result, played := results[s.FixtureID]
	if s.Decision == matchday.Confirmed && !played {
		s.Bet, entries, err = settle.Reopen(s.Bet, d.ledger, r.Now, r.ID())
		return entries, true, err
	}
	settled, entries, err := settle.Settle(s.Bet, settle.EndingByDecision(*s, result, r.Now), d.ledger, r.Now, r.ID())
	if err != nil {
		return nil, false, err
	}
	s.Bet = settle.MeasureAgain(settled)
	return entries, true, nil
}
