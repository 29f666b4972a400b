package backtest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"matchday"
	"matchday/pipelines/staged"
	"matchday/stages/bet"
	"matchday/stages/predict"
	"matchday/stages/settle"
	"matchday/stages/train"
	"matchday/stages/validate"
)

// bettor bets and settles in the order of time: at each as-of it settles what has
// become known, and then places bets.
type bettor struct {
	runID    string
	accounts []*bet.Account
	waiting  []ending // ends of fixtures with open bets, by known at and fixture
	bets     []matchday.Bet
	place    map[string]int // of a bet in bets, by id
	fixture  map[string]int // place in the backtest of each fixture with bets
	ledger   []matchday.LedgerEntry
	outliers map[string]int // books that were not believed, by reason
}

type ending struct {
	settle.Ending
	bets []string // ids
}

func newBettor(conf matchday.Config, start time.Time, runID string) (*bettor, error) {
	b := &bettor{runID: runID, place: map[string]int{}, fixture: map[string]int{}, outliers: map[string]int{}}
	for _, s := range conf.Strategies {
		account, err := bet.OpenAccount(conf, s)
		if err != nil {
			return nil, err
		}
		deposit, err := bet.Deposit(s, start, runID)
		if err != nil {
			return nil, err
		}
		account.Book(deposit)
		b.ledger = append(b.ledger, deposit)
		b.accounts = append(b.accounts, account)
	}
	return b, nil
}

