package world

import (
	"slices"
	"testing"
	"time"
)

// followers are the states that may follow each state.
var followers = map[int][]int{
	StateToBeAnnounced:       {StateNotStarted, StateWalkover},
	StateNotStarted:          {StateFirstHalf, StatePostponed, StateDelayed, StateWalkover},
	StateDelayed:             {StateFirstHalf},
	StatePostponed:           {StateNotStarted, StateCancelled, StateDeleted},
	StateFirstHalf:           {StateHalfTime, StateInterrupted},
	StateHalfTime:            {StateSecondHalf},
	StateSecondHalf:          {StateFullTime, StateInterrupted},
	StateInterrupted:         {StateSuspended},
	StateSuspended:           {StateAbandoned},
	StateAbandoned:           {StateAwarded},
	StateFullTime:            {StateBreak},
	StateBreak:               {StateExtraTime},
	StateExtraTime:           {StateExtraTimeBreak},
	StateExtraTimeBreak:      {StateExtraTimeSecondHalf},
	StateExtraTimeSecondHalf: {StateAfterExtraTime, StatePenaltiesBreak},
	StatePenaltiesBreak:      {StatePenalties},
	StatePenalties:           {StateAfterPenalties},
	StateAfterExtraTime:      {}, StateAfterPenalties: {}, StateWalkover: {}, StateCancelled: {}, StateDeleted: {}, StateAwarded: {},
}

func TestStatesFollowTheirOrder(t *testing.T) {
	reached := map[int]int{}
	for _, f := range defaultWorld().Fixtures {
		state := StateNotStarted
		last := time.Time{}
		for _, p := range f.phases() {
			if p.at.Before(last) {
				t.Errorf("fixture %d: state %d begins before the state ahead of it", f.ID, p.state)
			}
			if !slices.Contains(followers[state], p.state) {
				t.Errorf("fixture %d goes from state %d to %d", f.ID, state, p.state)
			}
			if got := f.StateAt(p.at); !f.neverDrawn() && got != p.state {
				t.Errorf("fixture %d: in state %d when %d begins", f.ID, got, p.state)
			}
			state, last = p.state, p.at
			reached[state]++
		}
		reached[-state]++
	}
	for _, s := range []int{StateFullTime, StateAfterExtraTime, StateAfterPenalties, StatePostponed, StateCancelled, StateAbandoned, StateAwarded, StateDeleted, StateDelayed, StateWalkover, StateInterrupted, StateSuspended} {
		if reached[s] == 0 {
			t.Errorf("no fixture of seven years is ever in state %d", s)
		}
	}
}

func TestCorrectionsAndExtraTimeAreSeen(t *testing.T) {
	corrections, ties := 0, 0
	for _, f := range defaultWorld().Fixtures {
		h := f.Timeline()
		if f.corrected > 0 && f.Counts() {
			corrections++
			if before, after := f.FullTimeScore(h.FullTime), f.FullTimeScore(h.FullTime.Add(f.corrected)); before == after || after != f.Goals {
				t.Errorf("fixture %d: score %v, corrected to %v, the truth is %v", f.ID, before, after, f.Goals)
			}
		}
		if f.ExtraTime {
			ties++
			if f.Goals[0] != f.Goals[1] {
				t.Errorf("fixture %d: extra time after %v", f.ID, f.Goals)
			}
			if f.StateAt(h.FullTime.Add(time.Minute)) != StateFullTime || f.StateAt(h.FullTime.Add(toExtraTime)) != StateBreak {
				t.Errorf("fixture %d does not show full time before its break", f.ID)
			}
		}
	}
	if corrections < 20 || ties < 20 {
		t.Errorf("%d corrections and %d ties with extra time in seven years", corrections, ties)
	}
}
