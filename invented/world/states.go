package world

import "time"

// The source's state ids.
const (
	StateNotStarted          = 1
	StateFirstHalf           = 2
	StateHalfTime            = 3
	StateBreak               = 4
	StateFullTime            = 5
	StateExtraTime           = 6
	StateAfterExtraTime      = 7
	StateAfterPenalties      = 8
	StatePenalties           = 9
	StatePostponed           = 10
	StateSuspended           = 11
	StateCancelled           = 12
	StateToBeAnnounced       = 13
	StateWalkover            = 14
	StateAbandoned           = 15
	StateDelayed             = 16
	StateAwarded             = 17
	StateInterrupted         = 18
	StateDeleted             = 20
	StateExtraTimeBreak      = 21
	StateSecondHalf          = 22
	StateExtraTimeSecondHalf = 23
	StatePenaltiesBreak      = 25
)

// phase says since when a fixture is in a state.
type phase struct {
	at    time.Time
	state int
}

// Stoppage is the stoppage time of each half in minutes.
func (f *Fixture) Stoppage() (first, second int) { return 1 + int(f.ID%4), 3 + int(f.ID/4%5) }

// Timeline are the moments of a fixture that is played to its end.
type Timeline struct {
	Start, HalfTime, SecondHalf, FullTime                        time.Time
	ExtraTime, ExtraTimeBreak, ExtraTimeSecondHalf, ExtraTimeEnd time.Time // extra time, if there is any
	Penalties, End                                               time.Time // penalties; the end of everything
}

// toExtraTime is how long a fixture shows full time before its break for extra
// time begins.
const toExtraTime = 4 * time.Minute

// Timeline computes the moments of a fixture, as if it were never abandoned.
func (f *Fixture) Timeline() (h Timeline) {
	minutes := func(t time.Time, n int) time.Time { return t.Add(time.Duration(n) * time.Minute) }
	add1, add2 := f.Stoppage()
	h.Start = f.Kickoff.Add(f.delay)
	h.HalfTime = minutes(h.Start, 45+add1)
	h.SecondHalf = minutes(h.HalfTime, 16)
	h.FullTime = minutes(h.SecondHalf, 45+add2)
	h.End = h.FullTime
	if f.ExtraTime {
		h.ExtraTime = minutes(h.FullTime.Add(toExtraTime), 3)
		h.ExtraTimeBreak = minutes(h.ExtraTime, 15)
		h.ExtraTimeSecondHalf = minutes(h.ExtraTimeBreak, 2)
		h.ExtraTimeEnd = minutes(h.ExtraTimeSecondHalf, 16)
		h.End = h.ExtraTimeEnd
		if f.Penalties != [2]int{} {
			h.Penalties = minutes(h.ExtraTimeEnd, 5)
			h.End = minutes(h.Penalties, 11)
		}
	}
	return h
}

// phases lists a fixture's states in the order of time, after the first, which
// is not started.
func (f *Fixture) phases() []phase {
	h := f.Timeline()
	out := make([]phase, 0, 12)
	add := func(at time.Time, state int) { out = append(out, phase{at, state}) }
	switch f.status {
	case statusWalkover:
		add(f.noticed, StateWalkover)
		return out
	case statusCancelled:
		add(f.noticed, StatePostponed)
		add(f.noticed.AddDate(0, 0, 20), StateCancelled)
		return out
	case statusRecreated:
		add(f.noticed, StatePostponed)
		add(f.Deleted, StateDeleted)
		return out
	case statusPostponed:
		add(f.noticed, StatePostponed)
		add(f.renewed, StateNotStarted)
	case statusDelayed:
		add(f.Kickoff.Add(-10*time.Minute), StateDelayed)
	}
	if f.neverDrawn() {
		return out
	}
	add(h.Start, StateFirstHalf)
	if f.status == statusAbandoned || f.status == statusAwarded {
		return f.stoppedPhases(out, h)
	}
	add(h.HalfTime, StateHalfTime)
	add(h.SecondHalf, StateSecondHalf)
	add(h.FullTime, StateFullTime)
	if !f.ExtraTime {
		return out
	}
	add(h.FullTime.Add(toExtraTime), StateBreak)
	add(h.ExtraTime, StateExtraTime)
	add(h.ExtraTimeBreak, StateExtraTimeBreak)
	add(h.ExtraTimeSecondHalf, StateExtraTimeSecondHalf)
	if h.Penalties.IsZero() {
		add(h.ExtraTimeEnd, StateAfterExtraTime)
		return out
	}
	add(h.ExtraTimeEnd, StatePenaltiesBreak)
	add(h.Penalties, StatePenalties)
	add(h.End, StateAfterPenalties)
	return out
}

