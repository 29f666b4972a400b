package homes

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"matchday/invented/world"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/schedule"
	"matchday/pipelines/weekly"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging/answers"
)

// followed is what the API has told of a fixture so far.
type followed struct {
	fixture     *world.Fixture
	state       string
	kickoff     time.Time
	from, until time.Time    // answers that told of this state and kick-off
	sheets      [2]time.Time // when each side's team sheet was first seen; zero: it was not
	reported    bool         // a run has written its result, or nobody predicted it
	endKnown    time.Time    // when the final state was first seen
}

// tick is a run of a job whose answers have landed, and what it knew.
type tick struct {
	job        job.Job
	now, asked time.Time
	coming     []known // fixtures that the run predicts, or whose line-ups it looks for
	ended      []known // fixtures whose end counts from this run on
}

// known is a fixture as a run knew it.
type known struct {
	fixture *world.Fixture
	kickoff time.Time
	sheets  [2]time.Time
	endedAt time.Time
}

// complete says that both team sheets are known, and when the newer one became so.
func (k known) complete() (at time.Time, ok bool) {
	if k.sheets[0].IsZero() || k.sheets[1].IsZero() {
		return at, false
	}
	return slices.MaxFunc(k.sheets[:], time.Time.Compare), true
}

// forgetAfter is how long after its kick-off no job asks for a fixture any more.
const forgetAfter = 61 * 24 * time.Hour

// follow begins to follow the fixtures that the lake knows and that may concern a tick.
func (h *Home) follow(ctx context.Context) error {
	now := h.Clock.Now()
	all, err := ingest.InLake(h.Env.Lake())(ctx, now.Add(-forgetAfter), now.AddDate(0, 1, 0), now)
	if err != nil {
		return err
	}
	for _, f := range all {
		fixture, ok := h.World.Fixture(f.ID)
		if !ok {
			return fmt.Errorf("the lake knows fixture %d, which the world has not: the home is of another world", f.ID)
		}
		t := &followed{fixture: fixture, state: f.State, kickoff: f.Kickoff, from: f.SeenFrom, until: f.SeenUntil}
		t.reported = f.State == "finished"
		if f.Lineups == 2 {
			t.sheets = [2]time.Time{f.SeenFrom, f.SeenFrom}
		}
		h.followed[f.ID] = t
	}
	return nil
}

// following is an ingest.Following of what the ticks were told.
func (h *Home) following(_ context.Context, from, to, _ time.Time) (out []ingest.FollowedFixture, err error) {
	for id, f := range h.followed {
		if !f.kickoff.After(from) || f.kickoff.After(to) {
			continue
		}
		sheets := 0
		for _, at := range f.sheets {
			if !at.IsZero() {
				sheets++
			}
		}
		out = append(out, ingest.FollowedFixture{
			ID: id, State: f.state, Kickoff: f.kickoff, SeenFrom: f.from, SeenUntil: f.until, Lineups: sheets,
		})
	}
	slices.SortFunc(out, func(a, b ingest.FollowedFixture) int { return int(a.ID - b.ID) })
	return out, nil
}

// landTicks lets every job of the crontab ask, and lands what it is told, up to a moment.
// The jobs of one minute begin a second after each other, as schedule.Cron has it.
func (h *Home) landTicks(ctx context.Context, end time.Time) error {
	jobs := schedule.Jobs(ingest.Sources{}, weekly.Options{})
	times := make([]schedule.Schedule, len(jobs))
	for i, j := range jobs {
		var err error
		if times[i], err = schedule.ParseSchedule(j.When); err != nil {
			return err
		}
	}
	at := h.Clock.Now().Truncate(time.Minute)
	if at.Before(h.Clock.Now()) {
		at = at.Add(time.Minute)
	}
	for ; at.Before(end); at = at.Add(time.Minute) {
		second := 0
		for i, j := range jobs {
			if !times[i].Fires(at) {
				continue
			}
			h.Clock.Set(at.Add(time.Duration(second) * time.Second))
			second++
			if err := h.run(ctx, j.Job); err != nil {
				return fmt.Errorf("%s at %s: %w", j.Name, at.Format(time.RFC3339), err)
			}
		}
	}
	h.Clock.Set(end)
	return nil
}