// placeBets bets on the k-th fixture of the backtest at its pre-match books. end is
// kept aside until the moment at which it became known.
func (b *bettor) placeBets(k int, p matchday.Forecast, books []matchday.MarketBook, end settle.Ending, played bool) error {
	if err := b.settleUntil(p.AsOf); err != nil {
		return err
	}
	board := bet.Screen(bet.QuotesOf(books), p.AsOf)
	for _, m := range board {
		for _, o := range m.Outliers {
			b.outliers[string(o.Reason)]++
		}
	}
	var ids []string
	for _, account := range b.accounts {
		bets, _, err := account.Place(p, board)
		if err != nil {
			return err
		}
		for _, x := range bets {
			b.place[x.ID] = len(b.bets)
			b.bets = append(b.bets, x)
			ids = append(ids, x.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	b.fixture[p.FixtureID] = k
	if !played {
		return nil
	}
	e := ending{Ending: end, bets: ids}
	at, _ := slices.BinarySearchFunc(b.waiting, e, ending.compare)
	b.waiting = slices.Insert(b.waiting, at, e)
	return nil
}

func (e ending) compare(other ending) int {
	return cmp.Or(e.KnownAt.Compare(other.KnownAt), cmp.Compare(e.FixtureID, other.FixtureID))
}

// settleUntil settles what became known at or before t.
func (b *bettor) settleUntil(t time.Time) error {
	n := 0
	for ; n < len(b.waiting) && !b.waiting[n].KnownAt.After(t); n++ {
		for _, id := range b.waiting[n].bets {
			at := b.place[id]
			settled, entries, err := settle.Settle(b.bets[at], b.waiting[n].Ending, nil, b.waiting[n].KnownAt, b.runID)
			if err != nil {
				return err
			}
			b.bets[at] = settled
			b.ledger = append(b.ledger, entries...)
			for _, account := range b.accounts {
				account.Book(entries...)
			}
		}
	}
	b.waiting = slices.Delete(b.waiting, 0, n)
	return nil
}

// bet bets on the predicted fixtures, settles, and measures the bets by the closing
// line.
func (r *backtest) bet(ctx context.Context) (*bettor, error) {
	bettor, err := newBettor(r.env.Config, r.start(), r.runID)
	if err != nil {
		return nil, err
	}
	asOf := make([]time.Time, len(r.at))
	for k, i := range r.at {
		asOf[k] = r.rows.Fixtures[i].AsOf
	}
	markets := r.env.Config.BetsOn()
	books, err := staged.ReadPrices(ctx, r.env.Lake(), r.fixtureIDs(), asOf, matchday.PreMatch, markets)
	if err != nil {
		return nil, err
	}
	for k := range r.at {
		end, played := r.ending(k)
		forecast := matchday.Forecast{Prediction: r.prediction(k)}
		if len(markets) > 1 {
			forecast.Scores = r.scores(k)
		}
		if err := bettor.placeBets(k, forecast, books[k], end, played); err != nil {
			return nil, err
		}
	}
	if len(bettor.waiting) > 0 {
		if err := bettor.settleUntil(bettor.waiting[len(bettor.waiting)-1].KnownAt); err != nil {
			return nil, err
		}
	}
	return bettor, r.measure(ctx, bettor)
}

// measure fills in each bet's closing price and closing-line value. Closing prices are
// read only now, when all bets are placed and settled.
func (r *backtest) measure(ctx context.Context, bettor *bettor) error {
	ids := slices.Sorted(maps.Keys(bettor.fixture))
	kickoff := make([]time.Time, len(ids))
	for n, id := range ids {
		kickoff[n] = r.rows.Fixtures[r.at[bettor.fixture[id]]].Kickoff
	}
	books, err := staged.ReadPrices(ctx, r.env.Lake(), ids, kickoff, matchday.Closing, r.env.Config.BetsOn())
	if err != nil {
		return err
	}
	place := make(map[string]int, len(ids))
	for n, id := range ids {
		place[id] = n
	}
	for i, b := range bettor.bets {
		b = settle.MeasureClosing(b, books[place[b.FixtureID]])
		if b.Market == matchday.Market1X2 { // its line is the market model of the score table
			var line []float64
			if p := r.models[validate.MarketClose][bettor.fixture[b.FixtureID]]; p.Valid() {
				line = p[:]
			}
			b = settle.WithClosing(b, line, b.ClosingPrice)
		}
		bettor.bets[i] = b
	}
	return nil
}

// prediction returns the warehouse's row for the k-th fixture.
func (r *backtest) prediction(k int) matchday.Prediction {
	f := &r.rows.Fixtures[r.at[k]]
	return matchday.Prediction{
		ID: matchday.PredictionID(f.ID, f.AsOf), FixtureID: f.ID, Time: f.AsOf, AsOf: f.AsOf,
		MatchDate: f.MatchDate, HomeTeam: f.HomeTeam, AwayTeam: f.AwayTeam, League: f.Division,
		Probs: r.models[train.Ensemble][k], ModelVersion: r.runID, RunID: r.runID,
		Division: f.Division, Season: f.Season, Kickoff: f.Kickoff, KickoffKnown: f.KickoffKnown,
	}
}

// scores returns the score matrix of the k-th fixture; nil if there is none.
func (r *backtest) scores(k int) *matchday.Scores {
	return r.goals[k].Scores(r.models[train.Ensemble][k])
}

// markets yields the market predictions of all score matrices, in the order of at.
func (r *backtest) markets(yield func(matchday.MarketPrediction) bool) {
	for k, i := range r.at {
		f := &r.rows.Fixtures[i]
		for _, m := range predict.Markets(matchday.PredictionID(f.ID, f.AsOf), r.scores(k), false) {
			if !yield(m) {
				return
			}
		}
	}
}

// ending returns the end of the k-th fixture; false if it has no result.
func (r *backtest) ending(k int) (settle.Ending, bool) {
	i := r.at[k]
	f := &r.rows.Fixtures[i]
	if r.rows.Outcome(i) == matchday.NoOutcome {
		return settle.Ending{}, false
	}
	rules := settle.Rules{VoidAfter: time.Duration(r.env.Config.Live.VoidAfter)}
	return rules.Ending(settle.Report{
		FixtureID: f.ID, Scheduled: f.Kickoff, Kickoff: f.Kickoff, Played: true,
		HomeGoals: int(r.rows.HomeGoals[i]), AwayGoals: int(r.rows.AwayGoals[i]), KnownAt: r.rows.KnownAt[i],
	}), true
}
