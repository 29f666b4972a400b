package sportmonks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// BackfillInput is a history to fetch.
type BackfillInput struct {
	Lake     lake.Lake
	From, To time.Time // UTC days, both included
	// Fixtures is asked for by date; each of Details is asked for the
	// fixtures found, by id, in requests of its own: heavy includes, and
	// those that the plan may lack.
	Fixtures FixtureQuery
	Details  []FixtureQuery
	// Days is the length of a window: as much is lost when a backfill is
	// interrupted. Zero is 28; a weekly one takes 7, so that it reads few days
	// twice.
	Days int
	// Lock is taken around each writing into the lake; nil if the caller
	// holds the lake's lock throughout.
	Lock func(context.Context) (release func() error, err error)
}

// BackfillResult counts what a backfill did.
type BackfillResult struct {
	Windows int // fetched and landed
	Skipped int // landed whole by an earlier run
	Landed
}

// historyDays is the length of a backfill's windows if it does not say. Windows
// lie on a fixed grid, so that runs with other ends share them.
const historyDays = 28

// windowEntity marks, among the sightings, a window that has landed whole.
const windowEntity = "window"

// Backfill fetches the fixtures of a range of days, some windows at a time, and
// lands them as they come. A window that landed whole, a week or more after
// its last day, is noted in the lake and not fetched again: an interrupted
// backfill goes on where it stopped.
func (c *Client) Backfill(ctx context.Context, in BackfillInput) (BackfillResult, error) {
	var result BackfillResult
	plan := in.plan()
	done, err := landedWindows(in.Lake, plan)
	if err != nil {
		return result, err
	}
	windows := grid(in.From, in.To, cmp.Or(in.Days, historyDays))
	total := len(windows)
	windows = slices.DeleteFunc(windows, func(w Window) bool { return done[w.String()] })
	result.Skipped = total - len(windows)
	for batch := range slices.Chunk(windows, c.cfg.Parallel) {
		landed, err := c.backfill(ctx, in, plan, batch)
		result.Landed.add(landed)
		if err != nil {
			return result, fmt.Errorf("backfill from %s: %w; run it again to go on from there", batch[0].From.Format(time.DateOnly), err)
		}
		result.Windows += len(batch)
		if c.cfg.Progress != nil {
			c.cfg.Progress(result.Skipped+result.Windows, total)
		}
	}
	return result, nil
}

// backfill fetches some windows beside each other and lands them together; if
// something fails, what had been answered before lands, and no window is noted.
func (c *Client) backfill(ctx context.Context, in BackfillInput, plan string, windows []Window) (landed Landed, err error) {
	began := c.cfg.Now().UTC()
	lists := make([][]Object, len(windows))
	failed := c.parallel(ctx, len(windows), nil, func(ctx context.Context, i int) (err error) {
		lists[i], err = c.windowWithDetails(ctx, in, windows[i])
		return err
	})
	objects := slices.Concat(lists...)
	if failed != nil && len(objects) == 0 {
		return Landed{}, failed
	}
	if in.Lock != nil {
		release, lockErr := in.Lock(ctx)
		if lockErr != nil {
			return Landed{}, lockErr
		}
		defer func() { err = errors.Join(err, release()) }()
	}
	if landed, err = Land(in.Lake, objects); err != nil || failed != nil {
		return landed, errors.Join(failed, err)
	}
	return landed, noteWindows(in.Lake, plan, windows, began)
}

// windowWithDetails fetches one window, the details batch by batch: the
// windows are what runs in parallel. What was answered before an error comes
// with it.
func (c *Client) windowWithDetails(ctx context.Context, in BackfillInput, w Window) ([]Object, error) {
	objects, err := c.window(ctx, w, in.Fixtures)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, o := range objects {
		if !o.nameless() {
			ids = append(ids, o.Number())
		}
	}
	for _, details := range in.Details {
		for batch := range slices.Chunk(ids, details.batch()) {
			more, err := c.fetchByID(ctx, batch, details)
			objects = append(objects, more...)
			if err != nil {
				return objects, err
			}
		}
	}
	return objects, nil
}

// plan names what a backfill asks for: a window is done for this plan only.
func (in BackfillInput) plan() string {
	parts := []string{in.Fixtures.query("/between", in.Fixtures.Include).String()}
	for _, d := range in.Details {
		parts = append(parts, d.query("/multi", d.Include).String())
	}
	return strings.Join(parts, " ")
}

// noteWindows records the windows that landed whole and whose fixtures hardly
// change any more.
func noteWindows(l lake.Lake, plan string, windows []Window, at time.Time) error {
	var rows []answers.Seen
	for _, w := range windows {
		if at.Sub(w.end()) >= closedAfter {
			rows = append(rows, answers.Seen{Source: answers.Source, Entity: windowEntity,
				ID: w.String(), FetchedAt: at.UnixMicro(), Request: plan})
		}
	}
	dir, err := l.Temp()
	if err != nil {
		return err
	}
	return errors.Join(addSeen(l, dir, rows), os.RemoveAll(dir))
}

// landedWindows are the windows that a plan has landed whole.
func landedWindows(l lake.Lake, plan string) (map[string]bool, error) {
	done := map[string]bool{}
	return done, eachRow(l, answers.SeenFolder, func(r landedRow) {
		if r.Entity == windowEntity && r.Request == plan {
			done[r.ID] = true
		}
	})
}

// grid cuts a range of days where multiples of so many days since 1970 lie. A
// window at an end of the range is shorter than the grid's.
func grid(from, to time.Time, days int) []Window {
	var out []Window
	from, to = day(from), day(to)
	for !from.After(to) {
		into := int(from.Unix()/86400) % days
		end := from.AddDate(0, 0, days-1-into)
		if end.After(to) {
			end = to
		}
		out = append(out, Window{from, end})
		from = end.AddDate(0, 0, 1)
	}
	return out
}
