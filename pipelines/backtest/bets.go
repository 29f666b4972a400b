package backtest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/staged"
	"matchday/stages/bet"
	"matchday/stages/predict"
	"matchday/stages/settle"
	"matchday/stages/train"
	"matchday/stages/validate"
)

// bookkeeper replays betting and settlement in the order of time: at each
// as-of first what became known is settled, then bets are placed.
type bookkeeper struct {
	runID    string
	accounts []*bet.Account
	waiting  []ending // of fixtures with open bets, sorted by (known at, fixture)
	bets     []matchday.Bet
	place    map[string]int // of a bet in bets, by id
	fixture  map[string]int // index in the backtest of each fixture bet on
	ledger   []matchday.LedgerEntry
	outliers map[string]int // unbelieved books by reason
}

type ending struct {
	settle.Ending
	bets []string // ids
}

func newBookkeeper(conf matchday.Config, start time.Time, runID string) (*bookkeeper, error) {
	b := &bookkeeper{runID: runID, place: map[string]int{}, fixture: map[string]int{}, outliers: map[string]int{}}
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

// placeBets bets on the k-th fixture of the backtest at its pre-match books.
// end is how the fixture will turn out; it is only kept for its time to come.
func (b *bookkeeper) placeBets(k int, p matchday.Forecast, books []matchday.MarketBook, end settle.Ending, played bool) error {
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
func (b *bookkeeper) settleUntil(t time.Time) error {
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

// bankrolls is what each strategy ends with.
func (b *bookkeeper) bankrolls() map[string]decimal.Decimal {
	out := map[string]decimal.Decimal{}
	for _, a := range b.accounts {
		out[a.Strategy().Name] = a.Bankroll()
	}
	return out
}

// bet replays betting on the predicted fixtures and measures the bets by the
// closing line.
func (r *backtest) bet(ctx context.Context) (*bookkeeper, error) {
	keeper, err := newBookkeeper(r.env.Config, r.start(), r.runID)
	if err != nil {
		return nil, err
	}
	asOf := make([]time.Time, len(r.at))
	for k, i := range r.at {
		asOf[k] = r.rows.Fixtures[i].AsOf
	}
	markets := r.env.Config.BetsOn()
	books, err := staged.ReadBooks(ctx, r.env.Lake(), r.fixtureIDs(), asOf, matchday.PreMatch, markets)
	if err != nil {
		return nil, err
	}
	for k := range r.at {
		end, played := r.ending(k)
		forecast := matchday.Forecast{Prediction: r.prediction(k)}
		if len(markets) > 1 {
			forecast.Scores = r.scores(k)
		}
		if err := keeper.placeBets(k, forecast, books[k], end, played); err != nil {
			return nil, err
		}
	}
	if len(keeper.waiting) > 0 {
		if err := keeper.settleUntil(keeper.waiting[len(keeper.waiting)-1].KnownAt); err != nil {
			return nil, err
		}
	}
	return keeper, r.measure(ctx, keeper)
}

// measure fills in what the market said at kick-off of each bet; closing
// prices are read only now, when nothing is left to be decided.
func (r *backtest) measure(ctx context.Context, keeper *bookkeeper) error {
	ids := slices.Sorted(maps.Keys(keeper.fixture))
	kickoff := make([]time.Time, len(ids))
	for n, id := range ids {
		kickoff[n] = r.rows.Fixtures[r.at[keeper.fixture[id]]].Kickoff
	}
	books, err := staged.ReadBooks(ctx, r.env.Lake(), ids, kickoff, matchday.Closing, r.env.Config.BetsOn())
	if err != nil {
		return err
	}
	place := make(map[string]int, len(ids))
	for n, id := range ids {
		place[id] = n
	}
	for i, b := range keeper.bets {
		b = settle.MeasureClosing(b, books[place[b.FixtureID]])
		if b.Market == matchday.Market1X2 { // the line that the table of models scores
			var line []float64
			if p := r.models[validate.MarketClose][keeper.fixture[b.FixtureID]]; p.Valid() {
				line = p[:]
			}
			b = settle.WithClosing(b, line, b.ClosingPrice)
		}
		keeper.bets[i] = b
	}
	return nil
}

// prediction is the row of the warehouse for the k-th fixture.
func (r *backtest) prediction(k int) matchday.Prediction {
	f := &r.rows.Fixtures[r.at[k]]
	return matchday.Prediction{
		ID: matchday.PredictionID(f.ID, f.AsOf), FixtureID: f.ID, Time: f.AsOf, AsOf: f.AsOf,
		MatchDate: f.MatchDate, HomeTeam: f.HomeTeam, AwayTeam: f.AwayTeam, League: f.Division,
		Probs: r.models[train.Ensemble][k], ModelVersion: r.runID, RunID: r.runID,
		Division: f.Division, Season: f.Season, Kickoff: f.Kickoff, KickoffKnown: f.KickoffKnown,
	}
}

// scores is the score matrix of the k-th fixture, given its prediction; nil if
// there is none.
func (r *backtest) scores(k int) *matchday.Scores {
	return r.goals[k].Scores(r.models[train.Ensemble][k])
}

// markets yields what the score matrices say, in the order of the predictions.
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

// ending is how the k-th fixture turned out, false if it has no result.
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
