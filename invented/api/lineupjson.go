package api

import (
	"fmt"
	"time"

	"matchday/invented/world"
)

// shownSheets says which sides' team sheets are published now.
func (v *view) shownSheets() (shown [2]bool) {
	at := v.f.LineupsAt()
	if at.IsZero() || v.now.Before(at) {
		return shown
	}
	second := !v.now.Before(at.Add(v.f.SecondSheetDelay()))
	return [2]bool{true, second}
}

func (v *view) lineups(inc *include) {
	w, f := v.w, v.f
	w.array("lineups")
	shown := v.shownSheets()
	for _, side := range v.order() {
		if !shown[side] {
			continue
		}
		fields := formationFields(f.Sheets[side].Formation)
		for slot, p := range f.Sheets[side].Players {
			v.lineup(inc, side, slot, p, fields)
		}
	}
	w.endArray()
}

func (v *view) lineup(inc *include, side, slot int, p *world.Player, fields []string) {
	w, f := v.w, v.f
	id := 10_000_000_000 + f.ID*64 + int64(side*32+slot)
	anonymous := v.faults.anonymous(slot)
	w.object("", inc.picked)
	w.int("id", id)
	w.int("sport_id", 1)
	w.int("fixture_id", f.ID)
	who := p.ID
	if anonymous {
		who = 0
	}
	w.id("player_id", who)
	w.int("team_id", f.Clubs[side].ID)
	w.int("position_id", positionID(p.Line))
	if slot < world.Starters {
		w.text("formation_field", fields[slot])
		w.int("type_id", 11)
		w.int("formation_position", int64(slot+1))
	} else {
		w.null("formation_field")
		w.int("type_id", 12)
		w.null("formation_position")
	}
	w.text("player_name", p.Name())
	w.int("jersey_number", int64(p.Number))
	if sub, ok := inc.nested["player"]; ok {
		if anonymous {
			w.null("player")
		} else {
			w.player("player", p, sub)
		}
	}
	if _, ok := inc.nested["position"]; ok {
		w.kind("position", positionID(p.Line))
	}
	if slot < world.Starters {
		v.kind(inc, 11)
	} else {
		v.kind(inc, 12)
	}
	if sub, ok := inc.nested["details"]; ok {
		v.details("details", sub, id, who, side, slot, false)
	}
	if sub, ok := inc.nested["xglineup"]; ok {
		v.details("xglineup", sub, id, who, side, slot, true)
	}
	w.endObject()
}

// formationFields are the "row:column" places of an eleven.
func formationFields(f *world.Formation) []string {
	out := []string{"1:1"}
	for row, n := range f.Rows {
		for column := range n {
			out = append(out, fmt.Sprintf("%d:%d", row+2, column+1))
		}
	}
	return out
}

// details writes what a player did, once the fixture is over. It leaves out zeros, as
// the source does. With expected it adds his expected goals.
func (v *view) details(k string, inc *include, lineup, who int64, side, slot int, expected bool) {
	w, f := v.w, v.f
	w.array(k)
	if h := f.Timeline(); !f.Begins() || f.Stopped > 0 || v.now.Before(h.End) {
		w.endArray()
		return
	}
	sd := &v.play().Sides[side]
	n := (f.ID*64 + int64(side*32+slot)) * 64
	row := func(kind int64, write func()) {
		if v.filteredOut("lineupdetailtypes", kind) {
			return
		}
		w.object("", inc.picked)
		w.int("id", n)
		n++
		w.int("fixture_id", f.ID)
		w.id("player_id", who)
		w.int("team_id", f.Clubs[side].ID)
		w.int("lineup_id", lineup)
		w.int("type_id", kind)
		w.object("data", nil)
		write()
		w.endObject()
		v.kind(inc, kind)
		w.endObject()
	}
	count := func(kind int64, n int) {
		if n != 0 {
			row(kind, func() { w.int("value", int64(n)) })
		}
	}
	r := &sd.Players[slot]
	if r.Minutes > 0 {
		count(119, r.Minutes)
		if f.ID%41 != 11 { // some fixtures have no ratings
			row(118, func() { w.float("value", r.Rating) })
		}
		count(52, r.Goals)
		count(79, r.Assists)
		count(84, r.Yellow)
		count(83, r.Red)
		count(42, r.Shots)
		count(86, r.OnTarget)
		count(117, r.KeyPasses)
		count(80, r.Passes)
		count(116, r.Accurate)
		count(120, r.Touches)
		count(78, r.Tackles)
		count(56, r.Fouls)
		count(57, r.Saves)
		count(88, r.Against)
		if slot == 1 {
			row(40, func() { w.bool("value", true) })
		}
		if expected && r.ExpectedGoals > 0 {
			row(5304, func() { w.float("value", r.ExpectedGoals) })
		}
	}
	w.endArray()
}

