package players

import "math"

// history is everything known at a moment.
type history struct {
	teams   map[string]*team
	players map[string]*player
	norms   norms
	// countries are those of which a sheet was learned.
	countries map[string]bool
}

func newHistory() *history {
	return &history{teams: map[string]*team{}, players: map[string]*player{}, countries: map[string]bool{}}
}

func (past *history) team(id string) *team {
	t, ok := past.teams[id]
	if !ok {
		t = &team{index: map[string]*member{}}
		past.teams[id] = t
	}
	return t
}

func (past *history) player(key string) *player {
	p, ok := past.players[key]
	if !ok {
		p = &player{key: key}
		past.players[key] = p
	}
	return p
}

// teamIDs are the two sides of a match.
func (m *Match) teamIDs() [numSides]string { return [numSides]string{m.HomeTeamID, m.AwayTeamID} }

// knownHalfLife is after how many weeks without a line-up what is known of a
// team is worth half.
const knownHalfLife = 26

// lineupsKnown is the number of earlier line-ups of both teams, decayed by matches and
// by time.
func (past *history) lineupsKnown(m *Match, at int64) float64 {
	sum := 0.0
	for _, id := range m.teamIDs() {
		t := past.team(id)
		weeks := float64(at-t.last) / secondsWeek
		sum += t.matches[over20] * math.Exp2(-weeks/knownHalfLife)
	}
	return sum
}

// learn adds who played in a match, how long and how well. All are compared with
// what was usual before the match.
func (past *history) learn(m *Match, at int64) {
	var sheets [numSides]*Sheet
	for side, id := range m.teamIDs() {
		sheet := m.sheetAt(side, at)
		if sheet == nil {
			continue
		}
		sheets[side] = sheet
		past.countries[m.Country] = true
		t := past.team(id)
		t.learn(sheet, past.player, at)
		for i := range sheet.Players {
			past.appear(&sheet.Players[i], t, m.Country)
		}
	}
	// What is usual changes only when all have been compared with it.
	for _, note := range []func(*Appearance, Position){past.norms.deviate, past.norms.add} {
		for _, sheet := range sheets {
			for i := 0; sheet != nil && i < len(sheet.Players); i++ {
				if a := &sheet.Players[i]; a.rated() {
					note(a, past.positionOf(a))
				}
			}
		}
	}
}

// rated says whether an appearance can be compared with others.
func (a *Appearance) rated() bool {
	return a.Player != "" && !math.IsNaN(a.Rating) && a.minutes() > 0
}

// positionOf is where the sheet says that a player plays, else where he did.
func (past *history) positionOf(a *Appearance) Position {
	if a.Position != Unknown {
		return a.Position
	}
	return past.player(a.Player).position
}

// appear notes a player of a team sheet.
func (past *history) appear(a *Appearance, t *team, country string) {
	if a.Player == "" {
		return
	}
	p := past.player(a.Player)
	// A player who appears for another club of the same country has left his
	// last one; one who appears for his country has not.
	if p.team != t && p.country == country && p.team != nil {
		p.team.release(p.key)
	}
	if p.team == nil || p.country == country {
		p.team, p.country = t, country
	}
	p.seen = true
	if a.Position != Unknown {
		p.position = a.Position
	}
	if a.rated() {
		if surplus, ok := past.norms.surplus(a, p.position); ok {
			p.learn(a.minutes()/fullMatch, surplus)
		}
	}
}
