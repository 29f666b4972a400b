package staging

import (
	"fmt"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// goals are both sides' goals; noGoals where a period has none.
type goals [2]int16

var noGoals = goals{-1, -1}

func (g goals) known() bool        { return g[table.Home] >= 0 && g[table.Away] >= 0 }
func (g goals) plus(h goals) goals { return goals{g[0] + h[0], g[1] + h[1]} }

// scoreSheet is a fixture's score by period.
type scoreSheet struct {
	half, secondHalf, secondHalfOnly, current, extraTime, shootOut goals
}

// mostGoals is more than any side has scored.
const mostGoals = 200

// readScores takes each period that has both sides.
func (a *answer) readScores(rows answers.Rows[answers.Score]) {
	a.asked = rows.Asked()
	s := &scoreSheet{noGoals, noGoals, noGoals, noGoals, noGoals, noGoals}
	eachRow(a.landedObject, "scores", rows, answers.Decode[answers.Score], func(place int, row *answers.Score, raw []byte) {
		period := s.period(row.TypeID)
		if period == nil {
			return
		}
		side := a.sideOf(row.ParticipantID, row.Score.Participant)
		n := *row.Score.Goals
		switch {
		case side < 0:
			a.reject(place, unknownTeam, fmt.Sprintf("scores: team %d", row.ParticipantID), raw)
		case n < 0 || n > mostGoals:
			a.reject(place, wrongType, fmt.Sprintf("scores: %d goals", n), raw)
		default:
			period[side] = int16(n)
		}
	})
	for _, period := range []goals{s.half, s.secondHalf, s.current} {
		if period.known() {
			a.scores = s
		}
	}
}

func (s *scoreSheet) period(kind int64) *goals {
	switch kind {
	case answers.ScoreFirstHalf:
		return &s.half
	case answers.ScoreSecondHalf:
		return &s.secondHalf
	case answers.ScoreSecondHalfOnly:
		return &s.secondHalfOnly
	case answers.ScoreCurrent:
		return &s.current
	case answers.ScoreExtraTime:
		return &s.extraTime
	case answers.ScoreShootOut:
		return &s.shootOut
	}
	return nil
}

// after90 is the score after 90 minutes and stoppage time of a fixture in one of
// the final states, or the reason why there is none.
//
// The second half's score is cumulative, and is the one. Three things are known
// to go wrong. It may be missing: then the running score is the one, less extra
// time where there was any. It may hold the second half alone (old fixtures):
// then it and the first half add up to the running score. Or it and the running
// score contradict each other after 90 minutes: then the one that the halves add
// up to is right, and where they tell nothing nobody knows.
func (s *scoreSheet) after90(state int64) (goals, string) {
	extra := state == answers.StateAfterExtraTime || state == answers.StateAfterPenalties
	switch {
	case !s.secondHalf.known() && !s.current.known():
		return noGoals, scoreMissing
	case !s.secondHalf.known() && !extra:
		return s.current, ""
	case !s.secondHalf.known() && s.extraTime.known():
		g := goals{s.current[0] - s.extraTime[0], s.current[1] - s.extraTime[1]}
		if !g.known() {
			return noGoals, scoreContradicts
		}
		return g, ""
	case !s.secondHalf.known():
		return noGoals, scoreMissing
	case extra || !s.current.known() || s.secondHalf == s.current:
		return s.secondHalf, ""
	case s.half.known() && s.secondHalfOnly.known() && s.half.plus(s.secondHalfOnly) == s.secondHalf:
		return s.secondHalf, ""
	case s.half.known() && s.half.plus(s.secondHalf) == s.current:
		return s.current, ""
	}
	return noGoals, scoreContradicts
}

// states are the house's words for the API's states.
var states = map[int64]string{
	answers.StateNotStarted: table.Scheduled, answers.StateToBeAnnounced: table.Scheduled, answers.StatePending: table.Scheduled,
	answers.StateDelayed:        "delayed",
	answers.StatePostponed:      "postponed",
	answers.StateFirstHalf:      "in_play",
	answers.StateHalfTime:       "in_play",
	answers.StateSecondHalf:     "in_play",
	answers.StateBreak:          "in_play",
	answers.StateExtraTime:      "in_play",
	answers.StateExtraTimeBreak: "in_play", answers.StateExtraTimeSecond: "in_play",
	answers.StatePenaltyBreak: "in_play", answers.StatePenalties: "in_play",
	answers.StateAwaitingUpdates: "in_play",
	answers.StateInterrupted:     "interrupted",
	answers.StateSuspended:       "suspended",
	answers.StateFullTime:        table.Finished, answers.StateAfterExtraTime: table.Finished, answers.StateAfterPenalties: table.Finished,
	answers.StateCancelled: "cancelled",
	answers.StateWalkOver:  "walk_over",
	answers.StateAbandoned: "abandoned",
	answers.StateAwarded:   "awarded",
	answers.StateDeleted:   "deleted",
}

// stateName is the house's word for a state; one that is not known yet has its
// number in it.
func stateName(id int64) string {
	if name, ok := states[id]; ok {
		return name
	}
	return fmt.Sprintf("state_%d", id)
}
