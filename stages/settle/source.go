package settle

import (
	"database/sql"
	"time"

	"matchday"
)

// SourceEnding is what the sources say of how a fixture ended.
type SourceEnding struct {
	There               bool // a source tells of the fixture
	State               matchday.State
	Kickoff, MatchDate  time.Time
	HomeTeam, AwayTeam  string
	Home, Away          sql.NullInt64 // goals after 90 minutes
	KnownAt             sql.NullTime  // of the score
	SaidFrom, SaidUntil sql.NullTime  // first and last answer of the API that said so; NULL of files
	MovedOn             sql.NullTime  // kick-off of the latest fixture that the source has a score of
}

// Scored says whether a fixture has a score that counts as of now: of a file, or
// of the API seen unchanged for ConfirmAfter.
func (r Rules) Scored(e SourceEnding, now time.Time) bool {
	if !e.Home.Valid || !e.Away.Valid || e.State.NeverPlayed() {
		return false
	}
	if !e.SaidFrom.Valid {
		return true
	}
	until := e.SaidUntil.Time
	if now.Sub(e.Kickoff) > 24*time.Hour {
		until = now // no extra time lasts that long
	}
	return until.Sub(e.SaidFrom.Time) >= r.ConfirmAfter
}

// calledOff says of a fixture without a score that the limit has passed and that
// the source is not merely late with it: it says that the fixture was not
// played, or will be only after the limit, or it has told of fixtures played
// after the limit.
func calledOff(e SourceEnding, limit, now time.Time) bool {
	if !now.After(limit) || e.Home.Valid && !e.State.NeverPlayed() {
		return false
	}
	return e.State.NeverPlayed() || e.State.Halted() || e.Kickoff.After(limit) || e.MovedOn.Valid && e.MovedOn.Time.After(limit)
}

// EndingOf applies the rules to what the sources say of a bet's fixture as of
// now; false if that is still open.
func (r Rules) EndingOf(s matchday.Slip, e SourceEnding, now time.Time) (Ending, bool) {
	if !e.There {
		return Ending{}, false
	}
	report := Report{FixtureID: s.FixtureID, Scheduled: s.Kickoff, Kickoff: e.Kickoff, Played: r.Scored(e, now)}
	if report.Played {
		report.HomeGoals, report.AwayGoals, report.KnownAt = int(e.Home.Int64), int(e.Away.Int64), e.KnownAt.Time
	} else if !calledOff(e, s.Kickoff.Add(r.VoidAfter), now) {
		return Ending{}, false
	}
	end := r.Ending(report)
	if !end.KnownAt.After(s.Time) {
		// It was played before the bet was placed, whatever the schedule said
		// then: no bookmaker lets such a bet stand.
		end = Ending{FixtureID: s.FixtureID, Void: true, KnownAt: now}
	}
	return end, !end.KnownAt.After(now)
}

// EndingOnWord is the ending by which a bet of which a person has spoken stands
// as of now: declined it is void at once, otherwise as the result in the books
// says; false while it is pending. One that was declined before and is now
// confirmed is void until the settle job, which knows the fixture's state, says
// otherwise.
func EndingOnWord(s matchday.Slip, wasDeclined bool, result matchday.Result, played bool, now time.Time) (Ending, bool) {
	if s.Decision == matchday.Declined {
		return Ending{FixtureID: s.FixtureID, Void: true, KnownAt: now}, true
	}
	if !played || s.Status == matchday.Pending || s.Status == matchday.Void && !wasDeclined {
		return Ending{}, false
	}
	return Ending{FixtureID: s.FixtureID, HomeGoals: result.HomeScore, AwayGoals: result.AwayScore, KnownAt: result.Time}, true
}
