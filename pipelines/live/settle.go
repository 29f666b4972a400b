package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

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

// SettleJob is run by cron.
var SettleJob = job.Job{Name: "settle", Slot: 30 * time.Minute, When: "*/30 * * * *"}

// Settle writes the results of predicted fixtures, settles the bets on them, and
// settles again those whose result was corrected, by entries that reverse the
// earlier ones. Bets on fixtures that were not played in time are void. It may
// be late: whenever it runs, it settles all that has become known.
//
// A bet that cannot be settled is reported and stands in nobody's way.
func Settle(ctx context.Context, env job.Env, o SettleOptions) (report SettleReport, err error) {
	watch := job.NewTimer(env)
	err = job.Execute(ctx, env, SettleJob, o.Fetch, func(ctx context.Context, r *job.Run) error {
		watch.Lap("fetch")
		s := &settlement{Run: r, rules: rulesOf(env.Config.Live)}
		report = SettleReport{RunID: r.ID(), Now: r.Now, Asked: r.Asked}
		err := r.Write(ctx, s.run)
		watch.Lap("settle")
		report.fill(s)
		report.Seconds = watch.ByStage()
		return err
	})
	return report, err
}

// rulesOf are the rules of settlement in a configuration.
func rulesOf(c matchday.Live) settle.Rules {
	return settle.Rules{
		VoidAfter:    time.Duration(c.VoidAfter),
		ConfirmAfter: time.Duration(c.ConfirmAfter),
	}
}

// settlement is the job under way.
type settlement struct {
	*job.Run
	rules settle.Rules

	place   map[string]int // of a fixture in the lists below
	told    []settle.SourceEnding
	closing [][]matchday.MarketBook

	results  []matchday.Result // new or corrected
	taken    []string          // fixtures whose result was taken back
	settled  []matchday.Bet    // bets that now stand otherwise
	entries  []matchday.LedgerEntry
	reversed int
	waiting  int // bets that are still pending
	problems []string
}

// run decides on what the warehouse holds and the sources say, and writes it.
func (s *settlement) run(ctx context.Context, tx *warehouse.Transaction) error {
	slips, err := tx.Slips(ctx)
	if err != nil {
		return err
	}
	ledger, err := tx.Ledger(ctx)
	if err != nil {
		return err
	}
	predicted, err := tx.Predicted(ctx)
	if err != nil {
		return err
	}
	booked, err := tx.Results(ctx)
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
		tx.UpsertResults(ctx, s.results),
		tx.DeleteResults(ctx, s.taken),
		tx.SettleBets(ctx, s.settled),
		tx.Add(ctx, warehouse.Batch{Ledger: s.entries}),
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
	s.closing = make([][]matchday.MarketBook, len(predicted))
	for n, id := range bet {
		if err == nil {
			s.closing[s.place[id]] = books[n]
		}
	}
	return err
}

// result compares what the warehouse holds of a fixture with what the sources say.
func (s *settlement) result(id string, booked map[string]matchday.Result) {
	t := s.told[s.place[id]]
	before, there := booked[id]
	switch {
	case s.rules.Scored(t, s.Now):
		r := matchday.Result{
			FixtureID: id, MatchDate: t.MatchDate, HomeTeam: t.HomeTeam, AwayTeam: t.AwayTeam,
			HomeScore: int(t.Home.Int64), AwayScore: int(t.Away.Int64), Time: t.KnownAt.Time, RunID: s.ID(),
		}
		if !there || before.HomeScore != r.HomeScore || before.AwayScore != r.AwayScore {
			s.results = append(s.results, r)
		}
	case there && t.State.NeverPlayed():
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
		var told settle.SourceEnding
		if k, there := s.place[slip.FixtureID]; there {
			told = s.told[k]
		}
		end, ended := s.rules.EndingOf(slip, told, s.Now)
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
		b = settle.MeasureClosing(b, s.closing[s.place[b.FixtureID]])
		s.entries = append(s.entries, entries...)
		for _, e := range entries {
			if e.Kind == matchday.Reversal {
				s.reversed++
			}
		}
		if !settle.SameStanding(slip.Bet, b) {
			s.settled = append(s.settled, b)
		}
	}
}

// err lists the bets that could not be settled.
func (s *settlement) err() error {
	if len(s.problems) == 0 {
		return nil
	}
	return fmt.Errorf("%d bets could not be settled, all others are: %s", len(s.problems), s.problems[0])
}
