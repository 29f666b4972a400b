package homes

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/models"
	"matchday/stages/bet"
	"matchday/stages/settle"
	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// facts are what the published copy says of a fixture.
type facts struct {
	ID, League, Venue, Division, Season, Home, Away string
	MatchDate                                       time.Time
}

// books are what the runs decide by, as the warehouse would tell it.
type books struct {
	*Home
	facts     map[int64]facts // by the API's number
	accounts  *bet.Accounts
	deposited bool
	predicted map[string]bool                  // fixtures: whether with line-ups
	placed    map[string][]matchday.Bet        // by fixture
	looked    map[string]matchday.LineupUpdate // the last look at a fixture's line-ups
}

// week is how long the ticks are that one transaction writes.
const week = 7 * 24 * time.Hour

// writeBooks writes the rows of all ticks that have landed. The books may hold no bet
// before: their accounts begin with these ticks.
func (h *Home) writeBooks(ctx context.Context) error {
	b := books{Home: h, predicted: map[string]bool{}, placed: map[string][]matchday.Bet{}, looked: map[string]matchday.LineupUpdate{}}
	var err error
	if b.accounts, err = bet.OpenAccounts(h.Env.Config); err != nil {
		return err
	}
	if b.facts, err = h.readFacts(ctx); err != nil {
		return err
	}
	if champion, err := models.Registry(h.Env).Champion(); err == nil {
		h.version = champion.Version
	}
	home, err := h.Env.Open("bench")
	if err != nil {
		return err
	}
	for len(h.ticks) > 0 {
		n := 0
		for n < len(h.ticks) && h.ticks[n].now.Sub(h.ticks[0].now) < week {
			n++
		}
		err := warehouse.AppendLive(ctx, home, func(ctx context.Context, tx *warehouse.Transaction) error {
			for _, t := range h.ticks[:n] {
				if err := b.write(ctx, tx, t); err != nil {
					return fmt.Errorf("%s at %s: %w", t.job.Name, t.now.Format(time.RFC3339), err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		h.ticks = h.ticks[n:]
	}
	return nil
}

// readFacts reads the API's fixtures of the published copy.
func (h *Home) readFacts(ctx context.Context) (out map[int64]facts, err error) {
	db, err := duck.Open(ctx, warehouse.Home{Dir: h.Env.Home}.Analytics(), duck.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, `
		select c.source_id::bigint, f.fixture_id, l.name, coalesce(f.venue, ''), f.division, f.season, f.home_team, f.away_team, f.match_date
		from crosswalk c join fixtures f on f.fixture_id = c.canonical_id left join leagues l using (division)
		where c.entity = 'fixture' and c.source = 'sportmonks'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out = map[int64]facts{}
	for rows.Next() {
		var id int64
		var f facts
		var league, division sql.NullString
		if err := rows.Scan(&id, &f.ID, &league, &f.Venue, &division, &f.Season, &f.Home, &f.Away, &f.MatchDate); err != nil {
			return nil, err
		}
		f.League, f.Division = league.String, division.String
		if f.League == "" {
			f.League = f.Division
		}
		out[id] = f
	}
	return out, rows.Err()
}

// write writes what one run would: its rows, its own, and its commit.
func (b *books) write(ctx context.Context, tx *warehouse.Transaction, t tick) error {
	env := b.Env
	env.Now = func() time.Time { return t.now }
	run := job.Run{Env: env, Job: t.job, Now: t.now, Config: env.Config}
	row, err := run.Row(matchday.RunDone)
	if err != nil {
		return err
	}
	var model string
	switch t.job.Name {
	case live.SettleJob.Name:
		err = b.settle(ctx, tx, t, row.ID)
	default:
		model, err = b.predict(ctx, tx, t, row.ID)
	}
	if err != nil {
		return err
	}
	arguments := job.Arguments{Fetched: true, Asked: t.asked}
	if t.job.Name == live.HourlyJob.Name {
		arguments.Hours = live.HourlyWithin.Hours()
	}
	text, err := json.Marshal(arguments)
	if err != nil {
		return err
	}
	staged := sha256.Sum256([]byte(row.ID)) // as long as a fingerprint, which nobody knows any more
	return errors.Join(tx.Record(ctx, row), tx.InsertCommit(ctx, warehouse.Commit{
		RunID: row.ID, AsOf: t.now, Model: model, Staged: hex.EncodeToString(staged[:]), Arguments: string(text),
		Config: row.Config, Seed: row.Seed, GitRevision: row.GitRevision, Rules: bet.Rules,
	}))
}

// predict writes the predictions of a run and the bets on them. Hourly predicts what is
// to come, lineups what has its team sheets and was not predicted with them.
func (b *books) predict(ctx context.Context, tx *warehouse.Transaction, t tick, runID string) (model string, err error) {
	var add warehouse.Batch
	var offers []bet.Offered
	for _, k := range t.coming {
		f, ok := b.facts[k.fixture.ID]
		if !ok || f.Division == "" {
			continue // of a cup, or not staged
		}
		_, sheets := k.complete()
		soon := within(k.kickoff, t.now, job.LineupLead)
		if u, changed := b.look(f.ID, k, t.now); soon && changed {
			add.LineupUpdates = append(add.LineupUpdates, u)
		}
		if with, before := b.predicted[f.ID]; t.job.Name != live.HourlyJob.Name && !(sheets && soon && !(before && with)) {
			continue
		}
		b.predicted[f.ID] = b.predicted[f.ID] || sheets
		forecast := b.forecast(k, f, t, runID)
		board := bet.ScreenLive(b.quotes(k.fixture, t.now), t.now, time.Duration(b.Env.Config.Live.PriceAge))
		offers = append(offers, bet.Offered{Forecast: forecast, Board: board, Placed: b.placed[f.ID]})
		add.Predictions = append(add.Predictions, forecast.Prediction)
		add.ModelPredictions = append(add.ModelPredictions, forecast.Models...)
	}
	if !b.deposited {
		if add.Ledger, err = bet.FirstDeposits(b.Env.Config.Strategies, nil, t.now, runID); err != nil {
			return "", err
		}
		b.accounts.Book(add.Ledger...)
		b.deposited = true
	}
	choice, err := b.accounts.Place(offers)
	if err != nil {
		return "", err
	}
	for i := range choice.Bets {
		choice.Bets[i].AdvisedStake = choice.Bets[i].Stake
		b.accounts.Hold(choice.Bets[i])
		id := choice.Bets[i].FixtureID
		b.placed[id] = append(b.placed[id], choice.Bets[i])
	}
	add.Bets, add.Skips = choice.Bets, choice.Skips()
	if len(offers) > 0 {
		model = b.version
	}
	return model, tx.Add(ctx, add)
}

// look is what a run finds when it looks for a fixture's line-ups, and whether that
// differs from the last look.
func (b *books) look(id string, k known, now time.Time) (u matchday.LineupUpdate, changed bool) {
	u = matchday.LineupUpdate{FixtureID: id, Time: now}
	for side, n := range []*int{&u.HomePlayers, &u.AwayPlayers} {
		if !k.sheets[side].IsZero() {
			*n = 11
		}
	}
	_, u.Available = k.complete()
	before, looked := b.looked[id]
	changed = !looked || before.HomePlayers != u.HomePlayers || before.AwayPlayers != u.AwayPlayers
	if changed && within(k.kickoff, now, job.LineupLead) {
		b.looked[id] = u
	}
	return u, changed
}

// settle writes the results that count from a run on, and settles the bets on them.
func (b *books) settle(ctx context.Context, tx *warehouse.Transaction, t tick, runID string) error {
	var results []matchday.Result
	var settled []matchday.Bet
	var entries []matchday.LedgerEntry
	for _, k := range t.ended {
		f, truth := b.facts[k.fixture.ID], k.fixture
		if _, predicted := b.predicted[f.ID]; !predicted {
			continue
		}
		results = append(results, matchday.Result{
			FixtureID: f.ID, MatchDate: f.MatchDate, HomeTeam: f.Home, AwayTeam: f.Away,
			HomeScore: truth.Goals[0], AwayScore: truth.Goals[1], Time: k.endedAt, RunID: runID,
		})
		end := settle.Ending{FixtureID: f.ID, HomeGoals: truth.Goals[0], AwayGoals: truth.Goals[1], KnownAt: k.endedAt}
		for _, open := range b.placed[f.ID] {
			after, booked, err := settle.Settle(open, end, nil, t.now, runID)
			if err != nil {
				return err
			}
			settled = append(settled, settle.MeasureClosing(after, b.closing(truth)))
			entries = append(entries, booked...)
		}
	}
	b.accounts.Book(entries...)
	return errors.Join(tx.UpsertResults(ctx, results), tx.SettleBets(ctx, settled), tx.Add(ctx, warehouse.Batch{Ledger: entries}))
}
