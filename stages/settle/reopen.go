package settle

import (
	"database/sql"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// Reopen makes a bet that is void or settled pending again, as after a person has
// declined it by mistake, and gives the entry that reverses what the ledger has of
// it. A bet that is pending stays as it is.
func Reopen(b matchday.Bet, booked []matchday.LedgerEntry, moment time.Time, runID string) (matchday.Bet, []matchday.LedgerEntry, error) {
	if b.Status == matchday.Pending {
		return b, nil, nil
	}
	before, err := history(b, booked)
	if err != nil {
		return b, nil, fmt.Errorf("open it again: %w", err)
	}
	b.Status, b.VoidReason, b.ActualOutcome, b.Result = matchday.Pending, "", "", ""
	b.ProfitLoss, b.ClosingPrice = decimal.NullDecimal{}, decimal.NullDecimal{}
	b.ClosingProbability, b.CLV = sql.Null[float64]{}, sql.Null[float64]{}
	b.SettledAt = time.Time{}
	return b, []matchday.LedgerEntry{{
		ID: matchday.EntryID(matchday.Reversal, b.ID, before.reversals+1), Strategy: b.Strategy, Time: moment,
		Kind: matchday.Reversal, BetID: b.ID, Amount: before.sum.Neg(), RunID: runID,
	}}, nil
}
