package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"matchday/pipelines/job"
	"matchday/pipelines/staged"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging"
	"matchday/warehouse/lake"
)

// LiveQuery is what a live job asks of the API: no more than it uses. What was
// answered before an error comes with it.
type LiveQuery func(context.Context, liveSource) ([]sportmonks.Object, error)

// liveSource is whom a job asks, for whom and when.
type liveSource struct {
	client  *sportmonks.Client
	leagues []int64 // none: all of the plan
	lake    lake.Lake
	now     time.Time
	confirm time.Duration // how long a result is seen unchanged until it counts
}

// What live jobs ask for. Who is sidelined costs no request beside the fixtures
// themselves; prices and team sheets of a fixture come in one.
var (
	comingFixtures = sportmonks.FixtureQuery{Include: []string{"participants", "venue", "sidelined.sideline"}}
	comingPrices   = sportmonks.FixtureQuery{Include: []string{"odds"}, Markets: backfillDetails[0].Markets}
	teamSheets     = sportmonks.FixtureQuery{Include: []string{"lineups", "formations", "metadata", "sidelined.sideline", "odds"}, Markets: backfillDetails[0].Markets}
	fixtureResults = sportmonks.FixtureQuery{Include: []string{"participants", "scores", "statistics"}, StatisticTypes: backfillFixtures.StatisticTypes}
)

// QueryComing is what the hourly job asks: which fixtures kick off within a time
// and who misses them, and their prices; of those that start soon their team
// sheets too.
func QueryComing(within time.Duration) LiveQuery {
	return func(ctx context.Context, a liveSource) ([]sportmonks.Object, error) {
		query := comingFixtures
		query.Leagues = a.leagues
		out, err := a.client.FixturesBetween(ctx, a.now, a.now.Add(within), query)
		if err != nil {
			return out, err
		}
		// The API answers by days. What has begun is the settle job's.
		out = slices.DeleteFunc(out, func(o sportmonks.Object) bool {
			at, ok := kickoffOf(o)
			return ok && !at.After(a.now)
		})
		var soon, later []int64
		for _, o := range out {
			switch at, ok := kickoffOf(o); {
			case !ok || at.After(a.now.Add(within)):
			case at.After(a.now.Add(job.LineupLead)):
				later = append(later, o.Number())
			default:
				soon = append(soon, o.Number())
			}
		}
		prices, err := a.client.FixturesByID(ctx, later, comingPrices)
		out = append(out, prices...)
		if err != nil {
			return out, err
		}
		sheets, err := a.client.FixturesByID(ctx, soon, teamSheets)
		return append(out, sheets...), err
	}
}

// ClosingLead is how long before kick-off the lineups job asks for a fixture's
// prices although its team sheets are known: one of its runs lies within, so the
// last price before kick-off is at most this old.
const ClosingLead = job.LineupsSlot + 5*time.Minute

// QueryLineups is what the lineups job asks: team sheets and prices of the
// fixtures, as the lake knows them, that start soon, unless both sheets are
// there and the closing price is still to come. Nothing due is no request.
func QueryLineups() LiveQuery {
	return func(ctx context.Context, a liveSource) ([]sportmonks.Object, error) {
		soon, err := a.followed(ctx, a.now, a.now.Add(job.LineupLead))
		if err != nil {
			return nil, err
		}
		var ids []int64
		for _, f := range soon {
			if f.lineups < 2 || !f.kickoff.After(a.now.Add(ClosingLead)) {
				ids = append(ids, f.id)
			}
		}
		return a.client.FixturesByID(ctx, ids, teamSheets)
	}
}

// QueryResults is what the settle job asks: scores and states of the fixtures that
// have begun and of which the lake knows no end that stands.
func QueryResults() LiveQuery {
	return func(ctx context.Context, a liveSource) ([]sportmonks.Object, error) {
		begun, err := a.followed(ctx, a.now.Add(-followFor), a.now.Add(-ShortestMatch))
		if err != nil {
			return nil, err
		}
		var ids []int64
		for _, f := range begun {
			if f.due(a.now, a.confirm) {
				ids = append(ids, f.id)
			}
		}
		return a.client.FixturesByID(ctx, ids, fixtureResults)
	}
}

