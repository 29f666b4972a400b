package sportmonks

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday/stages/staging/answers"
)

// FixtureQuery says which fixtures a job wants and what of them. Filters of an
// include are sent with it only, as the API wants it.
type FixtureQuery struct {
	Leagues []int64 // none: all of the plan
	States  []int64 // none: all
	Include []string

	Markets, Bookmakers []int64 // of the include odds
	StatisticTypes      []int64 // of the include statistics
	DetailTypes         []int64 // of the include lineups.details
}

// query is the request for a path below /football/fixtures.
func (f FixtureQuery) query(path string, include []string) query {
	has := func(name string) bool { return slices.Contains(include, name) }
	q := query{path: "/football/fixtures" + path, include: include}
	q.filters = present(filter("fixtureLeagues", f.Leagues), filter("fixtureStates", f.States))
	if has("odds") {
		q.filters = append(q.filters, present(filter("markets", f.Markets), filter("bookmakers", f.Bookmakers))...)
	}
	if has("statistics") {
		q.filters = append(q.filters, present(filter("fixtureStatisticTypes", f.StatisticTypes))...)
	}
	if has("lineups.details") {
		q.filters = append(q.filters, present(filter("lineupDetailTypes", f.DetailTypes))...)
	}
	return q
}

// batch is how many fixtures one request may ask for, so that its response stays
// within some tens of megabytes: all odds of a fixture are 1–4 MB, a team
// sheet with details 0.4.
func (f FixtureQuery) batch() int {
	batch := pageSize
	for _, name := range f.Include {
		switch {
		case name == "odds" && len(f.Markets)+len(f.Bookmakers) == 0:
			return 10
		case name == "odds" && (len(f.Markets) == 0 || len(f.Bookmakers) == 0), strings.HasPrefix(name, "lineups"):
			batch = 25
		}
	}
	return batch
}

// Fixtures are asked for in windows of at most this many days; the API refuses
// more than 100.
const windowDays = 90

// closedAfter is how long after a window's end its fixtures hardly change any
// more.
const closedAfter = 7 * 24 * time.Hour

// FixturesBetween returns the fixtures that kick off on the UTC days from from
// to to, both included.
func (c *Client) FixturesBetween(ctx context.Context, from, to time.Time, f FixtureQuery) ([]Object, error) {
	windows := windowsOf(from, to, windowDays)
	lists := make([][]Object, len(windows))
	err := c.parallel(ctx, len(windows), c.cfg.Progress, func(ctx context.Context, i int) (err error) {
		lists[i], err = c.window(ctx, windows[i], f)
		return err
	})
	return joinLists(lists), err
}

// window reads one window of at most 100 days.
func (c *Client) window(ctx context.Context, w Window, f FixtureQuery) ([]Object, error) {
	fresh := time.Duration(liveAge)
	if c.cfg.Now().Sub(w.end()) > closedAfter {
		fresh = closedAge
	}
	path := "/between/" + w.From.Format(time.DateOnly) + "/" + w.To.Format(time.DateOnly)
	objects, pages, err := c.listPages(ctx, listing{
		entity: answers.FixtureEntity, include: f.Include, fresh: fresh,
		build: func(include []string) query {
			q := f.query(path, include)
			q.perPage = f.batch()
			return q
		},
		keep: func(o Object) bool { return f.matches(o, w) },
	})
	if err != nil || pages == 1 {
		return objects, err
	}
	omitted, err := c.fetchOmitted(ctx, path, objects, w, f, fresh)
	return append(objects, omitted...), err
}

// fetchOmitted finds the fixtures that the pages of a window left out, and asks
// for them by id: a row that moves while its list is read may stand on no page,
// and nothing in the pages shows it. Without includes the API lists a thousand
// fixtures at a time, so one request tells which there are.
func (c *Client) fetchOmitted(
	ctx context.Context, path string, objects []Object, w Window, f FixtureQuery, fresh time.Duration,
) ([]Object, error) {
	there, err := c.list(ctx, listing{
		entity: answers.FixtureEntity, fresh: fresh,
		build: func([]string) query {
			q := f.query(path, nil)
			q.filters, q.perPage = append([]string{"populate"}, q.filters...), populateSize
			return q
		},
		keep: func(o Object) bool { return f.matches(o, w) },
	})
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for _, o := range objects {
		have[o.ID] = true
	}
	var ids []int64
	for _, o := range there {
		if !have[o.ID] && !o.nameless() {
			ids = append(ids, o.Number())
		}
	}
	var out []Object
	for batch := range slices.Chunk(ids, f.batch()) {
		more, err := c.fetchByID(ctx, batch, f)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// FixturesByID returns the fixtures with these ids; the API leaves out those
// that it does not know or that the plan does not have. If the plan has none
// of the query's includes, nothing is asked for.
func (c *Client) FixturesByID(ctx context.Context, ids []int64, f FixtureQuery) ([]Object, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return id <= 0 }) // of objects without an id
	slices.Sort(ids)
	batches := slices.Collect(slices.Chunk(slices.Compact(ids), f.batch()))
	lists := make([][]Object, len(batches))
	err := c.parallel(ctx, len(batches), c.cfg.Progress, func(ctx context.Context, i int) (err error) {
		lists[i], err = c.fetchByID(ctx, batches[i], f)
		return err
	})
	return joinLists(lists), err
}

