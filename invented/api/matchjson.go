package api

import (
	"fmt"
	"math/rand/v2"
	"time"

	"matchday/invented/world"
)

// event is an event of any type, ready to be written.
type event struct {
	side, minute      int
	kind              int64
	player, related   *world.Player
	result, note, how string
}

// eventOrder seeds the order in which a fixture's events are listed.
const eventOrder = 3

// shownEvents lists what has happened by now. As in the source, the order means nothing.
func (v *view) shownEvents() []event {
	if !v.f.Begun(v.now) {
		return nil
	}
	p := v.play()
	var out []event
	var score [2]int
	for i, g := range p.Goals {
		score[g.Side]++
		if p.Happened(g.Minute, v.now) {
			how := fmt.Sprintf("%s Goal", ordinal(i+1))
			if g.Kind == world.EventOwnGoal {
				how = fmt.Sprintf("%s Own Goal", ordinal(i+1))
			}
			out = append(out, event{side: g.Side, minute: g.Minute, kind: g.Kind, player: g.Scorer, related: g.Assist,
				result: fmt.Sprintf("%d-%d", score[0], score[1]), how: how})
		}
	}
	for i, c := range p.Cards {
		if p.Happened(c.Minute, v.now) {
			how := fmt.Sprintf("%s Yellow Card", ordinal(i+1))
			if c.Kind == world.EventRedCard {
				how = "Red Card"
			}
			out = append(out, event{side: c.Side, minute: c.Minute, kind: c.Kind, player: c.Player, note: "Foul", how: how})
		}
	}
	for i, c := range p.Substitutions {
		if p.Happened(c.Minute, v.now) {
			out = append(out, event{side: c.Side, minute: c.Minute, kind: world.EventSubstitution, player: c.On, related: c.Off,
				how: fmt.Sprintf("%s Substitution", ordinal(i+1))})
		}
	}
	rng := rand.New(rand.NewPCG(eventOrder, uint64(v.f.ID)))
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func ordinal(n int) string {
	switch {
	case n%10 == 1 && n != 11:
		return fmt.Sprintf("%dst", n)
	case n%10 == 2 && n != 12:
		return fmt.Sprintf("%dnd", n)
	case n%10 == 3 && n != 13:
		return fmt.Sprintf("%drd", n)
	}
	return fmt.Sprintf("%dth", n)
}

func (v *view) events(inc *include) {
	w, f := v.w, v.f
	w.array("events")
	for i, e := range v.shownEvents() {
		if v.filteredOut("eventtypes", e.kind) {
			continue
		}
		period := f.ID*4 + int64(periodOf(e.minute))
		w.object("", inc.picked)
		w.int("id", f.ID*64+int64(i))
		w.int("fixture_id", f.ID)
		w.int("period_id", period)
		w.int("participant_id", f.Clubs[e.side].ID)
		w.int("type_id", e.kind)
		w.text("section", "event")
		for j, p := range [...]*world.Player{e.player, e.related} {
			k := [...]string{"player_id", "related_player_id"}[j]
			if p == nil {
				w.null(k)
			} else {
				w.int(k, p.ID)
			}
		}
		for j, p := range [...]*world.Player{e.player, e.related} {
			k := [...]string{"player_name", "related_player_name"}[j]
			if p == nil {
				w.null(k)
			} else {
				w.text(k, p.Name())
			}
		}
		w.textOrNull("result", e.result)
		w.textOrNull("info", e.note)
		w.text("addition", e.how)
		w.int("minute", int64(e.minute))
		w.null("extra_minute")
		if e.kind == world.EventSubstitution {
			w.bool("injured", false)
		} else {
			w.null("injured")
		}
		w.bool("on_bench", false)
		w.null("coach_id")
		w.null("sub_type_id")
		w.int("detailed_period_id", period)
		w.null("rescinded")
		w.int("sort_order", int64(i+1))
		v.kind(inc, e.kind)
		if sub, ok := inc.nested["period"]; ok {
			if at, begun := periodOf(e.minute), periodsOf(f, v.now); at < len(begun) {
				v.period("period", at, begun[at], sub)
			} else {
				w.null("period")
			}
		}
		if sub, ok := inc.nested["player"]; ok {
			if e.player == nil {
				w.null("player")
			} else {
				w.player("player", e.player, sub)
			}
		}
		w.endObject()
	}
	w.endArray()
}

// typedCount is a side's statistic of one type.
type typedCount struct {
	kind  int64
	value int
}

// statisticRows lists the statistics by the source's types.
func statisticRows(s world.Statistics) []typedCount {
	return []typedCount{
		{86, s.OnTarget}, {41, s.OffTarget}, {58, s.Blocked}, {42, s.Shots()}, {49, s.Inside}, {50, s.Shots() - s.Inside},
		{34, s.Corners}, {56, s.Fouls}, {51, s.Offsides}, {57, s.Saves}, {45, s.Possession}, {80, s.Passes}, {81, s.Completed},
		{82, 100 * s.Completed / max(1, s.Passes)}, {43, s.Attacks}, {44, s.Dangerous}, {78, s.Tackles}, {100, s.Interceptions},
		{580, s.BigChances}, {581, s.Missed}, {59, s.Substitutions}, {52, s.Goals}, {84, s.Yellow}, {83, s.Red},
	}
}

// played is the part of the fixture that is over; statistics grow with it.
func (v *view) played() float64 {
	h := v.f.Timeline()
	if !v.f.Begun(v.now) {
		return 0
	}
	if v.f.Stopped > 0 {
		return float64(v.f.Stopped) / 90
	}
	return min(1, float64(v.now.Sub(h.Start))/float64(h.End.Sub(h.Start)))
}

func (v *view) statistics(inc *include) {
	w, f := v.w, v.f
	w.array("statistics")
	part := v.played()
	if part == 0 || v.faults.noStatistics || v.state == world.StateAwarded {
		w.endArray()
		return
	}
	p := v.play()
	lists := [2][]typedCount{statisticRows(p.Sides[0].Statistics), statisticRows(p.Sides[1].Statistics)}
	for i := range lists[0] {
		for _, side := range v.order() {
			kind, value := lists[side][i].kind, lists[side][i].value
			if v.filteredOut("fixturestatistictypes", kind) || ((kind == 83 || kind == 84) && lists[0][i].value+lists[1][i].value == 0) {
				continue // cards are listed only if there is one
			}
			switch {
			case kind == 52:
				value = p.Score(0, 120, v.now)[side]
			case kind != 45 && kind != 82 && part < 1:
				value = int(part * float64(value))
			}
			w.object("", inc.picked)
			w.int("id", f.ID*128+int64(2*i+side))
			w.int("fixture_id", f.ID)
			w.int("type_id", kind)
			w.int("participant_id", f.Clubs[side].ID)
			w.object("data", nil)
			w.int("value", int64(value))
			w.endObject()
			w.text("location", sideNames[side])
			v.kind(inc, kind)
			w.endObject()
		}
	}
	w.endArray()
}

// expectedGoals writes the xGFixture include. As in the source it holds all
// statistics, and the expected goals.
func (v *view) expectedGoals(inc *include) {
	w, f := v.w, v.f
	w.array("xgfixture")
	if h := f.Timeline(); !f.Begins() || f.Stopped > 0 || v.now.Before(h.End.Add(12*time.Minute)) || v.faults.noStatistics {
		w.endArray()
		return
	}
	p := v.play()
	row := func(n, side int, kind int64, value func()) {
		w.object("", inc.picked)
		w.int("id", f.ID*256+int64(n*2+side))
		w.int("fixture_id", f.ID)
		w.int("type_id", kind)
		w.int("participant_id", f.Clubs[side].ID)
		w.object("data", nil)
		value()
		w.endObject()
		w.text("location", sideNames[side])
		v.kind(inc, kind)
		w.endObject()
	}
	for side := range p.Sides {
		s := p.Sides[side].Statistics
		for i, c := range statisticRows(s) {
			row(i, side, c.kind, func() { w.int("value", int64(c.value)) })
		}
		row(100, side, 5304, func() { w.float("value", s.ExpectedGoals) })
		row(101, side, 5305, func() { w.float("value", s.ExpectedOnTarget) })
	}
	w.endArray()
}
