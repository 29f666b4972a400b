package live

import (
	"database/sql"
	"testing"
	"time"

	"matchday"
	"matchday/config"
	"matchday/pipelines/hometest"
	"matchday/stages/settle"
)

// Full time can show for minutes before extra time: a result of the API counts
// when a second fetch has shown it unchanged, ten minutes later at least. That
// the source was asked again is not enough: it must have said so.
func TestAResultCountsWhenItWasSeenTwice(t *testing.T) {
	kickoff := hometest.Saturday
	at := func(minutes int) sql.NullTime {
		return sql.NullTime{Time: kickoff.Add(time.Duration(minutes) * time.Minute), Valid: true}
	}
	rules := rulesOf(config.Defaults().Live)
	goals := sql.NullInt64{Int64: 1, Valid: true}
	for _, c := range []struct {
		what        string
		from, until sql.NullTime
		state       matchday.State
		home        sql.NullInt64
		now         int
		want        bool
	}{
		{"of a file", sql.NullTime{}, sql.NullTime{}, "finished", goals, 110, true},
		{"seen once", at(110), at(110), "finished", goals, 140, false},
		{"seen again after nine minutes", at(110), at(119), "finished", goals, 140, false},
		{"seen again after ten", at(110), at(120), "finished", goals, 121, true},
		{"seen once, a day later", at(110), at(110), "finished", goals, 25 * 60, true},
		{"awarded", at(110), at(200), "awarded", goals, 210, false},
		{"without a score", at(110), at(200), "finished", sql.NullInt64{}, 210, false},
	} {
		got := rules.Scored(settle.SourceEnding{State: c.state, Kickoff: kickoff, Home: c.home, Away: goals, SaidFrom: c.from, SaidUntil: c.until, There: true}, at(c.now).Time)
		if got != c.want {
			t.Errorf("%s: counts %v, want %v", c.what, got, c.want)
		}
	}
}