func (v *view) formations(inc *include) {
	w, f := v.w, v.f
	w.array("formations")
	shown := v.shownSheets()
	for _, side := range v.order() {
		if !shown[side] {
			continue
		}
		w.object("", inc.picked)
		w.int("id", f.ID*2+int64(side))
		w.int("fixture_id", f.ID)
		w.int("participant_id", f.Clubs[side].ID)
		w.text("formation", f.Sheets[side].Formation.Name)
		w.text("location", sideNames[side])
		w.endObject()
	}
	w.endArray()
}

func (v *view) metadata(inc *include) {
	w, f := v.w, v.f
	w.array("metadata")
	if shown := v.shownSheets(); shown[0] && shown[1] {
		w.object("", inc.picked)
		w.int("id", f.ID*8)
		w.int("metadatable_id", f.ID)
		w.int("type_id", 572)
		w.text("value_type", "object")
		w.object("values", nil)
		w.bool("confirmed", true)
		w.endObject()
		v.kind(inc, 572)
		w.endObject()
	}
	w.endArray()
}

// announcement is how long before kick-off the source starts to list who is
// sidelined.
const announcement = 7 * 24 * time.Hour

func (v *view) sidelined(inc *include) {
	w, f := v.w, v.f
	w.array("sidelined")
	if !v.now.Before(f.StartingAt(v.now).Add(-announcement)) && !v.clubs()[0].Placeholder {
		for side := range f.Absences {
			for i, a := range f.Absences[side] {
				if v.now.Before(a.From) {
					continue
				}
				w.object("", inc.picked)
				w.int("id", f.ID*128+int64(64*side+i))
				w.int("fixture_id", f.ID)
				w.int("sideline_id", a.ID)
				w.int("participant_id", f.Clubs[side].ID)
				w.int("player_id", a.Player.ID)
				w.int("type_id", a.Kind)
				v.kind(inc, a.Kind)
				if sub, ok := inc.nested["player"]; ok {
					w.player("player", a.Player, sub)
				}
				if sub, ok := inc.nested["sideline"]; ok {
					w.sideline("sideline", a, v.now, sub)
				}
				w.endObject()
			}
		}
	}
	w.endArray()
}

// sideline writes an absence, as far as the source knows it now.
func (w *writer) sideline(k string, a *world.Absence, now time.Time, inc *include) {
	over := !a.To.IsZero() && !now.Before(a.To)
	w.object(k, inc.picked)
	w.int("id", a.ID)
	w.int("player_id", a.Player.ID)
	w.int("type_id", a.Kind)
	if a.Suspended {
		w.text("category", "suspended")
	} else {
		w.text("category", "injury")
	}
	w.int("team_id", a.Club.ID)
	w.int("season_id", a.Season.ID)
	w.date("start_date", a.From)
	if over || a.Announced {
		w.date("end_date", a.To)
	} else {
		w.null("end_date")
	}
	missed := 0
	if over {
		missed = a.Missed
	}
	w.int("games_missed", int64(missed))
	w.bool("completed", over)
	if _, ok := inc.nested["type"]; ok {
		w.kind("type", a.Kind)
	}
	w.endObject()
}
