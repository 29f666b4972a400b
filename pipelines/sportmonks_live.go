package pipelines

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"matchday/stages/land/sportmonks"
	"matchday/stages/staging"
)

// LiveAsk is what a live job asks of the API: no more than it uses.
type LiveAsk struct {
	back, ahead time.Duration // fixtures that kick off in this range about now
	// odds and lineups say up to how long before kick-off prices and line-ups
	// are asked for; zero is never.
	odds, lineups time.Duration
}

// AskComing is what the hourly job asks.
func AskComing(within time.Duration) LiveAsk {
	return LiveAsk{ahead: within, odds: within, lineups: lineupLead}
}

// AskLineups is what the lineups job asks.
func AskLineups() LiveAsk {
	return LiveAsk{ahead: lineupLead, odds: lineupLead, lineups: lineupLead}
}

// resultsBack is how long after kick-off the settle job asks about a fixture:
// longer than the rules wait, since late corrections count too.
const resultsBack = 7 * 24 * time.Hour

// AskResults is what the settle job asks.
func AskResults() LiveAsk { return LiveAsk{back: resultsBack} }

// FetchSportmonks lands what a job asks of the API, and stages it.
func FetchSportmonks(o SportmonksOptions, ask LiveAsk) Fetch {
	return func(ctx context.Context, env Env) (asked Asked, err error) {
		client, err := o.client(env, nil)
		if err != nil {
			return asked, err
		}
		objects, err := ask.objects(ctx, client, o.Leagues, env.Now().UTC())
		asked = askedOf(client)
		if err != nil {
			return asked, err
		}
		home, err := env.warehouse("fetch")
		if err != nil {
			return asked, err
		}
		lock, err := home.LockLake(ctx)
		if err != nil {
			return asked, err
		}
		defer func() { err = errors.Join(err, lock.Release()) }()
		landed, err := sportmonks.Land(env.Lake(), objects)
		if err != nil {
			return asked, err
		}
		env.Log.Info("fetched", "objects", landed.Objects, "unchanged", landed.Unchanged, "requests", asked.Requests, "saved", asked.Saved)
		_, err = staging.Run(ctx, staging.Input{Lake: env.Lake(), Memory: env.stagingMemory()})
		return asked, err
	}
}

// objects asks for the fixtures of the range, then for the prices and line-ups
// of those that are near enough.
func (a LiveAsk) objects(ctx context.Context, client *sportmonks.Client, leagues []int64, now time.Time) ([]sportmonks.Object, error) {
	query := backfillFixtures
	query.Leagues = leagues
	from, to := now.Add(-a.back), now.Add(a.ahead)
	out, err := client.FixturesBetween(ctx, from.Truncate(24*time.Hour), to.Truncate(24*time.Hour), query)
	if err != nil {
		return nil, err
	}
	fixtures := out
	for i, lead := range []time.Duration{a.odds, a.lineups} {
		ids, err := startingWithin(fixtures, now, lead)
		if err != nil {
			return nil, err
		}
		if len(ids) == 0 {
			continue
		}
		more, err := client.FixturesByID(ctx, ids, backfillDetails[i])
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// startingWithin are the ids of the fixtures that kick off after now and no
// later than lead after it. One without a kick-off is none of them.
func startingWithin(fixtures []sportmonks.Object, now time.Time, lead time.Duration) ([]int64, error) {
	var ids []int64
	for _, o := range fixtures {
		var f struct {
			Kickoff *int64 `json:"starting_at_timestamp"`
		}
		if err := json.Unmarshal(o.Payload, &f); err != nil || f.Kickoff == nil {
			continue // staging says what is wrong with it
		}
		if k := time.Unix(*f.Kickoff, 0); !k.After(now) || k.After(now.Add(lead)) {
			continue
		}
		id, err := strconv.ParseInt(o.ID, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("fixture %q of the API: its id is not a number", o.ID)
		}
		ids = append(ids, id)
	}
	return ids, nil
}
