package bet

import (
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// RealStrategies are those that have a real account: money was paid in by a person.
func RealStrategies(ledger []matchday.LedgerEntry) map[string]bool {
	names := map[string]bool{}
	for _, e := range ledger {
		if e.Real && e.Kind == matchday.Deposit {
			names[e.Strategy] = true
		}
	}
	return names
}

// Free is what a person could stake on a bet if that were the next one to be placed: what
// the strategy's real account holds without the bet, less the stakes of its other bets
// that are really open. Where there is no real account the paper account stands in its
// place, in which a bet that was placed counts with the stake that it was placed at.
func Free(b matchday.Bet, ledger []matchday.LedgerEntry, slips []matchday.Slip) decimal.Decimal {
	hasReal := RealStrategies(ledger)[b.Strategy]
	free := decimal.Zero
	for _, e := range ledger {
		if e.Real == hasReal && e.Strategy == b.Strategy && e.BetID != b.ID {
			free = free.Add(e.Amount)
		}
	}
	for _, s := range slips {
		switch {
		case s.Strategy != b.Strategy || s.ID == b.ID:
		case s.ReallyOpen():
			free = free.Sub(s.Placed.Stake.Decimal)
		case !hasReal && s.Status == matchday.Pending && s.Decision == matchday.Paper:
			free = free.Sub(s.Stake)
		}
	}
	return free
}

// Advise says what a person should stake on bets that were placed on paper, by the real
// accounts of their strategies: the same policy, on the same offers, with the money that
// is really there and the limits of what is really open. A bet for which that leaves
// nothing has the advised stake 0. Bets of a strategy without a real account stay as
// they are.
//
// What was placed counts as open, and what was advised until its match begins: a person
// may still place it. coming are the fixtures that are known to be still to come, of
// those whose kick-off has moved.
func Advise(
	c matchday.Config, ledger []matchday.LedgerEntry, slips []matchday.Slip, coming map[string]bool, now time.Time, offers []Offered, bets []matchday.Bet,
) error {
	of := RealStrategies(ledger)
	if len(of) == 0 || len(bets) == 0 {
		return nil
	}
	accounts, err := OpenAccounts(c)
	if err != nil {
		return err
	}
	accounts.Book(matchday.OfAccount(ledger, true)...)
	for _, s := range slips {
		open := s.Bet
		switch {
		case s.ReallyOpen():
			open.Stake = s.Placed.Stake.Decimal
		case s.Decision == matchday.Paper && of[s.Strategy] && (s.Kickoff.After(now) || coming[s.FixtureID]):
			open.Stake = s.AdvisedStake
		default:
			continue
		}
		accounts.Hold(open)
	}
	onPaper := map[string]int{}
	for i, b := range bets {
		if of[b.Strategy] {
			onPaper[b.ID] = i
			bets[i].AdvisedStake = decimal.Zero
		}
	}
	choice, err := accounts.place(offers, func(id string) bool { _, there := onPaper[id]; return there })
	for _, b := range choice.Bets {
		bets[onPaper[b.ID]].AdvisedStake = b.Stake
	}
	return err
}
