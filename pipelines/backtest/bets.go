package backtest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/staged"
	"matchday/stages/bet"
	"matchday/stages/settle"
	"matchday/stages/train"
	"matchday/stages/validate"
)

// bettor bets and settles in the order of time: at each as-of it settles what has
// become known, and then places bets.
type bettor struct {
	runID    string
	accounts *bet.Accounts
	waiting  []ending // ends of fixtures with open bets, by known at and fixture
	bets     []matchday.Bet
	place    map[string]int // of a bet in bets, by id
	fixture  map[string]int // place in the backtest of each fixture with bets
	open     map[bet.Meeting][]matchday.Bet
	ledger   []matchday.LedgerEntry
	outliers map[string]int // books that were not believed, by reason
}

type ending struct {
	settle.Ending
	meeting bet.Meeting
}

func newBettor(conf matchday.Config, start time.Time, runID string) (*bettor, error) {
	accounts, err := bet.OpenAccounts(conf)
	if err != nil {
		return nil, err
	}
	deposits, err := bet.FirstDeposits(conf.Strategies, nil, start, runID)
	if err != nil {
		return nil, err
	}
	accounts.Book(deposits...)
	return &bettor{
		runID: runID, accounts: accounts, ledger: deposits, place: map[string]int{}, fixture: map[string]int{},
		open: map[bet.Meeting][]matchday.Bet{}, outliers: map[string]int{},
	}, nil
}

// playing is a predicted fixture that may be bet on: its place in the backtest, and
// how it ended.
type playing struct {
	bet.Offered
	k      int
	end    settle.Ending
	played bool
}

// offer screens the books of a fixture.
func (b *bettor) offer(f matchday.Forecast, books []matchday.MarketBook) bet.Offered {
	board := bet.Screen(bet.QuotesOf(books), f.AsOf)
	for _, m := range board {
		for _, o := range m.Outliers {
			b.outliers[string(o.Reason)]++
		}
	}
	return bet.Offered{Forecast: f, Board: board, Placed: b.open[bet.MeetingOf(f.Prediction)]}
}

// placeBets bets on all fixtures of one as-of. Their ends are kept aside until the
// moments at which they became known.
func (b *bettor) placeBets(fixtures []playing) error {
	offers, place := make([]bet.Offered, len(fixtures)), make(map[string]int, len(fixtures))
	for n, f := range fixtures {
		offers[n], place[f.Forecast.FixtureID] = f.Offered, n
	}
	choice, err := b.accounts.Place(offers)
	if err != nil {
		return err
	}
	for _, x := range choice.Bets {
		f := &fixtures[place[x.FixtureID]]
		b.place[x.ID] = len(b.bets)
		b.bets = append(b.bets, x)
		meeting := bet.MeetingOf(f.Forecast.Prediction)
		b.open[meeting] = append(b.open[meeting], x)
		if _, waits := b.fixture[x.FixtureID]; !waits && f.played {
			e := ending{Ending: f.end, meeting: meeting}
			at, _ := slices.BinarySearchFunc(b.waiting, e, ending.compare)
			b.waiting = slices.Insert(b.waiting, at, e)
		}
		b.fixture[x.FixtureID] = f.k
	}
	return nil
}

func (e ending) compare(other ending) int {
	return cmp.Or(e.KnownAt.Compare(other.KnownAt), cmp.Compare(e.FixtureID, other.FixtureID))
}

