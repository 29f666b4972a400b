package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/staged"
	"matchday/stages/settle"
	"matchday/warehouse"
)

// SettleOptions are what people ask of the settle job.
type SettleOptions struct {
	Fetch job.Fetch // lands scores and states; nil: nothing to ask
}

const settleSlot = 30 * time.Minute

// Settle writes the results of predicted fixtures, settles the bets on them, and
// settles again those whose result was corrected, by entries that reverse the
// earlier ones. Bets on fixtures that were not played in time are void. It may
// be late: whenever it runs, it settles all that has become known.
//
// A bet that cannot be settled is reported and stands in nobody's way.
func Settle(ctx context.Context, env job.Env, o SettleOptions) (report SettleReport, err error) {
	watch := job.NewTimer(env)
	err = job.Execute(ctx, env, "settle", settleSlot, o.Fetch, func(ctx context.Context, r *job.Run) error {
		watch.Lap("fetch")
		s := &settlement{Run: r}
		report = SettleReport{RunID: r.ID(), Now: r.Now, Asked: r.Asked}
		err := r.Write(ctx, s.run)
		watch.Lap("settle")
		report.fill(s)
		report.Seconds = watch.ByStage()
		return err
	})
	return report, err
}

// settlement is the job under way.
type settlement struct {
	*job.Run

	place   map[string]int // of a fixture in the lists below
	told    []staged.SourceEnding
	closing [][]staged.BookRow

	results  []matchday.Result // new or corrected
	taken    []string          // fixtures whose result was taken back
	settled  []matchday.Bet    // bets that now stand otherwise
	entries  []matchday.LedgerEntry
	reversed int
	waiting  int // bets that are still pending
	problems []string
}

// run decides on what the books hold and the sources say, and writes it.
func (s *settlement) run(ctx context.Context, books *warehouse.Transaction) error {
	slips, err := books.Slips(ctx)
	if err != nil {
		return err
	}
	ledger, err := books.Ledger(ctx)
	if err != nil {
		return err
	}
	predicted, err := books.Predicted(ctx)
	if err != nil {
		return err
	}
	booked, err := books.Booked(ctx)
	if err != nil {
		return err
	}
	if err := s.ask(ctx, predicted, slips); err != nil {
		return err
	}
	for _, id := range predicted {
		s.result(id, booked)
	}
	s.bets(slips, ledger)
	return errors.Join(
		books.Results(ctx, s.results),
		books.Unresult(ctx, s.taken),
		books.Settled(ctx, s.settled),
		books.Add(ctx, warehouse.Books{Ledger: s.entries}),
	)
}

// ask reads what the sources say of the predicted fixtures, and the closing
// prices of those bet on.
func (s *settlement) ask(ctx context.Context, predicted []string, slips []matchday.Slip) (err error) {
	if len(predicted) == 0 {
		return nil
	}
	v, err := staged.Open(ctx, s.Env.Lake())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	s.Used.Staged = v.Raw
	s.place = map[string]int{}
	for k, id := range predicted {
		s.place[id] = k
	}
	if s.told, err = v.Endings(ctx, predicted, s.Now); err != nil {
		return err
	}
	var bet, markets []string
	for _, slip := range slips {
		bet, markets = append(bet, slip.FixtureID), append(markets, slip.Market)
	}
	slices.Sort(bet)
	slices.Sort(markets)
	bet, markets = slices.Compact(bet), slices.Compact(markets)
	books, err := v.Closing(ctx, bet, s.Now, markets)
	s.closing = make([][]staged.BookRow, len(predicted))
	for n, id := range bet {
		if err == nil {
			s.closing[s.place[id]] = books[n]
		}
	}
	return err
}

// NeverPlayed are the states in which a fixture has no score that stands.
var NeverPlayed = []string{"postponed", "cancelled", "abandoned", "awarded", "walk_over", "deleted"}

// Unfinished are the states in which a fixture waits to be ended, played on or
// called off.
var Unfinished = []string{"interrupted", "suspended"}

// scored says that a fixture has a score that counts: of a file, or of the API
// seen unchanged for long enough.
func (s *settlement) scored(t staged.SourceEnding) bool {
	if !t.Home.Valid || !t.Away.Valid || slices.Contains(NeverPlayed, t.State) {
		return false
	}
	if !t.SaidFrom.Valid {
		return true
	}
	until := t.SaidUntil.Time
	if s.Now.Sub(t.Kickoff) > 24*time.Hour {
		until = s.Now // no extra time lasts that long
	}
	return until.Sub(t.SaidFrom.Time) >= time.Duration(s.Env.Config.Live.ConfirmMinutes*float64(time.Minute))
}

