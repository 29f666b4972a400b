package ingest

import (
	"testing"
	"time"
)

// A job that never asks twice for what is known asks again for what is not.
func TestWhenSettleAsks(t *testing.T) {
	kickoff := time.Date(2025, time.October, 18, 14, 0, 0, 0, time.UTC)
	at := func(d time.Duration) time.Time { return kickoff.Add(d) }
	const confirm = 10 * time.Minute
	for _, c := range []struct {
		what        string
		state       string
		from, until time.Time
		now         time.Time
		want        bool
	}{
		{"in play", "in_play", at(time.Minute), at(time.Hour), at(2 * time.Hour), true},
		{"ended, seen once", "finished", at(2 * time.Hour), at(2 * time.Hour), at(2*time.Hour + confirm), true},
		{"ended, seen again too soon", "finished", at(2 * time.Hour), at(2*time.Hour + 9*time.Minute), at(3 * time.Hour), true},
		{"ended, believed", "finished", at(2 * time.Hour), at(2*time.Hour + confirm), at(3 * time.Hour), false},
		{"believed, a day later", "finished", at(2 * time.Hour), at(2*time.Hour + confirm), at(27 * time.Hour), true},
		{"believed, after a week", "finished", at(2 * time.Hour), at(150 * time.Hour), at(200 * time.Hour), false},
		{"postponed", "postponed", at(-time.Hour), at(30 * time.Hour), at(31 * time.Hour), true},
		{"postponed, after a week, asked today", "postponed", at(-time.Hour), at(190 * time.Hour), at(200 * time.Hour), false},
		{"postponed, after a week, asked yesterday", "postponed", at(-time.Hour), at(170 * time.Hour), at(200 * time.Hour), true},
		{"never ended while the machine was off", "scheduled", at(-time.Hour), at(-time.Hour), at(20 * 24 * time.Hour), true},
	} {
		f := FollowedFixture{State: c.state, Kickoff: kickoff, SeenFrom: c.from, SeenUntil: c.until}
		if got := f.due(c.now, confirm); got != c.want {
			t.Errorf("%s: asks %v, want %v", c.what, got, c.want)
		}
	}
}