// settleUntil settles what became known at or before t.
func (b *bettor) settleUntil(t time.Time) error {
	n := 0
	for ; n < len(b.waiting) && !b.waiting[n].KnownAt.After(t); n++ {
		e := &b.waiting[n]
		for _, x := range b.open[e.meeting] {
			if x.FixtureID != e.FixtureID {
				continue
			}
			at := b.place[x.ID]
			settled, entries, err := settle.Settle(b.bets[at], e.Ending, nil, e.KnownAt, b.runID)
			if err != nil {
				return err
			}
			b.bets[at] = settled
			b.ledger = append(b.ledger, entries...)
			b.accounts.Book(entries...)
		}
		b.open[e.meeting] = slices.DeleteFunc(b.open[e.meeting], func(x matchday.Bet) bool { return x.FixtureID == e.FixtureID })
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
	var books [][]matchday.MarketBook // of the fixtures of one as-of, up to the last that was read
	err = staged.EachPrices(ctx, r.env.Lake(), r.fixtureIDs(), asOf, matchday.PreMatch, markets, func(k int, read []matchday.MarketBook) error {
		books = append(books, read)
		if k+1 < len(asOf) && asOf[k+1].Equal(asOf[k]) {
			return nil
		}
		err := r.betAt(bettor, k+1-len(books), books, len(markets) > 1)
		books = books[:0]
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(bettor.waiting) > 0 {
		if err := bettor.settleUntil(bettor.waiting[len(bettor.waiting)-1].KnownAt); err != nil {
			return nil, err
		}
	}
	return bettor, r.measure(ctx, bettor)
}

// betAt bets on the fixtures of one as-of: those from a place on that have books. On a
// match day without an hour of kick-off it is too late, as it is for live jobs.
func (r *backtest) betAt(bettor *bettor, from int, books [][]matchday.MarketBook, lines bool) error {
	if err := bettor.settleUntil(r.rows.Fixtures[r.at[from]].AsOf); err != nil {
		return err
	}
	fixtures := make([]playing, 0, len(books))
	for n := range books {
		k := from + n
		if f := &r.rows.Fixtures[r.at[k]]; !f.AsOf.Before(matchday.BettingEnds(f.Kickoff, f.KickoffKnown, f.MatchDate)) {
			continue
		}
		forecast := matchday.Forecast{Prediction: r.prediction(k), Belief: r.belief[k]}
		if lines {
			forecast.Scores = r.scores(k)
		}
		f := playing{Offered: bettor.offer(forecast, books[n]), k: k}
		f.end, f.played = r.ending(k)
		fixtures = append(fixtures, f)
	}
	return bettor.placeBets(fixtures)
}

// measure fills in each bet's closing price and closing-line value. Closing prices are
// read only now, when all bets are placed and settled.
func (r *backtest) measure(ctx context.Context, bettor *bettor) error {
	ids := slices.Sorted(maps.Keys(bettor.fixture))
	kickoff := make([]time.Time, len(ids))
	for n, id := range ids {
		kickoff[n] = r.rows.Fixtures[r.at[bettor.fixture[id]]].Kickoff
	}
	bets := make(map[string][]int, len(ids)) // of each fixture
	for i, b := range bettor.bets {
		bets[b.FixtureID] = append(bets[b.FixtureID], i)
	}
	return staged.EachPrices(ctx, r.env.Lake(), ids, kickoff, matchday.Closing, r.env.Config.BetsOn(), func(n int, books []matchday.MarketBook) error {
		for _, i := range bets[ids[n]] {
			bettor.bets[i] = r.measured(bettor.bets[i], bettor.fixture[ids[n]], books)
		}
		return nil
	})
}

// measured is a bet on the k-th fixture with its closing price, of the closing books.
func (r *backtest) measured(b matchday.Bet, k int, books []matchday.MarketBook) matchday.Bet {
	b = settle.MeasureClosing(b, books)
	if b.Market == matchday.Market1X2 { // its line is the market model of the score table
		var line []float64
		if p := r.models[validate.MarketClose][k]; p.Valid() {
			line = p[:]
		}
		b = settle.WithClosing(b, line, b.ClosingPrice)
	}
	return b
}

// Looks is how often fixtures are looked at for bets: by a backtest once each, at the
// moment at which its prices were collected, and by the hourly job at every full hour
// of the time before kick-off in which it predicts. Both place bets by the same rules,
// but hourly sees prices and forecasts that a backtest does not.
type Looks struct {
	Backtest int `json:"backtest"`
	Hourly   int `json:"hourly"`
}

func looksAt(fixtures int) Looks {
	return Looks{Backtest: fixtures, Hourly: fixtures * int(job.HourlyWithin/time.Hour)}
}

func (l Looks) text() string {
	return fmt.Sprintf("Looks: %d, one a fixture, at the prices of its as-of; hourly would look %d times, at each full hour of the %.0f hours before kick-off, and bet once",
		l.Backtest, l.Hourly, job.HourlyWithin.Hours())
}

// prediction returns the warehouse's row for the k-th fixture.
func (r *backtest) prediction(k int) matchday.Prediction {
	f := &r.rows.Fixtures[r.at[k]]
	return matchday.Prediction{
		ID: matchday.PredictionID(f.ID, f.AsOf), FixtureID: f.ID, Time: f.AsOf, AsOf: f.AsOf,
		MatchDate: f.MatchDate, HomeTeam: f.HomeTeam, AwayTeam: f.AwayTeam, League: f.Division,
		Probs: r.models[train.Ensemble][k], ModelVersion: r.runID, RunID: r.runID,
		Division: f.Division, Season: f.Season, Kickoff: f.Kickoff, KickoffKnown: f.KickoffKnown, Goals: r.goals[k].Parameters(),
	}
}

// scores returns the score matrix of the k-th fixture; nil if there is none.
func (r *backtest) scores(k int) *matchday.Scores {
	return r.goals[k].Scores(r.models[train.Ensemble][k])
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
		Begins:    matchday.BettingEnds(f.Kickoff, f.KickoffKnown, f.MatchDate),
		HomeGoals: int(r.rows.HomeGoals[i]), AwayGoals: int(r.rows.AwayGoals[i]), KnownAt: r.rows.KnownAt[i],
	}), true
}
