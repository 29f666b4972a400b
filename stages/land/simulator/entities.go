package simulator

import (
	"fmt"
	"time"
)

const cdn = "https://cdn.sportmonks.com/images/soccer/"

// team writes a club; more adds what only this place has, before the end.
func (w *writer) team(k string, c *club, now time.Time, more func()) {
	w.object(k, nil)
	w.int("id", c.id)
	w.int("sport_id", 1)
	w.int("country_id", c.country.id)
	if c.placeholder {
		w.null("venue_id")
	} else {
		w.int("venue_id", c.venueID())
	}
	w.text("gender", "male")
	w.text("name", c.name)
	w.textOrNull("short_code", c.code)
	w.text("image_path", fmt.Sprintf("%steams/%d/%d.png", cdn, c.id%32, c.id))
	w.id("founded", int64(c.founded))
	w.text("type", "domestic")
	w.bool("placeholder", c.placeholder)
	w.moment("last_played_at", c.lastPlayed(now))
	if more != nil {
		more()
	}
	w.endObject()
}

func (w *writer) player(k string, p *player, inc *include) {
	w.object(k, inc.picked)
	w.int("id", p.id)
	w.int("sport_id", 1)
	w.int("country_id", p.country.id)
	w.int("nationality_id", p.country.id)
	w.null("city_id")
	w.int("position_id", positionID(p.line))
	w.null("detailed_position_id")
	w.int("type_id", positionID(p.line))
	w.text("common_name", p.shortName())
	w.text("firstname", p.first)
	w.text("lastname", p.last)
	w.text("name", p.name())
	w.text("display_name", p.name())
	w.text("image_path", fmt.Sprintf("%splayers/%d/%d.png", cdn, p.id%32, p.id))
	w.int("height", int64(p.height))
	w.null("weight")
	w.date("date_of_birth", p.birth)
	w.text("gender", "male")
	w.endObject()
}

// positionID is the source's position of a line's players.
func positionID(line int) int64 { return 24 + int64(line) }

func (q *request) league(w *writer, k string, l *league, inc *include) {
	w.object(k, inc.picked)
	w.int("id", l.ID)
	w.int("sport_id", 1)
	w.int("country_id", l.country.id)
	w.text("name", l.Name)
	w.bool("active", true)
	w.text("short_code", l.Code)
	w.text("image_path", fmt.Sprintf("%sleagues/%d/%d.png", cdn, l.ID%32, l.ID))
	if l.cup {
		w.text("type", "cup")
		w.text("sub_type", "domestic_cup")
	} else {
		w.text("type", "league")
		w.text("sub_type", "domestic")
	}
	w.moment("last_played_at", q.lastPlayed(l))
	w.int("category", int64(max(1, l.Level)))
	w.bool("has_jerseys", false)
	if sub, ok := inc.nested["currentseason"]; ok {
		if s := q.currentSeason(l); s != nil {
			q.season(w, "currentseason", s, sub)
		} else {
			w.null("currentseason")
		}
	}
	if sub, ok := inc.nested["seasons"]; ok {
		w.array("seasons")
		for _, s := range q.world.seasons {
			if s.league == l && !q.now.Before(published(s.year)) {
				q.season(w, "", s, sub)
			}
		}
		w.endArray()
	}
	if sub, ok := inc.nested["country"]; ok {
		q.country(w, "country", l.country, sub)
	}
	w.endObject()
}

func (q *request) country(w *writer, k string, c *country, inc *include) {
	w.object(k, inc.picked)
	w.int("id", c.id)
	w.int("continent_id", 1)
	w.text("name", c.name)
	w.text("official_name", c.name)
	w.text("fifa_name", c.name[:3])
	w.endObject()
}

func (q *request) lastPlayed(l *league) time.Time {
	last := time.Time{}
	if s := q.currentSeason(l); s != nil {
		for _, f := range s.fixtures {
			if f.kickoff.Before(q.now) && f.kickoff.After(last) {
				last = f.kickoff
			}
		}
	}
	return last
}

// currentSeason is the league's latest published season.
func (q *request) currentSeason(l *league) *season {
	var current *season
	for _, s := range q.world.seasons {
		if s.league == l && !q.now.Before(published(s.year)) {
			current = s
		}
	}
	return current
}

func (q *request) season(w *writer, k string, s *season, inc *include) {
	w.object(k, inc.picked)
	w.int("id", s.id)
	w.int("sport_id", 1)
	w.int("league_id", s.league.ID)
	w.null("tie_breaker_rule_id")
	w.text("name", s.name)
	w.bool("finished", q.over(s.last))
	w.bool("pending", false)
	w.bool("is_current", q.currentSeason(s.league) == s)
	w.date("starting_at", s.first)
	w.date("ending_at", s.last)
	w.null("standings_recalculated_at")
	w.bool("games_in_current_week", q.thisWeek(s.first, s.last))
	if sub, ok := inc.nested["league"]; ok {
		q.league(w, "league", s.league, sub)
	}
	if sub, ok := inc.nested["stages"]; ok {
		w.array("stages")
		for _, st := range s.stages {
			q.stage(w, "", st, sub, nil)
		}
		w.endArray()
	}
	if _, ok := inc.nested["teams"]; ok {
		w.array("teams")
		for _, c := range s.clubs {
			w.team("", c, q.now, nil)
		}
		w.endArray()
	}
	w.endObject()
}

// over reports whether a day has passed, late fixtures of its night included.
func (q *request) over(day time.Time) bool { return q.now.After(day.AddDate(0, 0, 1)) }