// fetchByID reads one batch of fixtures by id.
func (c *Client) fetchByID(ctx context.Context, ids []int64, f FixtureQuery) ([]Object, error) {
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[strconv.FormatInt(id, 10)] = true
	}
	return c.list(ctx, listing{
		entity: answers.FixtureEntity, include: f.Include, fresh: liveAge, forIncludes: true,
		build: func(include []string) query { return f.query("/multi/"+joined(ids), include) },
		keep:  func(o Object) bool { return wanted[o.ID] },
	})
}

// mostDeleted bounds the pages of deleted fixtures: should the API ignore the
// filter, it would list all that it has.
const mostDeleted = 20

// DeletedFixtures returns the fixtures that the API deleted: they vanish from
// all other listings without a word.
func (c *Client) DeletedFixtures(ctx context.Context, leagues []int64) ([]Object, error) {
	return c.list(ctx, listing{
		entity: answers.FixtureEntity, fresh: liveAge, most: mostDeleted,
		build: func(include []string) query {
			return query{path: "/football/fixtures", perPage: pageSize, filters: present("deleted", filter("fixtureLeagues", leagues))}
		},
		keep: func(o Object) bool {
			return FixtureQuery{Leagues: leagues, States: []int64{answers.StateDeleted}}.matches(o, Window{})
		},
	})
}

// matches applies the query's own filters to a fixture: the API may ignore a
// filter without a word. What cannot be read is kept for staging to refuse.
func (f FixtureQuery) matches(o Object, w Window) bool {
	var fixture answers.Fixture
	if o.nameless() || json.Unmarshal(head(o.Payload), &fixture) != nil {
		return true
	}
	at, _, known := fixture.Kickoff(answers.ZoneOf(o.Request))
	outside := known && !w.From.IsZero() && (at.Before(w.From) || !at.Before(w.end()))
	return !outside &&
		(len(f.Leagues) == 0 || slices.Contains(f.Leagues, fixture.LeagueID)) &&
		(len(f.States) == 0 || slices.Contains(f.States, fixture.StateID))
}

// head is an object with its fields up to the first list or object: the base
// fields come first, and what follows may be megabytes.
func head(object []byte) []byte {
	end := 0
	_, err := answers.Fields(object, 0, func(_ []byte, value int) (int, bool, error) {
		if object[value] == '{' || object[value] == '[' {
			return 0, false, nil
		}
		stop, err := answers.Skip(object, value)
		end = stop
		return stop, true, err
	})
	if err != nil || end == 0 {
		return object
	}
	return append(slices.Clip(object[:end]), '}')
}

// parallel runs n batches, some at a time; progress, if it is not nil, is told
// how many are done.
func (c *Client) parallel(ctx context.Context, n int, progress func(done, total int), run func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(c.cfg.Parallel)
	var mu sync.Mutex // so that steps are told in order
	done := 0
	for i := range n {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := run(ctx, i); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			if done++; progress != nil {
				progress(done, n)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("ask the Sportmonks API: %w", err)
	}
	return nil
}

// joinLists joins the objects of a job's batches. A fixture that moved from one
// window to another while they were read is there twice: the one fetched last
// stays.
func joinLists(lists [][]Object) []Object {
	place := map[[2]string]int{}
	var out []Object
	for _, o := range slices.Concat(lists...) {
		key := [2]string{o.Entity, o.ID}
		i, ok := place[key]
		switch {
		case !ok:
			place[key] = len(out)
			out = append(out, o)
		case !o.FetchedAt.Before(out[i].FetchedAt):
			out[i] = o
		}
	}
	return out
}
