package simulator

import "time"

// The source's state ids.
const (
	notStarted     = 1
	firstHalf      = 2
	halfTime       = 3
	breakTime      = 4
	fullTime       = 5
	extraTime      = 6
	afterExtraTime = 7
	afterPenalties = 8
	shootingOut    = 9
	postponement   = 10
	suspension     = 11
	cancellation   = 12
	toBeAnnounced  = 13
	walkoverState  = 14
	abandonment    = 15
	delay          = 16
	award          = 17
	interruption   = 18
	deletion       = 20
	extraBreak     = 21
	secondHalf     = 22
	extraSecond    = 23
	penaltyBreak   = 25
)

// phase says since when a fixture is in a state.
type phase struct {
	at    time.Time
	state int
}

// minutes of stoppage time, by half.
func (f *fixture) stoppage() (first, second int) { return 1 + int(f.id%4), 3 + int(f.id/4%5) }

// hours are the moments of a fixture that is played to its end.
type hours struct {
	start, half, second, full    time.Time
	extra, turn, extra2, extraTo time.Time // extra time, if there is any
	kicks, over                  time.Time // penalties; the end of everything
}

// toExtraTime is how long a fixture shows full time before its break for extra
// time begins.
const toExtraTime = 4 * time.Minute

func (f *fixture) hours() (h hours) {
	minutes := func(t time.Time, n int) time.Time { return t.Add(time.Duration(n) * time.Minute) }
	add1, add2 := f.stoppage()
	h.start = f.kickoff.Add(f.late)
	h.half = minutes(h.start, 45+add1)
	h.second = minutes(h.half, 16)
	h.full = minutes(h.second, 45+add2)
	h.over = h.full
	if f.tied {
		h.extra = minutes(h.full.Add(toExtraTime), 3)
		h.turn = minutes(h.extra, 15)
		h.extra2 = minutes(h.turn, 2)
		h.extraTo = minutes(h.extra2, 16)
		h.over = h.extraTo
		if f.penalties != [2]int{} {
			h.kicks = minutes(h.extraTo, 5)
			h.over = minutes(h.kicks, 11)
		}
	}
	return h
}

// phases lists a fixture's states in the order of time, after the first, which
// is not started.
func (f *fixture) phases() []phase {
	h := f.hours()
	out := make([]phase, 0, 12)
	add := func(at time.Time, state int) { out = append(out, phase{at, state}) }
	switch f.fate {
	case walkover:
		add(f.notice, walkoverState)
		return out
	case cancelled:
		add(f.notice, postponement)
		add(f.notice.AddDate(0, 0, 20), cancellation)
		return out
	case recreated:
		add(f.notice, postponement)
		add(f.deleted, deletion)
		return out
	case postponed:
		add(f.notice, postponement)
		add(f.renewed, notStarted)
	case delayed:
		add(f.kickoff.Add(-10*time.Minute), delay)
	}
	if f.vacant() {
		return out
	}
	add(h.start, firstHalf)
	if f.fate == abandoned || f.fate == awarded {
		return f.stoppedPhases(out, h)
	}
	add(h.half, halfTime)
	add(h.second, secondHalf)
	add(h.full, fullTime)
	if !f.tied {
		return out
	}
	add(h.full.Add(toExtraTime), breakTime)
	add(h.extra, extraTime)
	add(h.turn, extraBreak)
	add(h.extra2, extraSecond)
	if h.kicks.IsZero() {
		add(h.extraTo, afterExtraTime)
		return out
	}
	add(h.extraTo, penaltyBreak)
	add(h.kicks, shootingOut)
	add(h.over, afterPenalties)
	return out
}

// stoppedPhases is the course of a fixture that is not finished.
func (f *fixture) stoppedPhases(out []phase, h hours) []phase {
	if f.stopped > 45 {
		out = append(out, phase{h.half, halfTime}, phase{h.second, secondHalf})
	}
	at := h.moment(f.stopped)
	out = append(out,
		phase{at, interruption},
		phase{at.Add(40 * time.Minute), suspension},
		phase{at.Add(20 * time.Hour), abandonment})
	if f.fate == awarded {
		out = append(out, phase{at.AddDate(0, 0, 4), award})
	}
	return out
}

// moment is when a minute of play ends; those of stoppage time count as the
// half's last.
func (h hours) moment(minute int) time.Time {
	m := time.Duration(minute) * time.Minute
	switch {
	case minute <= 45:
		return h.start.Add(m)
	case minute <= 90:
		return h.second.Add(m - 45*time.Minute)
	case minute <= 105:
		return h.extra.Add(m - 90*time.Minute)
	}
	return h.extra2.Add(m - 105*time.Minute)
}

// stateAt is the fixture's state at a moment.
func (f *fixture) stateAt(now time.Time) int {
	// What lies days off needs no phases: no state but the first has begun
	// before the notice, and nothing changes after a correction.
	if f.vacant() || now.Before(f.drawn) {
		return toBeAnnounced
	}
	if f.notice.IsZero() && now.Before(f.kickoff.Add(-time.Hour)) {
		return notStarted
	}
	state := notStarted
	for _, p := range f.phases() {
		if now.Before(p.at) {
			break
		}
		state = p.state
	}
	return state
}

// startingAt is the kick-off that the source tells at a moment.
func (f *fixture) startingAt(now time.Time) time.Time {
	switch {
	case now.Before(f.first.Add(-confirmed)):
		return f.provisional
	case f.fate == postponed && !now.Before(f.renewed):
		return f.kickoff
	}
	return f.first
}

// begun reports whether the fixture has been kicked off.
func (f *fixture) begun(now time.Time) bool { return f.begins() && !now.Before(f.hours().start) }

// visible reports whether lists hold the fixture.
func (f *fixture) visible(now time.Time) bool {
	return !now.Before(f.listed) && (f.deleted.IsZero() || now.Before(f.deleted))
}

// changedIn reports whether one of the fixture's base fields changed in
// (from, to].
func (f *fixture) changedIn(from, to time.Time) bool {
	in := func(t time.Time) bool { return t.After(from) && !t.After(to) }
	for _, p := range f.phases() {
		if in(p.at) {
			return true
		}
	}
	return in(f.listed) || (!f.drawn.IsZero() && in(f.drawn)) || in(f.first.Add(-confirmed)) ||
		(f.corrected > 0 && in(f.hours().full.Add(f.corrected)))
}

// live are the states between the first whistle and the last.
func live(state int) bool {
	switch state {
	case firstHalf, halfTime, secondHalf, breakTime, extraTime, extraBreak, extraSecond, penaltyBreak, shootingOut, interruption:
		return true
	}
	return false
}

// final are the states in which the 90-minute score stands.
func final(state int) bool {
	return state == fullTime || state == afterExtraTime || state == afterPenalties
}