func (q *request) thisWeek(first, last time.Time) bool {
	return q.now.After(first.AddDate(0, 0, -7)) && !q.over(last)
}

// stage writes a stage; more adds what only this place has.
func (q *request) stage(w *writer, k string, s *stage, inc *include, more func()) {
	w.object(k, inc.picked)
	w.int("id", s.id)
	w.int("sport_id", 1)
	w.int("league_id", s.season.league.ID)
	w.int("season_id", s.season.id)
	w.int("type_id", s.kind)
	w.text("name", s.name)
	w.int("sort_order", int64(s.order))
	w.bool("finished", q.over(s.last))
	w.bool("is_current", q.thisWeek(s.first, s.last))
	w.date("starting_at", s.first)
	w.date("ending_at", s.last)
	w.bool("games_in_current_week", q.thisWeek(s.first, s.last))
	w.null("tie_breaker_rule_id")
	if more != nil {
		more()
	}
	w.endObject()
}

func (q *request) round(w *writer, k string, r *round, inc *include, more func()) {
	w.object(k, inc.picked)
	w.int("id", r.id)
	w.int("sport_id", 1)
	w.int("league_id", r.stage.season.league.ID)
	w.int("season_id", r.stage.season.id)
	w.int("stage_id", r.stage.id)
	w.text("name", r.name)
	w.bool("finished", q.over(r.last))
	w.bool("is_current", q.thisWeek(r.first, r.last))
	w.date("starting_at", r.first)
	w.date("ending_at", r.last)
	w.bool("games_in_current_week", q.thisWeek(r.first, r.last))
	if more != nil {
		more()
	}
	w.endObject()
}

func (w *writer) venue(k string, c *club, inc *include) {
	w.object(k, inc.picked)
	w.int("id", c.venueID())
	w.int("country_id", c.country.id)
	w.int("city_id", c.id+60_000)
	w.text("name", c.name+" Stadium")
	w.null("address")
	w.null("zipcode")
	w.text("latitude", fmt.Sprintf("%.6f", 50+float64(c.id%97)/20))
	w.text("longitude", fmt.Sprintf("%.6f", float64(c.id%89)/10))
	w.int("capacity", int64(c.capacity))
	w.text("image_path", fmt.Sprintf("%svenues/%d/%d.png", cdn, c.venueID()%32, c.venueID()))
	w.text("city_name", c.name)
	w.text("surface", "grass")
	w.bool("national_team", false)
	w.endObject()
}

// standing writes a row of a table.
func (q *request) standing(w *writer, s *season, r *standing, inc includes) {
	id := s.id*100 + int64(r.place)
	st := s.stages[0]
	w.object("", q.picked)
	w.int("id", id)
	w.int("participant_id", r.club.id)
	w.int("sport_id", 1)
	w.int("league_id", s.league.ID)
	w.int("season_id", s.id)
	w.int("stage_id", st.id)
	w.null("group_id")
	w.int("round_id", st.rounds[min(len(st.rounds)-1, max(0, r.played()-1))].id)
	w.null("standing_rule_id")
	w.int("position", int64(r.place))
	w.text("result", "equal")
	w.int("points", int64(r.points(0)+r.points(1)))
	if _, ok := inc["participant"]; ok {
		w.team("participant", r.club, q.now, nil)
	}
	if sub, ok := inc["details"]; ok {
		w.array("details")
		for i, d := range standingDetails(r) {
			w.object("", sub.picked)
			w.int("id", id*64+int64(i))
			w.text("standing_type", "standing")
			w.int("standing_id", id)
			w.int("type_id", d.kind)
			w.int("value", int64(d.value))
			if _, ok := sub.nested["type"]; ok {
				w.kind("type", d.kind)
			}
			w.endObject()
		}
		w.endArray()
	}
	if sub, ok := inc["form"]; ok {
		w.array("form")
		for i, f := range r.form {
			w.object("", sub.picked)
			w.int("id", id*64+int64(i))
			w.text("standing_type", "standing")
			w.int("standing_id", id)
			w.int("fixture_id", f.id)
			w.text("form", formLetter(r, f, q.now))
			w.int("sort_order", int64(i+1))
			w.endObject()
		}
		w.endArray()
	}
	w.endObject()
}

// formLetter is the result of a fixture for the club of a standing.
func formLetter(r *standing, f *fixture, now time.Time) string {
	score, _ := f.settledScore(now)
	side := 0
	if f.clubs[1] == r.club {
		side = 1
	}
	switch {
	case score[side] > score[1-side]:
		return "W"
	case score[side] == score[1-side]:
		return "D"
	}
	return "L"
}

// standingDetails are the numbers of a row by the source's types: over all, at home,
// away.
func standingDetails(r *standing) []counted {
	both := func(x [2]int) int { return x[0] + x[1] }
	out := []counted{
		{129, r.played()}, {130, both(r.won)}, {131, both(r.drawn)}, {132, both(r.lost)},
		{133, both(r.scored)}, {134, both(r.conceded)},
	}
	for s, first := range [2]int64{135, 141} {
		out = append(out, counted{first, r.won[s] + r.drawn[s] + r.lost[s]}, counted{first + 1, r.won[s]}, counted{first + 2, r.drawn[s]},
			counted{first + 3, r.lost[s]}, counted{first + 4, r.scored[s]}, counted{first + 5, r.conceded[s]})
	}
	return append(out, counted{179, r.difference()}, counted{185, r.points(0)}, counted{186, r.points(1)}, counted{187, r.points(0) + r.points(1)})
}
