package simulator

import "slices"

func teamID(c *club) int64 { return c.id }

func (q *request) writeTeam(w *writer, k string, c *club) {
	w.team(k, c, q.now, func() {
		if sub, ok := q.includes["country"]; ok {
			q.country(w, "country", c.country, sub)
		}
		if sub, ok := q.includes["venue"]; ok {
			w.venue("venue", c, sub)
		}
		if sub, ok := q.includes["players"]; ok {
			w.array("players")
			if m, ok := c.membershipAt(q.now); ok {
				q.squad(w, c, m, sub)
			}
			w.endArray()
		}
		for _, name := range [...]string{"sidelined", "sidelinedhistory"} {
			if sub, ok := q.includes[name]; ok {
				w.array(name)
				for _, a := range c.absences {
					if !q.now.Before(a.from) {
						w.sideline("", a, q.now, sub)
					}
				}
				w.endArray()
			}
		}
	})
}

// shownTeams are the clubs of the plan's leagues.
func (q *request) shownTeams() []*club {
	var out []*club
	for _, c := range q.world.clubs {
		if !q.drop("teamcountries", c.country.id) {
			out = append(out, c)
		}
	}
	return out
}

func allTeams(q *request) (answer, *refusal) {
	return list(true, q.shownTeams(), teamID, q.writeTeam), nil
}

func teamByID(q *request) (answer, *refusal) {
	return find(q, append(q.shownTeams(), q.world.vacancy), teamID, q.writeTeam)
}

func teamsOfSeason(q *request) (answer, *refusal) {
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return answer{}, refused
	}
	return list(true, s.clubs, teamID, q.writeTeam), nil
}

// clubOf is the club that the path names; nil if there is none.
func (q *request) clubOf() (*club, *refusal) {
	id, refused := q.id("team")
	if refused != nil {
		return nil, refused
	}
	for _, c := range q.world.clubs {
		if c.id == id {
			return c, nil
		}
	}
	return nil, nil
}

// squad writes the rows of a club's squad.
func (q *request) squad(w *writer, c *club, m membership, inc *include) {
	for i := range m.players {
		q.squadRow(w, "", c, m, i, inc)
	}
}

func (q *request) squadRow(w *writer, k string, c *club, m membership, i int, inc *include) {
	p := m.players[i]
	w.object(k, inc.picked)
	w.int("id", m.season.id*1_000_000+c.id%1000*100+int64(i))
	w.null("transfer_id")
	w.int("player_id", p.id)
	w.int("team_id", c.id)
	w.int("position_id", positionID(p.line))
	w.null("detailed_position_id")
	w.date("start", published(m.season.year))
	w.date("end", published(m.season.year+1).AddDate(0, 0, -1))
	w.bool("captain", i == 4)
	w.int("jersey_number", int64(m.numbers[i]))
	if sub, ok := inc.nested["player"]; ok {
		w.player("player", p, sub)
	}
	if _, ok := inc.nested["team"]; ok {
		w.team("team", c, q.now, nil)
	}
	w.endObject()
}

// seats numbers the rows of a squad.
func seats(m membership) []int {
	out := make([]int, len(m.players))
	for i := range out {
		out[i] = i
	}
	return out
}

func currentSquad(q *request) (answer, *refusal) {
	c, refused := q.clubOf()
	if refused != nil || c == nil {
		return answer{}, refused
	}
	m, _ := c.membershipAt(q.now)
	return list(false, seats(m), func(i int) int64 { return int64(i) }, func(w *writer, k string, i int) {
		q.squadRow(w, k, c, m, i, q.inc())
	}), nil
}

func seasonSquad(q *request) (answer, *refusal) {
	c, refused := q.clubOf()
	if refused != nil || c == nil {
		return answer{}, refused
	}
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return answer{}, refused
	}
	i := slices.IndexFunc(c.history, func(m membership) bool { return m.season == s })
	if i < 0 {
		return answer{}, nil
	}
	m := c.history[i]
	return list(false, seats(m), func(i int) int64 { return int64(i) }, func(w *writer, k string, i int) {
		p := m.players[i]
		w.object(k, q.picked)
		w.int("id", s.id*1_000_000+c.id%1000*100+int64(i))
		w.int("player_id", p.id)
		w.int("team_id", c.id)
		w.int("season_id", s.id)
		w.bool("has_values", true)
		w.int("position_id", positionID(p.line))
		w.int("jersey_number", int64(m.numbers[i]))
		if sub, ok := q.includes["player"]; ok {
			w.player("player", p, sub)
		}
		w.endObject()
	}), nil
}

func playerID(p *player) int64 { return p.id }

func (q *request) writePlayer(w *writer, k string, p *player) { w.player(k, p, q.inc()) }

// shownPlayers are those who have been in a squad by now.
func (q *request) shownPlayers() []*player {
	seen := map[*player]bool{}
	for _, c := range q.world.clubs {
		for _, m := range c.history {
			if q.now.Before(published(m.season.year)) {
				break
			}
			for _, p := range m.players {
				seen[p] = true
			}
		}
	}
	var out []*player
	for _, p := range q.world.players {
		if seen[p] {
			out = append(out, p)
		}
	}
	return out
}

func allPlayers(q *request) (answer, *refusal) {
	return list(true, q.shownPlayers(), playerID, q.writePlayer), nil
}

func playerByID(q *request) (answer, *refusal) {
	return find(q, q.shownPlayers(), playerID, q.writePlayer)
}
