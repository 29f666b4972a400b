package answers

import (
	"fmt"

	"matchday/stages/staging/table"
)

// goals are both sides' goals; noGoals where a period has none.
type goals [2]int16

var noGoals = goals{-1, -1}

func (g goals) Known() bool        { return g[table.Home] >= 0 && g[table.Away] >= 0 }
func (g goals) plus(h goals) goals { return goals{g[0] + h[0], g[1] + h[1]} }

// scoreSheet is a fixture's score by period.
type scoreSheet struct {
	half, secondHalf, secondHalfOnly, current, extraTime, shootOut goals
}

// mostGoals is more than any side has scored.
const mostGoals = 200

// readScores takes each period that has both sides.
func (a *Response) readScores(rows Rows[Score]) {
	a.asked = rows.Asked()
	s := &scoreSheet{noGoals, noGoals, noGoals, noGoals, noGoals, noGoals}
	eachRow(a.Object, "scores", rows, Decode[Score], func(place int, row *Score, raw []byte) {
		period := s.period(row.TypeID)
		if period == nil {
			return
		}
		side := a.sideOf(row.ParticipantID, row.Score.Participant)
		n := *row.Score.Goals
		switch {
		case side < 0:
			a.reject(place, UnknownTeam, fmt.Sprintf("scores: team %d", row.ParticipantID), raw)
		case n < 0 || n > mostGoals:
			a.reject(place, WrongType, fmt.Sprintf("scores: %d goals", n), raw)
		default:
			period[side] = int16(n)
		}
	})
	for _, period := range []goals{s.half, s.secondHalf, s.current} {
		if period.Known() {
			a.scores = s
		}
	}
}

func (s *scoreSheet) period(kind int64) *goals {
	switch kind {
	case ScoreFirstHalf:
		return &s.half
	case ScoreSecondHalf:
		return &s.secondHalf
	case ScoreSecondHalfOnly:
		return &s.secondHalfOnly
	case ScoreCurrent:
		return &s.current
	case ScoreExtraTime:
		return &s.extraTime
	case ScoreShootOut:
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
	extra := state == StateAfterExtraTime || state == StateAfterPenalties
	switch {
	case !s.secondHalf.Known() && !s.current.Known():
		return noGoals, ScoreMissing
	case !s.secondHalf.Known() && !extra:
		return s.current, ""
	case !s.secondHalf.Known() && s.extraTime.Known():
		g := goals{s.current[0] - s.extraTime[0], s.current[1] - s.extraTime[1]}
		if !g.Known() {
			return noGoals, ScoreContradicts
		}
		return g, ""
	case !s.secondHalf.Known():
		return noGoals, ScoreMissing
	case extra || !s.current.Known() || s.secondHalf == s.current:
		return s.secondHalf, ""
	case s.half.Known() && s.secondHalfOnly.Known() && s.half.plus(s.secondHalfOnly) == s.secondHalf:
		return s.secondHalf, ""
	case s.half.Known() && s.half.plus(s.secondHalf) == s.current:
		return s.current, ""
	}
	return noGoals, ScoreContradicts
}

// states are the canonical words for the API's states.
var states = map[int64]string{
	StateNotStarted: table.Scheduled, StateToBeAnnounced: table.Scheduled, StatePending: table.Scheduled,
	StateDelayed:        "delayed",
	StatePostponed:      "postponed",
	StateFirstHalf:      "in_play",
	StateHalfTime:       "in_play",
	StateSecondHalf:     "in_play",
	StateBreak:          "in_play",
	StateExtraTime:      "in_play",
	StateExtraTimeBreak: "in_play", StateExtraTimeSecond: "in_play",
	StatePenaltyBreak: "in_play", StatePenalties: "in_play",
	StateAwaitingUpdates: "in_play",
	StateInterrupted:     "interrupted",
	StateSuspended:       "suspended",
	StateFullTime:        table.Finished, StateAfterExtraTime: table.Finished, StateAfterPenalties: table.Finished,
	StateCancelled: "cancelled",
	StateWalkOver:  "walk_over",
	StateAbandoned: "abandoned",
	StateAwarded:   "awarded",
	StateDeleted:   "deleted",
}

// stateName is the canonical word for a state; one that is not known yet has its
// number in it.
func stateName(id int64) string {
	if name, ok := states[id]; ok {
		return name
	}
	return fmt.Sprintf("state_%d", id)
}
