package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/settle"
	"matchday/warehouse"
)

// SettleOptions are what people ask of the settle job.
type SettleOptions struct {
	Fetch job.Fetch // lands scores and states; nil: no source
}

// SettleJob runs every half hour.
var SettleJob = job.Job{Name: "settle", Slot: 30 * time.Minute, When: "*/30 * * * *"}

// Settle writes the results of predicted fixtures and settles the bets on them. If a
// result was corrected, new ledger entries reverse the old ones, and the bets are
// settled again. Bets on fixtures that were not played in time become void. A late
// run settles everything that has become known.
//
// A bet that cannot be settled is reported; the others are settled.
func Settle(ctx context.Context, env job.Env, o SettleOptions) (report SettleReport, err error) {
	watch := job.NewTimer(env)
	report.Committed, err = job.Execute(ctx, env, SettleJob, o.Fetch, func(ctx context.Context, r *job.Run) error {
		watch.Lap("fetch")
		s := &settlement{Run: r, rules: rulesOf(env.Config.Live)}
		report = SettleReport{RunID: r.ID(), Now: r.Now, APIUsage: r.APIUsage}
		err := r.Write(ctx, s.run)
		if err == nil {
			s.keepSettled()
		}
		watch.Lap("settle")
		report.fill(s)
		report.Seconds = watch.ByStage()
		return err
	})
	return report, err
}

// rulesOf returns a configuration's rules of settlement.
func rulesOf(c matchday.Live) settle.Rules {
	return settle.Rules{
		VoidAfter:    time.Duration(c.VoidAfter),
		ConfirmAfter: time.Duration(c.ConfirmAfter),
	}
}

// settlement is one run of the job.
type settlement struct {
	*job.Run
	rules settle.Rules

	asked question
	place map[string]int // of a fixture in the lists below
	// exchanged are the fixtures whose sides are the other way round since the bet.
	exchanged map[string]bool
	endings   []settle.SourceEnding
	closing   [][]matchday.MarketBook

	results   []matchday.Result      // new or corrected
	withdrawn []string               // fixtures whose result was withdrawn
	settled   []matchday.Bet         // bets whose status or profit has changed
	entries   []matchday.LedgerEntry // of both accounts
	reversed  int                    // on paper
	waiting   int                    // bets that are still pending
	problems  []string
}

// run compares the warehouse with the sources, and writes what follows.
func (s *settlement) run(ctx context.Context, tx *warehouse.Transaction) error {
	slips, err := tx.Slips(ctx)
	if err != nil {
		return err
	}
	ledger, err := tx.Ledger(ctx)
	if err != nil {
		return err
	}
	if err := s.ask(ctx, tx, slips); err != nil {
		return err
	}
	if err := s.readSources(ctx, slips); err != nil {
		return err
	}
	for _, id := range s.asked.fixtures {
		s.result(id, s.asked.stored)
	}
	s.bets(slips, ledger)
	return errors.Join(
		tx.UpsertResults(ctx, s.results),
		tx.DeleteResults(ctx, s.withdrawn),
		tx.SettleBets(ctx, s.settled),
		tx.Add(ctx, warehouse.Batch{Ledger: s.entries}),
	)
}

// readSources reads how the fixtures that are asked of ended, and the closing prices of
// those with bets.
func (s *settlement) readSources(ctx context.Context, slips []matchday.Slip) (err error) {
	if len(s.asked.fixtures) == 0 {
		if s.asked.narrowed {
			s.Inputs.Staged = s.asked.parts.Raw()
		}
		return nil
	}
	v, err := s.open(ctx, slips)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	s.Inputs.Staged = v.Raw
	s.place, s.exchanged = map[string]int{}, map[string]bool{}
	for k, id := range s.asked.fixtures {
		s.place[id] = k
	}
	if s.endings, err = v.Endings(ctx, s.asked.fixtures, s.Now); err != nil {
		return err
	}
	var bet []string
	var markets []matchday.Market
	for _, slip := range slips {
		markets = append(markets, slip.Market)
		k, there := s.place[slip.FixtureID]
		if !there {
			continue
		}
		e := &s.endings[k]
		if before := *e; !s.exchanged[slip.FixtureID] {
			*e = e.Oriented(slip.HomeTeam, slip.AwayTeam)
			s.exchanged[slip.FixtureID] = e.HomeTeam != before.HomeTeam
		}
		if !s.exchanged[slip.FixtureID] { // else the closing prices are the other side's
			bet = append(bet, slip.FixtureID)
		}
	}
	slices.Sort(bet)
	slices.Sort(markets)
	bet, markets = slices.Compact(bet), slices.Compact(markets)
	books, err := v.Closing(ctx, bet, s.Now, markets)
	s.closing = make([][]matchday.MarketBook, len(s.asked.fixtures))
	for n, id := range bet {
		if err == nil {
			s.closing[s.place[id]] = books[n]
		}
	}
	return err
}

// result compares the stored result of a fixture with what the sources say.
func (s *settlement) result(id string, stored map[string]matchday.Result) {
	t := s.endings[s.place[id]]
	before, there := stored[id]
	switch {
	case s.rules.Scored(t, s.Now):
		r := matchday.Result{
			FixtureID: id, MatchDate: t.MatchDate, HomeTeam: t.HomeTeam, AwayTeam: t.AwayTeam,
			HomeScore: int(t.Home.Int64), AwayScore: int(t.Away.Int64), Time: t.KnownAt.Time, RunID: s.ID(),
		}
		if !there || before.HomeScore != r.HomeScore || before.AwayScore != r.AwayScore {
			s.results = append(s.results, r)
		}
	case there && t.State.NeverPlayed() && t.State != matchday.Awarded: // that was decided after it was played
		s.withdrawn = append(s.withdrawn, id)
	}
}

// bets settles the bets on fixtures that have ended, on paper and for real.
func (s *settlement) bets(slips []matchday.Slip, ledger []matchday.LedgerEntry) {
	byBet := map[string][]matchday.LedgerEntry{}
	for _, e := range ledger {
		byBet[e.BetID] = append(byBet[e.BetID], e)
	}
	for _, slip := range slips {
		if slip.Decision == matchday.Declined {
			continue // it is void already
		}
		s.settle(&slip, byBet[slip.ID])
		entries, err := settle.Real(slip, byBet[slip.ID], s.Now, s.ID())
		if err != nil {
			s.problems = append(s.problems, err.Error())
		}
		s.entries = append(s.entries, entries...)
	}
}

// settle settles a bet on paper, if its fixture has ended.
func (s *settlement) settle(slip *matchday.Slip, booked []matchday.LedgerEntry) {
	var source settle.SourceEnding
	if k, there := s.place[slip.FixtureID]; there {
		source = s.endings[k]
	}
	end, ended := s.rules.EndingOf(*slip, source, s.Now)
	if !ended {
		s.asked.restless[slip.FixtureID] = true
		if slip.Status == matchday.Pending {
			s.waiting++
		}
		return
	}
	b, entries, err := settle.Settle(slip.Bet, end, booked, s.Now, s.ID())
	if err != nil {
		s.asked.restless[slip.FixtureID] = true
		s.problems = append(s.problems, err.Error())
		return
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
	slip.Bet = b
}

// err is non-nil if bets could not be settled.
func (s *settlement) err() error {
	if len(s.problems) == 0 {
		return nil
	}
	return fmt.Errorf("%d bets could not be settled, all others are: %s", len(s.problems), strings.Join(s.problems, "; "))
}
