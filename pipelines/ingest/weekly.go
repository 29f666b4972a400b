package ingest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"matchday/pipelines/job"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging/files"
)

const (
	// weekDays is the length of the windows in which a week is fetched. One that
	// ended less than a week ago is read again the next time: what was corrected
	// after full time is in it then.
	weekDays = 7
	// comingDays is how far ahead fixtures are asked for once a week: far enough
	// to see a season's turn before its first match day.
	comingDays = 56
	// noHistoryDays is how far back the job asks in a home whose history is of
	// files alone.
	noHistoryDays = 10
)

// FetchWeekly lands what the API has said since the last day that landed whole:
// results, line-ups and prices of the days since then, the fixtures of the coming
// weeks, those that were deleted, and the lists that change seldom. Interrupted,
// it goes on from the windows of days that had landed.
//
// It is Refused where nothing has landed that models could learn from: a
// history is asked for by people, who know how far back it is to reach.
func FetchWeekly(o SportmonksOptions) job.Fetch {
	o.budget = weeklyBudget
	return func(ctx context.Context, env job.Env) (job.APIUsage, error) {
		now := env.Now().UTC()
		from, err := weeklyFrom(env, now)
		if err != nil {
			return job.APIUsage{}, err
		}
		home, err := env.Open("weekly")
		if err != nil {
			return job.APIUsage{}, err
		}
		bar := env.Bar("fetch")
		defer bar.Done()
		client, err := o.client(env, func(done, total int) { bar.Show(float64(done) / float64(max(1, total))) })
		if err != nil {
			return job.APIUsage{}, err
		}
		w := weeklyFetch{lakeWriter: lakeWriter{env, home}, client: client, leagues: o.Leagues, now: now}
		skipped, err := w.land(ctx, from)
		asked := usageOf(client)
		asked.Saved += skipped
		return asked, err
	}
}

// weeklyFrom is the first day that has not landed whole.
func weeklyFrom(e job.Env, now time.Time) (time.Time, error) {
	last, ok, err := sportmonks.LastLanded(e.Lake())
	if err != nil || ok {
		return last.AddDate(0, 0, 1), err
	}
	files, err := e.Lake().Files(files.Folder)
	if err != nil {
		return time.Time{}, err
	}
	command := fmt.Sprintf("matchday land sportmonks --from %s --to %s", now.AddDate(-3, 0, 0).Format(time.DateOnly), now.Format(time.DateOnly))
	if len(files) == 0 {
		return time.Time{}, job.Refused{Reason: "no history has landed that models could learn from: land one first, e.g. " + command}
	}
	from := now.AddDate(0, 0, -noHistoryDays)
	e.Log.Warn("no history of the API has landed: the last days are asked for, the models learn from the files", "from", from.Format(time.DateOnly), "to land more", command)
	return from, nil
}

// weeklyFetch is the fetch under way.
type weeklyFetch struct {
	lakeWriter
	client  *sportmonks.Client
	leagues []int64
	now     time.Time
}

// land asks and lands, the lake locked only while answers are written. It
// returns how many windows had landed before.
func (w weeklyFetch) land(ctx context.Context, from time.Time) (skipped int, err error) {
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
			return 0, err
		}
		landed, err := w.write(ctx, objects)
		if err != nil {
			return 0, err
		}
		w.env.Log.Info("fetched", "what", list.name, "objects", landed.Objects, "unchanged", landed.Unchanged)
	}
	fixtures := backfillFixtures
	fixtures.Leagues = w.leagues
	backfill, err := w.client.Backfill(ctx, sportmonks.BackfillInput{
		Lake: w.env.Lake(), From: from, To: w.now, Fixtures: fixtures, Details: backfillDetails, Days: weekDays, Lock: w.lock,
	})
	w.env.Log.Info("fetched", "what", "results", "from", from.Format(time.DateOnly), "windows", backfill.Windows, "objects", backfill.Objects, "unchanged", backfill.Unchanged)
	return backfill.Skipped, err
}

// deleted are the fixtures that vanished from all other lists. The API may not
// take the filter; nothing else hangs on it.
func (w weeklyFetch) deleted(ctx context.Context) ([]sportmonks.Object, error) {
	objects, err := w.client.DeletedFixtures(ctx, w.leagues)
	var api *sportmonks.APIError
	if errors.As(err, &api) && api.Status < http.StatusInternalServerError {
		w.env.Log.Warn("the API does not list deleted fixtures: one that vanished stays as it was last told", "error", err)
		return nil, nil
	}
	return objects, err
}
