package settle

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// Real gives the entries that bring a strategy's real account in line with a bet: with
// how the bet stands, at the price and stake at which it was placed, and with what came
// back where a person has said so. A bet that was not placed has none in force. booked
// is the ledger; entries of other bets and of the paper account are ignored. There are
// no entries where the account agrees already, so that asking twice changes nothing.
//
// It fails if the account holds more than one settlement of the bet.
func Real(s matchday.Slip, booked []matchday.LedgerEntry, moment time.Time, runID string) ([]matchday.LedgerEntry, error) {
	h := sumUp(s.ID, booked, true)
	inForce := h.settlements - h.reversals
	if inForce != 0 && inForce != 1 || inForce == 0 && !h.sum.IsZero() {
		return nil, fmt.Errorf("bet %s: the real account has %d settlements and %d reversals of it that sum to %s: check the ledger before settling", s.ID, h.settlements, h.reversals, h.sum)
	}
	want, err := realProfit(s)
	if err != nil || inForce == 0 && !want.Valid || inForce == 1 && want.Valid && want.Decimal.Equal(h.sum) {
		return nil, err
	}
	entry := func(kind matchday.EntryKind, n int, amount decimal.Decimal) matchday.LedgerEntry {
		return matchday.LedgerEntry{
			ID: matchday.RealEntryID(kind, s.ID, n), Real: true, Strategy: s.Strategy, Time: moment,
			Kind: kind, BetID: s.ID, Amount: amount, RunID: runID,
		}
	}
	var entries []matchday.LedgerEntry
	if inForce == 1 {
		entries = append(entries, entry(matchday.Reversal, h.reversals+1, h.sum.Neg()))
	}
	if want.Valid {
		entries = append(entries, entry(matchday.Settlement, h.settlements+1, want.Decimal))
	}
	return entries, nil
}

// realProfit is what a bet brought that was really placed; invalid of any other, and
// while it is open.
func realProfit(s matchday.Slip) (decimal.NullDecimal, error) {
	placed := s.Placed
	switch {
	case s.Decision != matchday.Confirmed || s.ReallyOpen():
		return decimal.NullDecimal{}, nil
	case placed.Returned.Valid:
		return decimal.NewNullDecimal(placed.Returned.Decimal.Sub(placed.Stake.Decimal)), nil
	case s.Status == matchday.Void:
		return decimal.NewNullDecimal(decimal.Zero), nil
	}
	b := s.Bet
	b.Price, b.Stake = placed.Price.Decimal, placed.Stake.Decimal
	amount, err := profit(b, b.Result)
	return decimal.NewNullDecimal(amount), err
}
