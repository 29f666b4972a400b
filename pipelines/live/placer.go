package live

import (
	"context"
	"slices"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/bet"
	"matchday/warehouse"
)

// betPlacer places the bets of all strategies on all fixtures that a run predicts, on
// paper, and says what a person should stake on them.
type betPlacer struct {
	run      *job.Run
	ledger   []matchday.LedgerEntry
	slips    []matchday.Slip
	coming   map[string]bool                // fixtures
	accounts *bet.Accounts                  // on paper
	placed   map[string][]matchday.Bet      // by fixture, whatever became of them
	open     map[bet.Meeting][]matchday.Bet // while a bet on one is open, none is placed on the other
	deposits []matchday.LedgerEntry         // of strategies that bet for the first time
	offers   []bet.Offered
	choice   bet.Choice
	outliers map[string]int
}

// newBetPlacer opens each strategy's paper account with its ledger and its pending bets.
func newBetPlacer(ctx context.Context, r *job.Run, tx *warehouse.Transaction, coming []string) (*betPlacer, error) {
	ledger, err := tx.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	slips, err := tx.Slips(ctx)
	if err != nil {
		return nil, err
	}
	p := &betPlacer{
		run: r, ledger: ledger, slips: slips, coming: map[string]bool{},
		placed: map[string][]matchday.Bet{}, open: map[bet.Meeting][]matchday.Bet{}, outliers: map[string]int{},
	}
	if p.deposits, err = bet.FirstDeposits(r.Env.Config.Strategies, ledger, r.Now, r.ID()); err != nil {
		return nil, err
	}
	if p.accounts, err = bet.OpenAccounts(r.Env.Config); err != nil {
		return nil, err
	}
	for _, id := range coming {
		p.coming[id] = true
	}
	p.accounts.Book(matchday.OfAccount(ledger, false)...)
	p.accounts.Book(p.deposits...)
	for _, s := range slips {
		p.accounts.Hold(s.Bet)
		p.placed[s.FixtureID] = append(p.placed[s.FixtureID], s.Bet)
		if m := (bet.Meeting{Division: s.Division, HomeTeam: s.HomeTeam, AwayTeam: s.AwayTeam}); s.Status == matchday.Pending {
			p.open[m] = append(p.open[m], s.Bet)
		}
	}
	return p, nil
}

// offer adds a prediction and the current prices to what may be bet on.
func (p *betPlacer) offer(f matchday.Forecast, quotes []bet.Quote) {
	board := bet.ScreenLive(quotes, p.run.Now, time.Duration(p.run.Env.Config.Live.PriceAge))
	for _, m := range board {
		for _, o := range m.Outliers {
			p.outliers[string(o.Reason)]++
		}
	}
	p.offers = append(p.offers, bet.Offered{Forecast: f, Board: board, Placed: p.onMatch(f.FixtureID, bet.MeetingOf(f.Prediction))})
}

// onMatch lists the bets on a fixture, and the open ones on its meeting.
func (p *betPlacer) onMatch(fixtureID string, m bet.Meeting) []matchday.Bet {
	return slices.Concat(p.placed[fixtureID], p.open[m])
}

// place lets every strategy bet on what is offered.
func (p *betPlacer) place() (err error) {
	if p.choice, err = p.accounts.Place(p.offers); err != nil {
		return err
	}
	return bet.Advise(p.run.Env.Config, p.ledger, p.slips, p.coming, p.run.Now, p.offers, p.choice.Bets)
}

// realOpen is what is really at stake; nil if no strategy has a real account.
func (p *betPlacer) realOpen() *matchday.Money {
	if len(bet.RealStrategies(p.ledger)) == 0 {
		return nil
	}
	var sum matchday.Money
	for _, s := range p.slips {
		if s.ReallyOpen() {
			sum.Decimal = sum.Add(s.Placed.Stake.Decimal)
		}
	}
	return &sum
}
