package api

import (
	"fmt"
	"time"

	"matchday/invented/world"
)

const cdn = "https://cdn.sportmonks.com/images/soccer/"

// team writes a club. more, if not nil, adds the fields that only this include has.
func (w *writer) team(k string, c *world.Club, now time.Time, more func()) {
	w.object(k, nil)
	w.int("id", c.ID)
	w.int("sport_id", 1)
	w.int("country_id", c.Country.ID)
	if c.Placeholder {
		w.null("venue_id")
	} else {
		w.int("venue_id", c.VenueID())
	}
	w.text("gender", "male")
	w.text("name", c.Name)
	w.textOrNull("short_code", c.Code)
	w.text("image_path", fmt.Sprintf("%steams/%d/%d.png", cdn, c.ID%32, c.ID))
	w.id("founded", int64(c.Founded))
	w.text("type", "domestic")
	w.bool("placeholder", c.Placeholder)
	w.moment("last_played_at", c.LastPlayed(now))
	if more != nil {
		more()
	}
	w.endObject()
}

func (w *writer) player(k string, p *world.Player, inc *include) {
	w.object(k, inc.picked)
	w.int("id", p.ID)
	w.int("sport_id", 1)
	w.int("country_id", p.Country.ID)
	w.int("nationality_id", p.Country.ID)
	w.null("city_id")
	w.int("position_id", positionID(p.Line))
	w.null("detailed_position_id")
	w.int("type_id", positionID(p.Line))
	w.text("common_name", p.ShortName())
	w.text("firstname", p.FirstName)
	w.text("lastname", p.LastName)
	w.text("name", p.Name())
	w.text("display_name", p.Name())
	w.text("image_path", fmt.Sprintf("%splayers/%d/%d.png", cdn, p.ID%32, p.ID))
	w.int("height", int64(p.Height))
	w.null("weight")
	w.date("date_of_birth", p.Birth)
	w.text("gender", "male")
	w.endObject()
}

// positionID is the source's position of a line's players.
func positionID(line int) int64 { return 24 + int64(line) }

func (q *request) league(w *writer, k string, l *world.Competition, inc *include) {
	w.object(k, inc.picked)
	w.int("id", l.ID)
	w.int("sport_id", 1)
	w.int("country_id", l.Country.ID)
	w.text("name", l.Name)
	w.bool("active", true)
	w.text("short_code", l.Code)
	w.text("image_path", fmt.Sprintf("%sleagues/%d/%d.png", cdn, l.ID%32, l.ID))
	if l.Cup {
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
		for _, s := range q.world.Seasons {
			if s.Competition == l && !q.now.Before(world.Published(s.Year)) {
				q.season(w, "", s, sub)
			}
		}
		w.endArray()
	}
	if sub, ok := inc.nested["country"]; ok {
		q.country(w, "country", l.Country, sub)
	}
	w.endObject()
}

func (q *request) country(w *writer, k string, c *world.Country, inc *include) {
	w.object(k, inc.picked)
	w.int("id", c.ID)
	w.int("continent_id", 1)
	w.text("name", c.Name)
	w.text("official_name", c.Name)
	w.text("fifa_name", c.Name[:3])
	w.endObject()
}

func (q *request) lastPlayed(l *world.Competition) time.Time {
	last := time.Time{}
	if s := q.currentSeason(l); s != nil {
		for _, f := range s.Fixtures {
			if f.Kickoff.Before(q.now) && f.Kickoff.After(last) {
				last = f.Kickoff
			}
		}
	}
	return last
}

// currentSeason is the league's latest published season.
func (q *request) currentSeason(l *world.Competition) *world.Season {
	var current *world.Season
	for _, s := range q.world.Seasons {
		if s.Competition == l && !q.now.Before(world.Published(s.Year)) {
			current = s
		}
	}
	return current
}

func (q *request) season(w *writer, k string, s *world.Season, inc *include) {
	w.object(k, inc.picked)
	w.int("id", s.ID)
	w.int("sport_id", 1)
	w.int("league_id", s.Competition.ID)
	w.null("tie_breaker_rule_id")
	w.text("name", s.Name)
	w.bool("finished", q.over(s.Last))
	w.bool("pending", false)
	w.bool("is_current", q.currentSeason(s.Competition) == s)
	w.date("starting_at", s.First)
	w.date("ending_at", s.Last)
	w.null("standings_recalculated_at")
	w.bool("games_in_current_week", q.thisWeek(s.First, s.Last))
	if sub, ok := inc.nested["league"]; ok {
		q.league(w, "league", s.Competition, sub)
	}
	if sub, ok := inc.nested["stages"]; ok {
		w.array("stages")
		for _, st := range s.Stages {
			q.stage(w, "", st, sub, nil)
		}
		w.endArray()
	}
	if _, ok := inc.nested["teams"]; ok {
		w.array("teams")
		for _, c := range s.Clubs {
			w.team("", c, q.now, nil)
		}
		w.endArray()
	}
	w.endObject()
}

// over reports whether a day has passed, with the fixtures that end after midnight.
func (q *request) over(day time.Time) bool { return q.now.After(day.AddDate(0, 0, 1)) }

