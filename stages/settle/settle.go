// Package settle turns how fixtures ended into settled bets, ledger entries
// and figures of performance.
//
// Input is a bet at the price taken, the Ending of its fixture, and the ledger
// entries that the bet already has. Output is the settled bet and the entries
// to append. The ledger only grows: a correction reverses the settlement in
// force and settles again, so that at any time a bet's profit_loss is the sum
// of its entries, and a strategy's bankroll the sum of all of its own. Every
// settled or void bet has exactly one settlement in force, which frees its stake;
// that of a void bet is 0.00.
//
// All this is a strategy's paper account, which goes by bets as they were advised. Real
// gives the entries of its real account, which goes by what a person placed and by what
// the bookmaker paid.
//
// Everything is a pure function of its arguments; money is exact.
package settle

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// Settle settles a bet, or settles it again when its fixture's ending was
// corrected. booked are the ledger's entries of the bet, in any order; entries
// of other bets and of the real account are ignored. The entries that come back are to be appended, with
// the moment and the run given. There are none when the bet is already settled
// by this ending, so that settling twice changes nothing. In a backtest the moment
// is the ending's KnownAt, in a live run its clock. A bet that was not placed before
// the match began is void, whatever the score.
//
// Errors: the ending is another fixture's; it was known before the bet was placed,
// or only after the moment; the selection cannot be graded; the bet and its booked
// entries disagree.
func Settle(b matchday.Bet, e Ending, booked []matchday.LedgerEntry, moment time.Time, runID string) (matchday.Bet, []matchday.LedgerEntry, error) {
	settled, err := settled(b, e, moment)
	if err != nil {
		return b, nil, err
	}
	before, err := history(b, booked)
	if err != nil {
		return b, nil, err
	}
	if b.Status == settled.Status && b.Result == settled.Result && sameReason(b.VoidReason, settled.VoidReason) &&
		b.ActualOutcome == settled.ActualOutcome && b.ProfitLoss.Decimal.Equal(settled.ProfitLoss.Decimal) {
		return b, nil, nil
	}
	entry := func(kind matchday.EntryKind, n int, amount decimal.Decimal) matchday.LedgerEntry {
		return matchday.LedgerEntry{
			ID: matchday.EntryID(kind, b.ID, n), Strategy: b.Strategy, Time: moment,
			Kind: kind, BetID: b.ID, Amount: amount, RunID: runID,
		}
	}
	var entries []matchday.LedgerEntry
	if before.settlements > before.reversals {
		if before.sum.Equal(settled.ProfitLoss.Decimal) {
			return settled, nil, nil // another score or reason, the same money
		}
		entries = append(entries, entry(matchday.Reversal, before.reversals+1, before.sum.Neg()))
	}
	entries = append(entries, entry(matchday.Settlement, before.settlements+1, settled.ProfitLoss.Decimal))
	return settled, entries, nil
}

// settled is the bet as the ending leaves it, the ledger not yet considered.
func settled(b matchday.Bet, e Ending, moment time.Time) (matchday.Bet, error) {
	switch {
	case e.FixtureID != b.FixtureID:
		return b, fmt.Errorf("bet %s: cannot be settled by the ending of %s", b.ID, e.FixtureID)
	case e.KnownAt.Before(b.Time):
		return b, fmt.Errorf("bet %s: placed at %v, after its fixture's ending was known at %v", b.ID, b.Time, e.KnownAt)
	case e.KnownAt.After(moment):
		return b, fmt.Errorf("bet %s: its fixture's ending is known at %v, after the moment of settlement %v", b.ID, e.KnownAt, moment)
	}
	if e.Void == "" && !e.Begins.IsZero() && !b.Time.Before(e.Begins) {
		e.Void = matchday.VoidLate
	}
	b.Status, b.VoidReason, b.Result, b.ProfitLoss = matchday.Void, e.Void, "", decimal.NewNullDecimal(decimal.Zero)
	b.ActualOutcome, b.SettledAt = e.Outcome(), e.KnownAt
	if e.Void != "" {
		return b, nil
	}
	result, err := Grade(b.Market, b.Selection, b.Line, e.HomeGoals, e.AwayGoals)
	if err != nil {
		return b, fmt.Errorf("bet %s: %w", b.ID, err)
	}
	amount, err := profit(b, result)
	if err != nil {
		return b, err
	}
	b.Status, b.Result, b.ProfitLoss = matchday.Settled, result, decimal.NewNullDecimal(amount)
	return b, nil
}

// ledgerHistory is what the ledger already holds of one bet.
type ledgerHistory struct {
	settlements, reversals int
	sum                    decimal.Decimal
}

// sumUp adds up the entries of a bet in one of the accounts.
func sumUp(betID string, booked []matchday.LedgerEntry, isReal bool) (h ledgerHistory) {
	for _, e := range booked {
		if e.BetID != betID || e.Real != isReal {
			continue
		}
		switch e.Kind {
		case matchday.Settlement:
			h.settlements++
		case matchday.Reversal:
			h.reversals++
		}
		h.sum = h.sum.Add(e.Amount)
	}
	return h
}

// history adds up the bet's entries and holds them against its profit_loss.
func history(b matchday.Bet, booked []matchday.LedgerEntry) (ledgerHistory, error) {
	h := sumUp(b.ID, booked, false)
	inForce := 1
	if b.Status == matchday.Pending {
		inForce = 0
	}
	if h.settlements-h.reversals != inForce || !h.sum.Equal(b.ProfitLoss.Decimal) {
		return h, fmt.Errorf("bet %s: it is %s with profit %s, but the ledger has %d settlements and %d reversals of it that sum to %s: check the ledger before settling",
			b.ID, b.Status, b.ProfitLoss.Decimal, h.settlements, h.reversals, h.sum)
	}
	return h, nil
}

// sameReason says that a bet needs no other reason. What older programs voided keeps
// that its reason was not recorded.
func sameReason(was, is matchday.VoidReason) bool {
	return was == is || was == matchday.VoidUnrecorded && is != ""
}

// SameStanding says that nothing of a bet's settlement differs.
func SameStanding(a, b matchday.Bet) bool {
	return a.Status == b.Status && a.Result == b.Result && a.ActualOutcome == b.ActualOutcome && a.SettledAt.Equal(b.SettledAt) &&
		a.VoidReason == b.VoidReason && sameMoney(a.ProfitLoss, b.ProfitLoss) && sameMoney(a.ClosingPrice, b.ClosingPrice) &&
		a.ClosingProbability == b.ClosingProbability && a.CLV == b.CLV
}

func sameMoney(a, b decimal.NullDecimal) bool {
	return a.Valid == b.Valid && a.Decimal.Equal(b.Decimal)
}
