package settle

import (
	"database/sql"
	"time"

	"matchday"
)

// SourceEnding is how a fixture ended by the staged sources.
type SourceEnding struct {
	There               bool // a source has the fixture
	State               matchday.State
	Kickoff, MatchDate  time.Time
	KickoffKnown        bool // else Kickoff is nominal
	HomeTeam, AwayTeam  string
	Home, Away          sql.NullInt64 // goals after 90 minutes
	KnownAt             sql.NullTime  // of the score
	SaidFrom, SaidUntil sql.NullTime  // first and last response of the API with it; NULL of files
	MovedOn             sql.NullTime  // kick-off of the latest fixture that the source has a score of
}

// Oriented is the ending as a bet's sides see it. Where the sources have put exchanged
// sides right since, the goals are exchanged, so that a bet on a team stays one.
func (e SourceEnding) Oriented(home, away string) SourceEnding {
	if e.HomeTeam == away && e.AwayTeam == home {
		e.HomeTeam, e.AwayTeam, e.Home, e.Away = home, away, e.Away, e.Home
	}
	return e
}

// Scored says whether a fixture has a score that counts as of now: one of a file,
// or one of the API that was unchanged for ConfirmAfter.
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

// calledOff says why bets on a fixture without a score are void as of now: the
// limit has passed, and the source is not merely late. Its state says that it was
// not played, or it was moved beyond the limit, or the source has scores of
// fixtures that were played after the limit. It is empty if they are not void.
func calledOff(e SourceEnding, limit, now time.Time) matchday.VoidReason {
	switch {
	case !now.After(limit) || e.Home.Valid && !e.State.NeverPlayed():
		return ""
	case e.State.NeverPlayed(), e.State.Halted():
		return matchday.VoidBy(e.State)
	case e.Kickoff.After(limit):
		return matchday.VoidPostponed
	case e.MovedOn.Valid && e.MovedOn.Time.After(limit):
		return matchday.VoidUnreported
	}
	return ""
}

// EndingOf applies the rules to what the sources say of a bet's fixture as of
// now; false if that is still open, or if nothing changes. A match that was played to
// its end and settled stays so when the league awards it otherwise.
func (r Rules) EndingOf(s matchday.Slip, e SourceEnding, now time.Time) (Ending, bool) {
	if !e.There {
		return Ending{}, false
	}
	begins := matchday.BettingEnds(e.Kickoff, e.KickoffKnown, e.MatchDate)
	report := Report{FixtureID: s.FixtureID, Scheduled: s.Kickoff, Kickoff: e.Kickoff, Begins: begins, Played: r.Scored(e, now)}
	if report.Played {
		report.HomeGoals, report.AwayGoals, report.KnownAt = int(e.Home.Int64), int(e.Away.Int64), e.KnownAt.Time
	} else if s.Status == matchday.Settled && e.State == matchday.Awarded {
		return Ending{}, false
	} else if report.Cause = calledOff(e, s.Kickoff.Add(r.VoidAfter), now); report.Cause == "" {
		return Ending{}, false
	}
	end := r.Ending(report)
	if !end.KnownAt.After(s.Time) {
		// It was played before the bet was placed, whatever the schedule says:
		// no bookmaker lets such a bet stand.
		end = Ending{FixtureID: s.FixtureID, Void: matchday.VoidLate, KnownAt: now}
	}
	return end, !end.KnownAt.After(now)
}

// EndingByDecision is the ending of a bet on paper as of now after a person's decision: a
// declined bet is void at once, and one that was declined and is not any more ends by
// the stored result.
func EndingByDecision(s matchday.Slip, result matchday.Result, now time.Time) Ending {
	if s.Decision == matchday.Declined {
		return Ending{FixtureID: s.FixtureID, Void: matchday.VoidDeclined, KnownAt: now}
	}
	return Ending{FixtureID: s.FixtureID, HomeGoals: result.HomeScore, AwayGoals: result.AwayScore, KnownAt: result.Time}
}
