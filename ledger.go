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
	Settlement EntryKind = "settlement" // amount is what the bet brought
	Reversal   EntryKind = "reversal"   // undoes a settlement after a correction
	Withdrawal EntryKind = "withdrawal"
)

// The accounts of a strategy, which are never added: one goes by every bet as it was
// advised, the other by the bets that a person has really placed.
const (
	PaperAccount = "paper"
	RealAccount  = "real"
)

// LedgerEntry is one movement of one of a strategy's accounts; the sum of all is its
// bankroll. Stakes of open bets are not entries.
type LedgerEntry struct {
	ID       string // EntryID(…); of the real account RealEntryID(…)
	Real     bool   // it is of the real account, else of the paper account
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

// RealEntryID is the natural key of an entry of the real account.
func RealEntryID(kind EntryKind, of string, n int) string {
	return RealAccount + "/" + EntryID(kind, of, n)
}

// Account is the name of the account that an entry moves.
func (e LedgerEntry) Account() string {
	if e.Real {
		return RealAccount
	}
	return PaperAccount
}

// OfAccount are the entries of the real accounts, or of the paper accounts.
func OfAccount(ledger []LedgerEntry, isReal bool) (out []LedgerEntry) {
	for _, e := range ledger {
		if e.Real == isReal {
			out = append(out, e)
		}
	}
	return out
}

// GivenTwice is how long a command that is given again without a name is taken
// for the same command.
const GivenTwice = 10 * time.Minute

// Command is an order of a person that moved money or the champion. It is written
// in the transaction that carries it out, so that the same order, given again,
// moves nothing.
type Command struct {
	ID      string              // the person's own name for it (--id); may be empty
	Name    string              // what was ordered, as on the command line, e.g. "bankroll deposit"
	Subject string              // of the order: a strategy, a bet, a model version
	Amount  decimal.NullDecimal // money; invalid where the order names none
	At      time.Time           // the run's clock
	RunID   string
}

// Asks says that two commands order the same.
func (c Command) Asks(other Command) bool {
	return c.Name == other.Name && c.Subject == other.Subject &&
		c.Amount.Valid == other.Amount.Valid && c.Amount.Decimal.Equal(other.Amount.Decimal)
}

// Near says that two moments are so close that a command without a name, given at
// both, is one command.
func Near(a, b time.Time) bool { return a.Sub(b).Abs() <= GivenTwice }

// GivenBefore finds the command among those that were carried out: by its id if it
// has one, else the last one that asks the same, at about the same time.
func (c Command) GivenBefore(done []Command) (Command, bool) {
	for i := len(done) - 1; i >= 0; i-- {
		before := done[i]
		if c.ID != "" && before.ID == c.ID || c.ID == "" && c.Asks(before) && Near(c.At, before.At) {
			return before, true
		}
	}
	return Command{}, false
}
