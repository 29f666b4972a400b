package ingest

import (
	"context"
	"errors"
	"time"

	"matchday/pipelines/job"
	"matchday/pipelines/staged"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging"
	"matchday/warehouse/lake"
)

// LiveQuery asks the API for what one live job uses, and for no more. It returns
// what was answered before an error together with the error.
type LiveQuery func(context.Context, liveSource) ([]sportmonks.Object, error)

// liveSource is what a LiveQuery works with: the API, and what is known of its fixtures.
type liveSource struct {
	client   *sportmonks.Client
	leagues  []int64 // none: all of the plan
	followed Following
	now      time.Time
	confirm  time.Duration // a result counts after it was seen unchanged for so long
}

// Following lists the fixtures that kick off after from and by to, as the API had last
// described them by now.
type Following func(ctx context.Context, from, to, now time.Time) ([]FollowedFixture, error)

// What live jobs ask of fixtures. Sidelined players come with the fixtures at no
// extra request, and prices come with the team sheets. The days' fixtures come with
// their scores, because some have begun: a state without one would put off the
// question for the end.
var (
	comingFixtures = sportmonks.FixtureQuery{Include: []string{"participants", "venue", "sidelined.sideline", "scores"}}
	comingPrices   = sportmonks.FixtureQuery{Include: []string{"odds"}, Markets: backfillDetails[0].Markets}
	teamSheets     = sportmonks.FixtureQuery{Include: []string{"lineups", "formations", "metadata", "sidelined.sideline", "odds"}, Markets: backfillDetails[0].Markets}
	fixtureResults = sportmonks.FixtureQuery{Include: []string{"participants", "scores", "statistics"}, StatisticTypes: backfillFixtures.StatisticTypes}
)