// stoppedPhases adds the phases of a fixture that is not finished.
func (f *Fixture) stoppedPhases(out []phase, h Timeline) []phase {
	if f.Stopped > 45 {
		out = append(out, phase{h.HalfTime, StateHalfTime}, phase{h.SecondHalf, StateSecondHalf})
	}
	at := h.endOf(f.Stopped)
	out = append(out,
		phase{at, StateInterrupted},
		phase{at.Add(40 * time.Minute), StateSuspended},
		phase{at.Add(20 * time.Hour), StateAbandoned})
	if f.status == statusAwarded {
		out = append(out, phase{at.AddDate(0, 0, 4), StateAwarded})
	}
	return out
}

// endOf is when a minute of play ends. Stoppage time belongs to the half's last
// minute.
func (h Timeline) endOf(minute int) time.Time {
	m := time.Duration(minute) * time.Minute
	switch {
	case minute <= 45:
		return h.Start.Add(m)
	case minute <= 90:
		return h.SecondHalf.Add(m - 45*time.Minute)
	case minute <= 105:
		return h.ExtraTime.Add(m - 90*time.Minute)
	}
	return h.ExtraTimeSecondHalf.Add(m - 105*time.Minute)
}

// StateAt is the fixture's state at a moment.
func (f *Fixture) StateAt(now time.Time) int {
	// Most fixtures lie days ahead: without a notice nothing happens to them
	// until shortly before kick-off.
	if f.neverDrawn() || now.Before(f.Drawn) {
		return StateToBeAnnounced
	}
	if f.noticed.IsZero() && now.Before(f.Kickoff.Add(-time.Hour)) {
		return StateNotStarted
	}
	state := StateNotStarted
	for _, p := range f.phases() {
		if now.Before(p.at) {
			break
		}
		state = p.state
	}
	return state
}

// StartingAt is the kick-off that the source shows at a moment.
func (f *Fixture) StartingAt(now time.Time) time.Time {
	switch {
	case now.Before(f.first.Add(-confirmed)):
		return f.provisional
	case f.status == statusPostponed && !now.Before(f.renewed):
		return f.Kickoff
	}
	return f.first
}

// Begun reports whether the fixture has been kicked off.
func (f *Fixture) Begun(now time.Time) bool { return f.Begins() && !now.Before(f.Timeline().Start) }

// Visible reports whether the source lists the fixture at a moment.
func (f *Fixture) Visible(now time.Time) bool {
	return !now.Before(f.listed) && (f.Deleted.IsZero() || now.Before(f.Deleted))
}

// ChangedIn reports whether one of the fixture's base fields changed in
// (from, to].
func (f *Fixture) ChangedIn(from, to time.Time) bool {
	in := func(t time.Time) bool { return t.After(from) && !t.After(to) }
	for _, p := range f.phases() {
		if in(p.at) {
			return true
		}
	}
	return in(f.listed) || (!f.Drawn.IsZero() && in(f.Drawn)) || in(f.first.Add(-confirmed)) ||
		(f.corrected > 0 && in(f.Timeline().FullTime.Add(f.corrected)))
}

// InPlay reports whether a state lies between kick-off and the end.
func InPlay(state int) bool {
	switch state {
	case StateFirstHalf, StateHalfTime, StateSecondHalf, StateBreak, StateExtraTime, StateExtraTimeBreak, StateExtraTimeSecondHalf, StatePenaltiesBreak, StatePenalties, StateInterrupted:
		return true
	}
	return false
}

// Final reports whether a state is one in which the 90-minute score stands.
func Final(state int) bool {
	return state == StateFullTime || state == StateAfterExtraTime || state == StateAfterPenalties
}
