package ingest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"matchday/pipelines/job"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging/files"
)

const (
	// weekDays is the length of the windows that the weekly job fetches. A window
	// that ended less than a week ago is fetched again the next time, because its
	// results may have been corrected.
	weekDays = 7
	// comingDays is how far ahead the weekly job asks for fixtures: far enough to
	// see a new season before its first match day.
	comingDays = 56
	// noHistoryDays is how far back the job asks where only files have landed.
	noHistoryDays = 10
)

// FetchWeekly returns the fetch of the weekly job. It lands results, line-ups and
// prices since the last day that landed whole, the fixtures of the coming weeks, the
// deleted ones, and the lists that change seldom; then the squads of the teams in the
// coming fixtures, with their players, and the tables of the seasons going on. After
// an interruption, the next call goes on behind the windows of days that had landed.
//
// It is Refused where no history has landed: a person decides how far back that
// reaches, and lands it first.
func FetchWeekly(o SportmonksOptions) job.Fetch {
	o.budget = weeklyBudget
	return func(ctx context.Context, env job.Env) (job.APIUsage, error) {
		now := env.Now().UTC()
		from, err := weeklyFrom(env, now)
		if err != nil {
			return job.APIUsage{}, err
		}
		home := env.Uninspected("weekly") // the job has looked at it
		bar := env.Bar("fetch")
		defer bar.Done()
		client, err := o.client(env, func(done, total int) { bar.Show(float64(done) / float64(max(1, total))) })
		if err != nil {
			return job.APIUsage{}, err
		}
		w := weeklyFetch{lakeWriter: lakeWriter{env, home}, client: client, leagues: o.Leagues, now: now}
		listed, skipped, err := w.land(ctx, from)
		asked := usageOf(client)
		asked.Saved += skipped
		if err != nil {
			return asked, err
		}
		o.budget = peopleBudget
		if w.client, err = o.client(env, nil); err != nil {
			return asked, err
		}
		missing, err := w.people(ctx, listed)
		asked.Add(usageOf(w.client))
		asked.Missing = missing
		return asked, err
	}
}

// weeklyFrom returns the first day that has not landed whole.
func weeklyFrom(e job.Env, now time.Time) (time.Time, error) {
	last, ok, err := sportmonks.LastLanded(e.Lake())
	if err != nil || ok {
		return last.AddDate(0, 0, 1), err
	}
	history, err := e.Lake().Holds(files.Folder)
	if err != nil {
		return time.Time{}, err
	}
	command := fmt.Sprintf("matchday land sportmonks --from %s --to %s", now.AddDate(-3, 0, 0).Format(time.DateOnly), now.Format(time.DateOnly))
	if !history {
		return time.Time{}, job.Refused{Reason: "the lake holds no history to train on: land one first, for instance with " + command}
	}
	from := now.AddDate(0, 0, -noHistoryDays)
	e.Log.Warn("no history of the API has landed: only the last days are fetched, and the models learn from the files", "from", from.Format(time.DateOnly), "to land more", command)
	return from, nil
}

// weeklyFetch is one fetch of the weekly job.
type weeklyFetch struct {
	lakeWriter
	client  *sportmonks.Client
	leagues []int64
	now     time.Time
}