// How the settle job follows a fixture.
const (
	ShortestMatch  = 100 * time.Minute   // from kick-off to an end: nobody asks before
	correctionsFor = 7 * 24 * time.Hour  // results are corrected, open fixtures asked for at every run
	followFor      = 60 * 24 * time.Hour // fixtures without an end are still asked for
	checkEvery     = 24 * time.Hour      // and at most so often, as finished ones are
)

// followedFixture is a fixture as the API had last told of it.
type followedFixture struct {
	id                           int64
	state                        string
	kickoff, seenFrom, seenUntil time.Time
	lineups                      int // sides of which the eleven is known
}

// due reports whether the settle job should ask about a fixture that has begun:
// until a final state has been seen long enough to be believed, then once a day
// while corrections are to be expected.
func (f followedFixture) due(now time.Time, confirm time.Duration) bool {
	young, rested := now.Sub(f.kickoff) <= correctionsFor, now.Sub(f.seenUntil) >= checkEvery
	if f.state == "finished" && f.seenUntil.Sub(f.seenFrom) >= confirm {
		return young && rested
	}
	return young || rested
}

// followed are the fixtures of the lake that kick off after from and until to.
// In an empty lake there are none.
func (a liveSource) followed(ctx context.Context, from, to time.Time) (out []followedFixture, err error) {
	v, err := staged.Open(ctx, a.lake)
	if errors.Is(err, lake.ErrEmpty) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	err = v.Query(ctx, "followed", func(scan func(...any) error) error {
		var f followedFixture
		err := scan(&f.id, &f.state, &f.kickoff, &f.seenFrom, &f.seenUntil, &f.lineups)
		out = append(out, f)
		return err
	}, from, to, a.now)
	return out, err
}

// FetchSportmonks lands what a job asks of the API, and stages it: what was
// answered before something failed, too.
func FetchSportmonks(o SportmonksOptions, ask LiveQuery) job.Fetch {
	o.budget = liveBudget
	return func(ctx context.Context, env job.Env) (asked job.APIUsage, err error) {
		client, err := o.client(env, nil)
		if err != nil {
			return asked, err
		}
		objects, failed := ask(ctx, liveSource{
			client: client, leagues: o.Leagues, lake: env.Lake(), now: env.Now().UTC(),
			confirm: time.Duration(env.Config.Live.ConfirmAfter),
		})
		asked = usageOf(client)
		if failed != nil && len(objects) == 0 {
			return asked, failed
		}
		if _, err := env.Lake().Current(lake.Staged); len(objects) == 0 && err == nil {
			// What is staged stands. What a killed job landed without staging it
			// is due still, so something has been asked for then.
			return asked, nil
		}
		home, err := env.Open("fetch")
		if err != nil {
			return asked, err
		}
		lock, err := home.LockLake(ctx)
		if err != nil {
			return asked, err
		}
		defer func() { err = errors.Join(err, lock.Release()) }()
		landed, err := env.LandingCache().Land(env.Lake(), objects)
		if err != nil {
			return asked, err
		}
		env.Log.Info("fetched", "objects", landed.Objects, "unchanged", landed.Unchanged, "requests", asked.Requests, "saved", asked.Saved)
		_, err = staging.Run(ctx, staging.Input{Lake: env.Lake(), Cache: env.StagingCache()})
		return asked, errors.Join(failed, err)
	}
}

// kickoffOf is when a fixture starts, as an object of the API says; ok is false
// if it does not, and staging says what is wrong with it.
func kickoffOf(o sportmonks.Object) (at time.Time, ok bool) {
	var f struct {
		Kickoff *int64 `json:"starting_at_timestamp"`
	}
	if json.Unmarshal(o.Payload, &f) != nil || f.Kickoff == nil {
		return time.Time{}, false
	}
	return time.Unix(*f.Kickoff, 0), true
}