// run lands what one run of a job is told.
func (h *Home) run(ctx context.Context, j job.Job) error {
	queries := map[string]ingest.LiveQuery{
		live.HourlyJob.Name:  ingest.QueryComing(live.HourlyWithin),
		live.LineupsJob.Name: ingest.QueryLineups(),
		live.SettleJob.Name:  ingest.QueryResults(),
	}
	query, ok := queries[j.Name]
	if !ok { // weekly
		_, err := sportmonks.Merge(h.Env.Lake(), h.Clock.Now().Truncate(24*time.Hour))
		maps.DeleteFunc(h.followed, func(_ int64, f *followed) bool { return h.Clock.Now().Sub(f.kickoff) > forgetAfter })
		return err
	}
	objects, usage, err := ingest.Ask(ctx, h.Env, h.API, query, h.following)
	if err != nil {
		return err
	}
	if len(objects) > 0 {
		if _, err := h.landings.Land(objects); err != nil {
			return err
		}
		if _, err := sportmonks.MergeDays(h.Env.Lake(), h.Clock.Now().Truncate(24*time.Hour)); err != nil {
			return err
		}
		if err := h.told(objects); err != nil {
			return err
		}
	}
	h.ticks = append(h.ticks, h.tick(j, usage.Asked))
	return nil
}

// told takes in answers.
func (h *Home) told(objects []sportmonks.Object) error {
	for _, o := range objects {
		if o.Entity != answers.FixtureEntity {
			continue
		}
		fixture, ok := h.World.Fixture(o.Number())
		if !ok {
			return fmt.Errorf("an answer tells of fixture %s, which the world has not", o.ID)
		}
		f := h.followed[o.Number()]
		if f == nil {
			f = &followed{fixture: fixture}
			h.followed[o.Number()] = f
		}
		f.told(o)
	}
	return nil
}

// told takes in one answer.
func (f *followed) told(o sportmonks.Object) {
	at := o.FetchedAt
	if state, kickoff := stateWord(f.fixture.StateAt(at)), f.fixture.StartingAt(at); state != f.state || !kickoff.Equal(f.kickoff) {
		f.state, f.kickoff, f.from = state, kickoff, at
	}
	f.until = at
	if f.state == "finished" && f.endKnown.IsZero() {
		f.endKnown = f.from
	}
	shown := f.fixture.LineupsAt()
	if shown.IsZero() || !strings.Contains(o.Request, "lineups") {
		return
	}
	for side, later := range [2]time.Duration{0, f.fixture.SecondSheetDelay()} {
		if f.sheets[side].IsZero() && !at.Before(shown.Add(later)) {
			f.sheets[side] = at
		}
	}
}

// stateWord is the word for a state as far as a query tells states apart.
func stateWord(id int) string {
	switch {
	case id == world.StateNotStarted || id == world.StateToBeAnnounced:
		return "scheduled"
	case id == world.StateDelayed:
		return "delayed"
	case world.Final(id):
		return "finished"
	}
	return "other"
}

// tick is what a run knew after its answers.
func (h *Home) tick(j job.Job, asked time.Time) tick {
	t := tick{job: j, now: h.Env.Moment(), asked: asked}
	ahead := map[string]time.Duration{live.HourlyJob.Name: live.HourlyWithin, live.LineupsJob.Name: job.LineupLead}[j.Name]
	confirm := time.Duration(h.Env.Config.Live.ConfirmAfter)
	for _, f := range h.followed {
		now := known{f.fixture, f.kickoff, f.sheets, f.endKnown}
		open := f.state == "scheduled" || f.state == "delayed"
		switch {
		case open && f.kickoff.After(t.now) && !f.kickoff.After(t.now.Add(ahead)):
			t.coming = append(t.coming, now)
		case j.Name == live.SettleJob.Name && f.state == "finished" && !f.reported && f.until.Sub(f.from) >= confirm:
			f.reported = true
			t.ended = append(t.ended, now)
		}
	}
	byID := func(a, b known) int { return int(a.fixture.ID - b.fixture.ID) }
	slices.SortFunc(t.coming, byID)
	slices.SortFunc(t.ended, byID)
	return t
}