func (q *request) thisWeek(first, last time.Time) bool {
	return q.now.After(first.AddDate(0, 0, -7)) && !q.over(last)
}

// stage writes a stage. more, if not nil, adds the fields that only this include has.
func (q *request) stage(w *writer, k string, s *world.Stage, inc *include, more func()) {
	w.object(k, inc.picked)
	w.int("id", s.ID)
	w.int("sport_id", 1)
	w.int("league_id", s.Season.Competition.ID)
	w.int("season_id", s.Season.ID)
	w.int("type_id", s.Kind)
	w.text("name", s.Name)
	w.int("sort_order", int64(s.Order))
	w.bool("finished", q.over(s.Last))
	w.bool("is_current", q.thisWeek(s.First, s.Last))
	w.date("starting_at", s.First)
	w.date("ending_at", s.Last)
	w.bool("games_in_current_week", q.thisWeek(s.First, s.Last))
	w.null("tie_breaker_rule_id")
	if more != nil {
		more()
	}
	w.endObject()
}

func (q *request) round(w *writer, k string, r *world.Round, inc *include, more func()) {
	w.object(k, inc.picked)
	w.int("id", r.ID)
	w.int("sport_id", 1)
	w.int("league_id", r.Stage.Season.Competition.ID)
	w.int("season_id", r.Stage.Season.ID)
	w.int("stage_id", r.Stage.ID)
	w.text("name", r.Name)
	w.bool("finished", q.over(r.Last))
	w.bool("is_current", q.thisWeek(r.First, r.Last))
	w.date("starting_at", r.First)
	w.date("ending_at", r.Last)
	w.bool("games_in_current_week", q.thisWeek(r.First, r.Last))
	if more != nil {
		more()
	}
	w.endObject()
}

func (w *writer) venue(k string, c *world.Club, inc *include) {
	w.object(k, inc.picked)
	w.int("id", c.VenueID())
	w.int("country_id", c.Country.ID)
	w.int("city_id", c.ID+60_000)
	w.text("name", c.Name+" Stadium")
	w.null("address")
	w.null("zipcode")
	w.text("latitude", fmt.Sprintf("%.6f", 50+float64(c.ID%97)/20))
	w.text("longitude", fmt.Sprintf("%.6f", float64(c.ID%89)/10))
	w.int("capacity", int64(c.Capacity))
	w.text("image_path", fmt.Sprintf("%svenues/%d/%d.png", cdn, c.VenueID()%32, c.VenueID()))
	w.text("city_name", c.Name)
	w.text("surface", "grass")
	w.bool("national_team", false)
	w.endObject()
}

// standing writes a row of a table.
func (q *request) standing(w *writer, s *world.Season, r *world.Standing, inc includes) {
	id := s.ID*100 + int64(r.Place)
	st := s.Stages[0]
	w.object("", q.picked)
	w.int("id", id)
	w.int("participant_id", r.Club.ID)
	w.int("sport_id", 1)
	w.int("league_id", s.Competition.ID)
	w.int("season_id", s.ID)
	w.int("stage_id", st.ID)
	w.null("group_id")
	w.int("round_id", st.Rounds[min(len(st.Rounds)-1, max(0, r.Played()-1))].ID)
	w.null("standing_rule_id")
	w.int("position", int64(r.Place))
	w.text("result", "equal")
	w.int("points", int64(r.Points(0)+r.Points(1)))
	if _, ok := inc["participant"]; ok {
		w.team("participant", r.Club, q.now, nil)
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
		for i, f := range r.Form {
			w.object("", sub.picked)
			w.int("id", id*64+int64(i))
			w.text("standing_type", "standing")
			w.int("standing_id", id)
			w.int("fixture_id", f.ID)
			w.text("form", formLetter(r, f, q.now))
			w.int("sort_order", int64(i+1))
			w.endObject()
		}
		w.endArray()
	}
	w.endObject()
}

// formLetter is the result of a fixture for the club of a standing.
func formLetter(r *world.Standing, f *world.Fixture, now time.Time) string {
	score, _ := f.FinalScore(now)
	side := 0
	if f.Clubs[1] == r.Club {
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

// standingDetails are the numbers of a row by the source's types: in all, at home,
// and away.
func standingDetails(r *world.Standing) []typedCount {
	both := func(x [2]int) int { return x[0] + x[1] }
	out := []typedCount{
		{129, r.Played()}, {130, both(r.Won)}, {131, both(r.Drawn)}, {132, both(r.Lost)},
		{133, both(r.Scored)}, {134, both(r.Conceded)},
	}
	for s, first := range [2]int64{135, 141} {
		out = append(out, typedCount{first, r.Won[s] + r.Drawn[s] + r.Lost[s]}, typedCount{first + 1, r.Won[s]}, typedCount{first + 2, r.Drawn[s]},
			typedCount{first + 3, r.Lost[s]}, typedCount{first + 4, r.Scored[s]}, typedCount{first + 5, r.Conceded[s]})
	}
	return append(out, typedCount{179, r.GoalDifference()}, typedCount{185, r.Points(0)}, typedCount{186, r.Points(1)}, typedCount{187, r.Points(0) + r.Points(1)})
}