// QueryComing is the query of the hourly job: the fixtures of the days from now to a
// time ahead, begun or not, and by their ids those that the lake expects in that time
// and the list lacks; then the prices of those that kick off within it, and the team
// sheets of those that kick off soon.
func QueryComing(within time.Duration) LiveQuery {
	return func(ctx context.Context, a liveSource) ([]sportmonks.Object, error) {
		query := comingFixtures
		query.Leagues = a.leagues
		out, err := a.client.FixturesBetween(ctx, a.now, a.now.Add(within), query)
		if err != nil {
			return out, err
		}
		missing, err := a.missing(ctx, out, within)
		if err != nil {
			return out, err
		}
		moved, err := a.client.FixturesByID(ctx, missing, comingFixtures)
		if out = append(out, moved...); err != nil {
			return out, err
		}
		var soon, later []int64
		for _, o := range out {
			switch at, ok := o.Kickoff(); {
			case !ok || !at.After(a.now) || at.After(a.now.Add(within)):
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

// missing are the ids of the fixtures that the lake expects within a time and a list
// lacks: the API moved them out of its days, or took them away.
func (a liveSource) missing(ctx context.Context, list []sportmonks.Object, within time.Duration) (ids []int64, err error) {
	listed := map[int64]bool{}
	for _, o := range list {
		listed[o.Number()] = true
	}
	expected, err := a.followed(ctx, a.now, a.now.Add(within), a.now)
	for _, f := range expected {
		if open := f.State == "scheduled" || f.State == "delayed"; open && !listed[f.ID] {
			ids = append(ids, f.ID)
		}
	}
	return ids, err
}

// ClosingLead is how long before kick-off the lineups job asks for a fixture's
// prices even if its team sheets are known. One of its runs always falls into this
// time, so the last price before kick-off is at most this old.
const ClosingLead = job.LineupsSlot + 5*time.Minute

// QueryLineups is the query of the lineups job: team sheets and prices of the
// fixtures in the lake that kick off soon. It leaves out those whose sheets are
// both known until ClosingLead before kick-off. If none is left, it asks nothing.
func QueryLineups() LiveQuery {
	return func(ctx context.Context, a liveSource) ([]sportmonks.Object, error) {
		soon, err := a.followed(ctx, a.now, a.now.Add(job.LineupLead), a.now)
		if err != nil {
			return nil, err
		}
		var ids []int64
		for _, f := range soon {
			if f.Lineups < 2 || !f.Kickoff.After(a.now.Add(ClosingLead)) {
				ids = append(ids, f.ID)
			}
		}
		return a.client.FixturesByID(ctx, ids, teamSheets)
	}
}

// QueryResults is the query of the settle job: scores and states of the fixtures
// that have begun and whose end the lake does not know for certain.
func QueryResults() LiveQuery {
	return func(ctx context.Context, a liveSource) ([]sportmonks.Object, error) {
		begun, err := a.followed(ctx, a.now.Add(-followFor), a.now.Add(-ShortestMatch), a.now)
		if err != nil {
			return nil, err
		}
		var ids []int64
		for _, f := range begun {
			if f.due(a.now, a.confirm) {
				ids = append(ids, f.ID)
			}
		}
		return a.client.FixturesByID(ctx, ids, fixtureResults)
	}
}

// How the settle job follows a fixture.
const (
	ShortestMatch  = 100 * time.Minute   // from kick-off until the first request for an end
	correctionsFor = 7 * 24 * time.Hour  // corrections are expected; open fixtures are asked for at every run
	followFor      = 60 * 24 * time.Hour // fixtures without an end are asked for
	checkEvery     = 24 * time.Hour      // so often, as finished ones are
)

// FollowedFixture is a fixture as the API last described it.
type FollowedFixture struct {
	ID                           int64
	State                        string
	Kickoff, SeenFrom, SeenUntil time.Time
	Lineups                      int // sides whose line-up is complete
}

// due reports whether the settle job should ask about a fixture that has begun. It
// asks until the final state was seen for long enough to count, and then once a day
// while corrections are expected.
func (f FollowedFixture) due(now time.Time, confirm time.Duration) bool {
	young, rested := now.Sub(f.Kickoff) <= correctionsFor, now.Sub(f.SeenUntil) >= checkEvery
	if f.State == "finished" && f.SeenUntil.Sub(f.SeenFrom) >= confirm {
		return young && rested
	}
	return young || rested
}

// InLake is a Following of what is staged in a lake. An empty lake has none.
func InLake(l lake.Lake) Following {
	return func(ctx context.Context, from, to, now time.Time) (out []FollowedFixture, err error) {
		v, err := staged.Open(ctx, l)
		if errors.Is(err, lake.ErrEmpty) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, v.Close()) }()
		err = v.Query(ctx, "followed", func(scan func(...any) error) error {
			var f FollowedFixture
			err := scan(&f.ID, &f.State, &f.Kickoff, &f.SeenFrom, &f.SeenUntil, &f.Lineups)
			out = append(out, f)
			return err
		}, from, to, now)
		return out, err
	}
}

// Ask asks the API what a live job asks at the moment of env, and lands nothing. It
// returns what was answered before an error together with the error.
func Ask(ctx context.Context, env job.Env, o SportmonksOptions, ask LiveQuery, followed Following) (objects []sportmonks.Object, usage job.APIUsage, err error) {
	o.budget = liveBudget
	client, err := o.client(env, nil)
	if err != nil {
		return nil, usage, err
	}
	asked := env.Moment()
	objects, err = ask(ctx, liveSource{
		client: client, leagues: o.Leagues, followed: followed, now: env.Now().UTC(), confirm: time.Duration(env.Config.Live.ConfirmAfter),
	})
	usage = usageOf(client)
	usage.Asked = asked
	return objects, usage, err
}

// FetchSportmonks returns the fetch of a live job: it lands the answers to a query
// and stages them, also those that came before an error.
func FetchSportmonks(o SportmonksOptions, ask LiveQuery) job.Fetch {
	return func(ctx context.Context, env job.Env) (usage job.APIUsage, err error) {
		objects, usage, failed := Ask(ctx, env, o, ask, InLake(env.Lake()))
		if failed != nil && (len(objects) == 0 || errors.As(failed, new(job.Refused))) {
			return usage, failed
		}
		if _, err := env.Lake().Current(lake.Staged); len(objects) == 0 && err == nil {
			// Nothing new has landed. If a killed job had landed something without
			// staging it, the fixture would still be due and have been asked for.
			return usage, nil
		}
		lock, err := env.Uninspected("fetch").LockLake(ctx) // the job has looked at the home
		if err != nil {
			return usage, err
		}
		defer func() { err = errors.Join(err, lock.Release()) }()
		landed, err := sportmonks.Land(env.Lake(), objects)
		if err != nil {
			return usage, err
		}
		if _, err := sportmonks.MergeDays(env.Lake(), env.Now().UTC().Truncate(24*time.Hour)); err != nil {
			return usage, err
		}
		env.Log.Info("fetched", "objects", landed.Objects, "unchanged", landed.Unchanged, "requests", usage.Requests, "saved", usage.Saved)
		_, err = staging.Run(ctx, staging.Input{Lake: env.Lake()})
		return usage, errors.Join(failed, err)
	}
}
