package players

import "math"

// The half-lives, in matches of the team, over which shares of starts forget.
const (
	over2 = iota
	over5
	over10
	over20
	over40
	numShares
)

// decays is how much of a share is left after one more match of the team.
var decays = func() (d [numShares]float64) {
	for i, halfLife := range [numShares]float64{2, 5, 10, 20, 40} {
		d[i] = math.Exp2(-1 / halfLife)
	}
	return d
}()

// leastShare is the share of starts over 40 matches below which a player who is
// in no recent squad is forgotten.
const leastShare = .004

// team is one team's choice of players so far.
type team struct {
	matches [numShares]float64 // decayed number of matches
	last    int64              // Unix seconds at which the last one was known
	members []*member          // in the order in which they were first seen
	index   map[string]*member
}

// member is a player's part in a team.
type member struct {
	*player
	starts      [numShares]float64 // decayed number of starts
	startedLast bool               // in the team's last match
	inLast      bool               // in its squad
	minutesLast float64
	lastPlayed  int64 // Unix seconds; 0: not for this team
}

// share is the player's share of starts in the team's matches, 0 to 1. The
// shares of a team that names eleven sum to 11.
func (t *team) share(m *member, over int) float64 {
	if t.matches[over] == 0 {
		return 0
	}
	return m.starts[over] / t.matches[over]
}

// member finds a player in the team, new ones as well.
func (t *team) member(p *player) *member {
	m, ok := t.index[p.key]
	if !ok {
		m = &member{player: p}
		t.index[p.key] = m
		t.members = append(t.members, m)
	}
	return m
}

// learn adds a match of the team that was known at a moment.
func (t *team) learn(sheet *Sheet, find func(string) *player, at int64) {
	t.last = at
	for i, d := range decays {
		t.matches[i] = t.matches[i]*d + 1
	}
	for _, m := range t.members {
		for i, d := range decays {
			m.starts[i] *= d
		}
		m.startedLast, m.inLast, m.minutesLast = false, false, 0
	}
	for i := range sheet.Players {
		a := &sheet.Players[i]
		if a.Player == "" {
			continue
		}
		m := t.member(find(a.Player))
		m.inLast, m.startedLast, m.minutesLast = true, a.Started, a.minutes()
		if a.Started {
			for i := range m.starts {
				m.starts[i]++
			}
		}
		if m.minutesLast > 0 {
			m.lastPlayed = at
		}
	}
	t.forget()
}

// forget drops those who have not played for long.
func (t *team) forget() {
	kept := t.members[:0]
	for _, m := range t.members {
		if m.inLast || t.share(m, over40) > leastShare {
			kept = append(kept, m)
		} else {
			delete(t.index, m.key)
		}
	}
	clear(t.members[len(kept):])
	t.members = kept
}

// release drops a player who has appeared for another team.
func (t *team) release(key string) {
	m, ok := t.index[key]
	if !ok {
		return
	}
	delete(t.index, key)
	for i := range t.members {
		if t.members[i] == m {
			t.members = append(t.members[:i], t.members[i+1:]...)
			return
		}
	}
}

// usualMinutes stands for the minutes of a starter where they are missing: the mean
// of 41,800 starts in the Premier League 2016/17 to 2020/21.
const usualMinutes = 85

// minutes that a player was on the field.
func (a *Appearance) minutes() float64 {
	switch {
	case !math.IsNaN(a.Minutes):
		return a.Minutes
	case a.Started:
		return usualMinutes
	}
	return 0
}
