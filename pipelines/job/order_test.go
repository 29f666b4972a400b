package job

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday/warehouse"
)

var scheduled = []Job{
	{Name: "hourly", Slot: time.Hour, When: "0 * * * *"},
	{Name: "lineups", Slot: 15 * time.Minute, When: "*/15 * * * *"},
	{Name: "settle", Slot: 30 * time.Minute, When: "*/30 * * * *"},
}

// commits are the last ones of each job, as the warehouse keeps them.
type commits map[string]warehouse.Commit

func (c commits) judge(j Job, at time.Time) error {
	return (&Run{Job: j, Now: at}).afterAll(slices.Collect(maps.Values(c)))
}

func (c commits) add(j Job, at time.Time) {
	if c[j.Name].AsOf.Before(at) {
		c[j.Name] = warehouse.Commit{RunID: j.Name + "-run", Pipeline: j.Name, AsOf: at}
	}
}

// execution is a run that reads its clock at a moment and commits later.
type execution struct {
	Job
	clock, commit time.Time
}

// drawExecutions draws what cron starts over some hours: one run a slot, one at a time of
// each job, which commits less than an hour after it has read its clock.
func drawExecutions(t *rapid.T, start time.Time, longest time.Duration) (out []execution) {
	for _, j := range scheduled {
		free := start
		for slot := start; slot.Before(start.Add(4 * time.Hour)); slot = slot.Add(j.Slot) {
			x := execution{Job: j, clock: slot.Add(time.Duration(rapid.Int64Range(0, int64(j.Slot)-1).Draw(t, "clock")))}
			if x.clock.Before(free) {
				x.clock = free // the job before it held the lock
			}
			x.commit = x.clock.Add(time.Duration(rapid.Int64Range(0, int64(longest)-1).Draw(t, "takes")))
			free = x.commit
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b execution) int { return a.commit.Compare(b.commit) })
	return out
}

func TestJobsThatOverlapNeverRefuseEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		done := commits{}
		for _, x := range drawExecutions(t, time.Date(2026, 2, 13, 12, 0, 0, 0, time.UTC), time.Hour) {
			if err := done.judge(x.Job, x.clock); err != nil {
				t.Fatalf("%s as of %s, committed at %s: %v", x.Name, x.clock, x.commit, err)
			}
			done.add(x.Job, x.clock)
		}
	})
}

func TestAnyInterleavingOfJobsWithinOneHourIsAccepted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hour := time.Date(2026, 2, 13, 12, 0, 0, 0, time.UTC)
		var queues [][]execution
		for _, j := range scheduled {
			var queue []execution
			for slot := hour; slot.Before(hour.Add(time.Hour)); slot = slot.Add(j.Slot) {
				queue = append(queue, execution{Job: j, clock: slot.Add(time.Duration(rapid.Int64Range(0, int64(j.Slot)-1).Draw(t, "clock")))})
			}
			queues = append(queues, queue)
		}
		done := commits{}
		for len(queues) > 0 {
			k := rapid.IntRange(0, len(queues)-1).Draw(t, "next")
			x := queues[k][0]
			if err := done.judge(x.Job, x.clock); err != nil {
				t.Fatalf("%s as of %s: %v", x.Name, x.clock, err)
			}
			done.add(x.Job, x.clock)
			if queues[k] = queues[k][1:]; len(queues[k]) == 0 {
				queues = slices.Delete(queues, k, k+1)
			}
		}
	})
}

func TestARunAnHourBeforeTheLastCommitOfAnyJobIsRefused(t *testing.T) {
	people := Job{Name: "bets", Slot: time.Second}
	rapid.Check(t, func(t *rapid.T) {
		done, last := commits{}, time.Time{}
		for _, x := range drawExecutions(t, time.Date(2026, 2, 13, 12, 0, 0, 0, time.UTC), time.Minute) {
			done.add(x.Job, x.clock)
			last = later(last, x.clock)
		}
		j := rapid.SampledFrom(append(slices.Clone(scheduled), people)).Draw(t, "job")
		at := last.Add(-time.Hour - time.Duration(rapid.Int64Range(0, int64(10*365*24*time.Hour)).Draw(t, "earlier")))
		var refused Refused
		if err := done.judge(j, at); !errors.As(err, &refused) || !strings.Contains(err.Error(), "matchday runs forget ") {
			t.Fatalf("%s as of %s after %s: %v", j.Name, at, last, err)
		}
	})
}

func TestAJobsOwnMissedSlotStaysEmpty(t *testing.T) {
	at := time.Date(2026, 2, 13, 12, 15, 0, 0, time.UTC)
	done := commits{}
	lineups := scheduled[1]
	done.add(lineups, at)
	if err := done.judge(lineups, at.Add(-time.Second)); !errors.As(err, new(Refused)) {
		t.Errorf("the slot before: %v", err)
	}
	if err := done.judge(lineups, at.Add(time.Minute)); err != nil {
		t.Errorf("the same slot again: %v", err)
	}
	// People's commands have no slots to miss: a clock that NTP sets back by seconds is no matter.
	bets := Job{Name: "bets", Slot: time.Second}
	done.add(bets, at)
	if err := done.judge(bets, at.Add(-5*time.Second)); err != nil {
		t.Error(err)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
