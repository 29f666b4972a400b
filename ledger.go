package matchday

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"
)

// EntryKind is why money moved.
type EntryKind string

// The kinds of ledger entries.
const (
	Deposit    EntryKind = "deposit"
	Settlement EntryKind = "settlement" // amount is the bet's profit_loss
	Reversal   EntryKind = "reversal"   // undoes a settlement after a correction
	Withdrawal EntryKind = "withdrawal"
)

// LedgerEntry is one movement of a strategy's bankroll; the sum of all is the
// bankroll. Stakes of open bets are not entries.
type LedgerEntry struct {
	ID       string // EntryID(…)
	Strategy string
	Time     time.Time
	Kind     EntryKind
	BetID    string // of settlements and reversals
	Amount   decimal.Decimal
	RunID    string
}

// EntryID is the natural key of a ledger entry: of names the bet, or for
// deposits and withdrawals the strategy; n counts entries of that kind for it,
// from 1.
func EntryID(kind EntryKind, of string, n int) string {
	return fmt.Sprintf("%s/%d/%s", kind, n, of)
}
