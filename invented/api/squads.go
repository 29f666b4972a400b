package api

import (
	"slices"

	"matchday/invented/world"
)

var (
	teams   = collection[*world.Club]{(*request).shownTeams, func(c *world.Club) int64 { return c.ID }, (*request).writeTeam}
	players = collection[*world.Player]{
		(*request).shownPlayers,
		func(p *world.Player) int64 { return p.ID },
		func(q *request, w *writer, k string, p *world.Player) { w.player(k, p, q.inc()) },
	}
)

func (q *request) writeTeam(w *writer, k string, c *world.Club) {
	w.team(k, c, q.now, func() {
		if sub, ok := q.includes["country"]; ok {
			q.country(w, "country", c.Country, sub)
		}
		if sub, ok := q.includes["venue"]; ok {
			w.venue("venue", c, sub)
		}
		if sub, ok := q.includes["players"]; ok {
			w.array("players")
			if m, ok := c.SquadAt(q.now); ok {
				q.squad(w, c, m, sub)
			}
			w.endArray()
		}
		for _, name := range [...]string{"sidelined", "sidelinedhistory"} {
			if sub, ok := q.includes[name]; ok {
				w.array(name)
				for _, a := range c.Absences {
					if !q.now.Before(a.From) {
						w.sideline("", a, q.now, sub)
					}
				}
				w.endArray()
			}
		}
	})
}

// shownTeams are the clubs of the plan's leagues.
func (q *request) shownTeams() []*world.Club {
	var out []*world.Club
	for _, c := range q.world.Clubs {
		if !q.filteredOut("teamcountries", c.Country.ID) {
			out = append(out, c)
		}
	}
	return out
}

// teamByID knows the placeholder too, which no list has.
func teamByID(q *request) (response, *apiError) {
	c := teams
	c.rows = func(q *request) []*world.Club { return append(q.shownTeams(), q.world.Placeholder) }
	return c.byID(q)
}

func teamsOfSeason(q *request) (response, *apiError) {
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return response{}, refused
	}
	return teams.list(q, true, s.Clubs), nil
}

// clubOf is the club that the path names; nil if there is none.
func (q *request) clubOf() (*world.Club, *apiError) {
	id, refused := q.id("team")
	if refused != nil {
		return nil, refused
	}
	for _, c := range q.world.Clubs {
		if c.ID == id {
			return c, nil
		}
	}
	return nil, nil
}

// squad writes the rows of a club's squad.
func (q *request) squad(w *writer, c *world.Club, m world.Squad, inc *include) {
	for i := range m.Players {
		q.squadRow(w, "", c, m, i, inc)
	}
}

func (q *request) squadRow(w *writer, k string, c *world.Club, m world.Squad, i int, inc *include) {
	p := m.Players[i]
	w.object(k, inc.picked)
	w.int("id", m.Season.ID*1_000_000+c.ID%1000*100+int64(i))
	w.null("transfer_id")
	w.int("player_id", p.ID)
	w.int("team_id", c.ID)
	w.int("position_id", positionID(p.Line))
	w.null("detailed_position_id")
	w.date("start", world.Published(m.Season.Year))
	w.date("end", world.Published(m.Season.Year+1).AddDate(0, 0, -1))
	w.bool("captain", i == 4)
	w.int("jersey_number", int64(m.Numbers[i]))
	if sub, ok := inc.nested["player"]; ok {
		w.player("player", p, sub)
	}
	if _, ok := inc.nested["team"]; ok {
		w.team("team", c, q.now, nil)
	}
	w.endObject()
}

// indices are the numbers of a squad's rows.
func indices(m world.Squad) []int {
	out := make([]int, len(m.Players))
	for i := range out {
		out[i] = i
	}
	return out
}

func currentSquad(q *request) (response, *apiError) {
	c, refused := q.clubOf()
	if refused != nil || c == nil {
		return response{}, refused
	}
	m, _ := c.SquadAt(q.now)
	return list(false, indices(m), func(i int) int64 { return int64(i) }, func(w *writer, k string, i int) {
		q.squadRow(w, k, c, m, i, q.inc())
	}), nil
}

func seasonSquad(q *request) (response, *apiError) {
	c, refused := q.clubOf()
	if refused != nil || c == nil {
		return response{}, refused
	}
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return response{}, refused
	}
	i := slices.IndexFunc(c.Squads, func(m world.Squad) bool { return m.Season == s })
	if i < 0 {
		return response{}, nil
	}
	m := c.Squads[i]
	return list(false, indices(m), func(i int) int64 { return int64(i) }, func(w *writer, k string, i int) {
		p := m.Players[i]
		w.object(k, q.picked)
		w.int("id", s.ID*1_000_000+c.ID%1000*100+int64(i))
		w.int("player_id", p.ID)
		w.int("team_id", c.ID)
		w.int("season_id", s.ID)
		w.bool("has_values", true)
		w.int("position_id", positionID(p.Line))
		w.int("jersey_number", int64(m.Numbers[i]))
		if sub, ok := q.includes["player"]; ok {
			w.player("player", p, sub)
		}
		w.endObject()
	}), nil
}

// shownPlayers are the players of all squads published by now.
func (q *request) shownPlayers() []*world.Player {
	seen := map[*world.Player]bool{}
	for _, c := range q.world.Clubs {
		for _, m := range c.Squads {
			if q.now.Before(world.Published(m.Season.Year)) {
				break
			}
			for _, p := range m.Players {
				seen[p] = true
			}
		}
	}
	var out []*world.Player
	for _, p := range q.world.Players {
		if seen[p] {
			out = append(out, p)
		}
	}
	return out
}
