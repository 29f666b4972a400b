package simulator

import (
	"fmt"
	"time"
)

// shownSheets says which sides' team sheets are out now.
func (v *view) shownSheets() (shown [2]bool) {
	at := v.f.lineupsAt()
	if at.IsZero() || v.now.Before(at) {
		return shown
	}
	second := !v.now.Before(at.Add(v.f.secondSheet()))
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
		fields := formationFields(f.sheets[side].formation)
		for slot, p := range f.sheets[side].players {
			v.lineup(inc, side, slot, p, fields)
		}
	}
	w.endArray()
}

func (v *view) lineup(inc *include, side, slot int, p *player, fields []string) {
	w, f := v.w, v.f
	id := 10_000_000_000 + f.id*64 + int64(side*32+slot)
	anonymous := v.damage.anonymous(slot)
	w.object("", inc.picked)
	w.int("id", id)
	w.int("sport_id", 1)
	w.int("fixture_id", f.id)
	who := p.id
	if anonymous {
		who = 0
	}
	w.id("player_id", who)
	w.int("team_id", f.clubs[side].id)
	w.int("position_id", positionID(p.line))
	if slot < starters {
		w.text("formation_field", fields[slot])
		w.int("type_id", 11)
		w.int("formation_position", int64(slot+1))
	} else {
		w.null("formation_field")
		w.int("type_id", 12)
		w.null("formation_position")
	}
	w.text("player_name", p.name())
	w.int("jersey_number", int64(p.number))
	if sub, ok := inc.nested["player"]; ok {
		if anonymous {
			w.null("player")
		} else {
			w.player("player", p, sub)
		}
	}
	if _, ok := inc.nested["position"]; ok {
		w.kind("position", positionID(p.line))
	}
	if slot < starters {
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
func formationFields(f *formation) []string {
	out := []string{"1:1"}
	for row, n := range f.rows {
		for column := range n {
			out = append(out, fmt.Sprintf("%d:%d", row+2, column+1))
		}
	}
	return out
}

// details writes what a player did, after the end. Zero values are left out,
// as the source does; expected adds his expected goals.
func (v *view) details(k string, inc *include, lineup, who int64, side, slot int, expected bool) {
	w, f := v.w, v.f
	w.array(k)
	if h := f.hours(); !f.begins() || f.stopped > 0 || v.now.Before(h.over) {
		w.endArray()
		return
	}
	sd := &v.play().sides[side]
	n := (f.id*64 + int64(side*32+slot)) * 64
	row := func(kind int64, write func()) {
		if v.drop("lineupdetailtypes", kind) {
			return
		}
		w.object("", inc.picked)
		w.int("id", n)
		n++
		w.int("fixture_id", f.id)
		w.id("player_id", who)
		w.int("team_id", f.clubs[side].id)
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
	r := &sd.rows[slot]
	if r.minutes > 0 {
		count(119, r.minutes)
		if f.id%41 != 11 { // a fixture that nobody rated
			row(118, func() { w.float("value", r.rating) })
		}
		count(52, r.goals)
		count(79, r.assists)
		count(84, r.yellow)
		count(83, r.red)
		count(42, r.shots)
		count(86, r.onTarget)
		count(117, r.keyPasses)
		count(80, r.passes)
		count(116, r.accurate)
		count(120, r.touches)
		count(78, r.tackles)
		count(56, r.fouls)
		count(57, r.saves)
		count(88, r.against)
		if slot == 1 {
			row(40, func() { w.bool("value", true) })
		}
		if expected && r.expectedGoals > 0 {
			row(5304, func() { w.float("value", r.expectedGoals) })
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
		w.int("id", f.id*2+int64(side))
		w.int("fixture_id", f.id)
		w.int("participant_id", f.clubs[side].id)
		w.text("formation", f.sheets[side].formation.name)
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
		w.int("id", f.id*8)
		w.int("metadatable_id", f.id)
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
	if !v.now.Before(f.startingAt(v.now).Add(-announcement)) && !v.clubs()[0].placeholder {
		for side := range f.absent {
			for i, a := range f.absent[side] {
				if v.now.Before(a.from) {
					continue
				}
				w.object("", inc.picked)
				w.int("id", f.id*128+int64(64*side+i))
				w.int("fixture_id", f.id)
				w.int("sideline_id", a.id)
				w.int("participant_id", f.clubs[side].id)
				w.int("player_id", a.player.id)
				w.int("type_id", a.kind)
				v.kind(inc, a.kind)
				if sub, ok := inc.nested["player"]; ok {
					w.player("player", a.player, sub)
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

// sideline writes an absence as far as it is known.
func (w *writer) sideline(k string, a *absence, now time.Time, inc *include) {
	over := !a.to.IsZero() && !now.Before(a.to)
	w.object(k, inc.picked)
	w.int("id", a.id)
	w.int("player_id", a.player.id)
	w.int("type_id", a.kind)
	if a.suspended {
		w.text("category", "suspended")
	} else {
		w.text("category", "injury")
	}
	w.int("team_id", a.club.id)
	w.int("season_id", a.season.id)
	w.date("start_date", a.from)
	if over || a.told {
		w.date("end_date", a.to)
	} else {
		w.null("end_date")
	}
	missed := 0
	if over {
		missed = a.missed
	}
	w.int("games_missed", int64(missed))
	w.bool("completed", over)
	if _, ok := inc.nested["type"]; ok {
		w.kind("type", a.kind)
	}
	w.endObject()
}