// result compares what the books hold of a fixture with what the sources say.
func (s *settlement) result(id string, booked map[string]matchday.Result) {
	t := s.told[s.place[id]]
	before, there := booked[id]
	switch {
	case s.scored(t):
		r := matchday.Result{
			FixtureID: id, MatchDate: t.MatchDate, HomeTeam: t.HomeTeam, AwayTeam: t.AwayTeam,
			HomeScore: int(t.Home.Int64), AwayScore: int(t.Away.Int64), Time: t.KnownAt.Time, RunID: s.ID(),
		}
		if !there || before.HomeScore != r.HomeScore || before.AwayScore != r.AwayScore {
			s.results = append(s.results, r)
		}
	case there && slices.Contains(NeverPlayed, t.State):
		s.taken = append(s.taken, id)
	}
}

// bets settles what can be settled.
func (s *settlement) bets(slips []matchday.Slip, ledger []matchday.LedgerEntry) {
	booked := map[string][]matchday.LedgerEntry{}
	for _, e := range ledger {
		booked[e.BetID] = append(booked[e.BetID], e)
	}
	for _, slip := range slips {
		if slip.Decision == matchday.Declined {
			continue // void, whatever the fixture brings
		}
		end, ended := s.ending(slip)
		if !ended {
			if slip.Status == matchday.Pending {
				s.waiting++
			}
			continue
		}
		b, entries, err := settle.Settle(slip.Bet, end, booked[slip.ID], s.Now, s.ID())
		if err != nil {
			s.problems = append(s.problems, err.Error())
			continue
		}
		b = staged.ClosingOf(b, s.closing[s.place[b.FixtureID]])
		s.entries = append(s.entries, entries...)
		for _, e := range entries {
			if e.Kind == matchday.Reversal {
				s.reversed++
			}
		}
		if !sameStanding(slip.Bet, b) {
			s.settled = append(s.settled, b)
		}
	}
}

// ending applies the rules to what the sources say of a bet's fixture; false if
// that is still open.
func (s *settlement) ending(slip matchday.Slip) (settle.Ending, bool) {
	k, there := s.place[slip.FixtureID]
	if !there || !s.told[k].There {
		return settle.Ending{}, false
	}
	t := s.told[k]
	rules := settle.Rules{VoidAfter: time.Duration(s.Env.Config.Live.VoidAfterHours * float64(time.Hour))}
	report := settle.Report{FixtureID: slip.FixtureID, Scheduled: slip.Kickoff, Kickoff: t.Kickoff, Played: s.scored(t)}
	if report.Played {
		report.HomeGoals, report.AwayGoals, report.KnownAt = int(t.Home.Int64), int(t.Away.Int64), t.KnownAt.Time
	} else if !s.calledOff(t, slip.Kickoff.Add(rules.VoidAfter)) {
		return settle.Ending{}, false
	}
	end := rules.Ending(report)
	if !end.KnownAt.After(slip.Time) {
		// It was played before the bet was placed, whatever the schedule said
		// then: no bookmaker lets such a bet stand.
		end = settle.Ending{FixtureID: slip.FixtureID, Void: true, KnownAt: s.Now}
	}
	return end, !end.KnownAt.After(s.Now)
}

// calledOff says of a fixture without a score that the limit has passed and
// that the source is not merely late with it: it says that the fixture was not
// played, or will be only after the limit, or it has told of fixtures played
// after the limit.
func (s *settlement) calledOff(t staged.SourceEnding, limit time.Time) bool {
	if !s.Now.After(limit) || t.Home.Valid && !slices.Contains(NeverPlayed, t.State) {
		return false
	}
	return slices.Contains(NeverPlayed, t.State) || slices.Contains(Unfinished, t.State) ||
		t.Kickoff.After(limit) || t.MovedOn.Valid && t.MovedOn.Time.After(limit)
}

// sameStanding says that nothing of a bet's settlement differs.
func sameStanding(a, b matchday.Bet) bool {
	return a.Status == b.Status && a.Result == b.Result && a.ActualOutcome == b.ActualOutcome && a.SettledAt.Equal(b.SettledAt) &&
		sameMoney(a.ProfitLoss, b.ProfitLoss) && sameMoney(a.ClosingPrice, b.ClosingPrice) &&
		a.ClosingProbability == b.ClosingProbability && a.CLV == b.CLV
}

func sameMoney(a, b decimal.NullDecimal) bool {
	return a.Valid == b.Valid && a.Decimal.Equal(b.Decimal)
}

// err lists the bets that could not be settled.
func (s *settlement) err() error {
	if len(s.problems) == 0 {
		return nil
	}
	return fmt.Errorf("%d bets could not be settled, all others are: %s", len(s.problems), s.problems[0])
}