// land asks the API and lands its answers. It returns what the lists hold, and how many
// windows had landed before.
func (w weeklyFetch) land(ctx context.Context, from time.Time) (listed []sportmonks.Object, skipped int, err error) {
	lists := []struct {
		name string
		ask  func() ([]sportmonks.Object, error)
	}{
		{"reference", func() ([]sportmonks.Object, error) { return w.client.Reference(ctx, w.leagues) }},
		{"coming", func() ([]sportmonks.Object, error) {
			query := comingFixtures
			query.Leagues = w.leagues
			return w.client.FixturesBetween(ctx, w.now.AddDate(0, 0, 1), w.now.AddDate(0, 0, comingDays), query)
		}},
		{"deleted", func() ([]sportmonks.Object, error) { return w.deleted(ctx) }},
	}
	for _, list := range lists {
		objects, err := list.ask()
		if err != nil {
			return nil, 0, err
		}
		landed, err := w.write(ctx, objects)
		if err != nil {
			return nil, 0, err
		}
		w.env.Log.Info("fetched", "what", list.name, "objects", landed.Objects, "unchanged", landed.Unchanged)
		if list.name != "deleted" {
			listed = append(listed, objects...)
		}
	}
	fixtures := backfillFixtures
	fixtures.Leagues = w.leagues
	backfill, err := w.client.Backfill(ctx, sportmonks.BackfillInput{
		Lake: w.env.Lake(), From: from, To: w.now, Fixtures: fixtures, Details: backfillDetails, Days: weekDays, Lock: w.lock,
	})
	w.env.Log.Info("fetched", "what", "results", "from", from.Format(time.DateOnly), "windows", backfill.Windows, "objects", backfill.Objects, "unchanged", backfill.Unchanged)
	return listed, backfill.Skipped, err
}

// peopleBudget is how long the job asks for squads, players and tables: until every
// allowance has been renewed once. Whoever is not asked for by then is asked for first
// the next week.
const peopleBudget = time.Hour

// mostPlayers is how many players are asked for one by one: those whom a squad does not
// name because the plan lacks that include.
const mostPlayers = 500

// people lands the squads of the teams in the fixtures listed, the players that these do
// not name, and the tables of the seasons listed. Nothing that the job does today depends
// on them: what the API does not give is missing, and no error.
func (w weeklyFetch) people(ctx context.Context, listed []sportmonks.Object) (missing []string, err error) {
	teams, seasons := sportmonks.Playing(w.followed(listed))
	if teams, err = sportmonks.LongestAgo(w.env.Lake(), teams); err != nil {
		return nil, err
	}
	var squads []sportmonks.Object
	for _, list := range []struct {
		name string
		ask  func() ([]sportmonks.Object, error)
	}{
		{"squads", func() (_ []sportmonks.Object, err error) {
			squads, err = w.client.Squads(ctx, teams)
			return squads, err
		}},
		{"players", func() ([]sportmonks.Object, error) {
			unknown, err := sportmonks.UnknownPlayers(w.env.Lake(), squads)
			if err != nil {
				return nil, err
			}
			return w.client.Players(ctx, unknown[:min(len(unknown), mostPlayers)])
		}},
		{"standings", func() ([]sportmonks.Object, error) { return w.client.Standings(ctx, seasons) }},
	} {
		objects, failed := list.ask()
		landed, err := w.write(ctx, objects)
		if err = errors.Join(err, ctx.Err()); err != nil {
			return missing, err
		}
		w.env.Log.Info("fetched", "what", list.name, "objects", landed.Objects, "unchanged", landed.Unchanged)
		if failed != nil {
			w.env.Log.Warn("some of the player database is missing: it stays as it was, and is asked for again next week",
				"what", list.name, "error", failed)
			missing = append(missing, list.name+": "+failed.Error())
		}
	}
	return missing, nil
}

// followed leaves out the leagues that nobody asked for: the list of leagues holds all of
// the plan.
func (w weeklyFetch) followed(listed []sportmonks.Object) []sportmonks.Object {
	if len(w.leagues) == 0 {
		return listed
	}
	return slices.DeleteFunc(slices.Clone(listed), func(o sportmonks.Object) bool {
		return o.Entity == "league" && !slices.Contains(w.leagues, o.Number())
	})
}

// deleted returns the fixtures that the API has deleted. An API that does not know
// the filter is no error: nothing else depends on the list.
func (w weeklyFetch) deleted(ctx context.Context) ([]sportmonks.Object, error) {
	objects, err := w.client.DeletedFixtures(ctx, w.leagues)
	var api *sportmonks.APIError
	if errors.As(err, &api) && api.Status < http.StatusInternalServerError {
		w.env.Log.Warn("the API does not list deleted fixtures: such a fixture keeps its last state in the lake", "error", err)
		return nil, nil
	}
	return objects, err
}
