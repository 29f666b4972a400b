package simulator

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// occurrence is an event of any kind, ready to be written.
type occurrence struct {
	side, minute      int
	kind              int64
	player, related   *player
	result, info, how string
}

// eventOrder seeds the order in which a fixture's events are listed.
const eventOrder = 3

// occurrences lists what has happened by now, in no order, as the source does.
func (v *view) occurrences() []occurrence {
	if !v.f.begun(v.now) {
		return nil
	}
	p := v.play()
	var out []occurrence
	var score [2]int
	for i, g := range p.goals {
		score[g.side]++
		if p.happened(g.minute, v.now) {
			how := fmt.Sprintf("%s Goal", ordinal(i+1))
			if g.kind == eventOwnGoal {
				how = fmt.Sprintf("%s Own Goal", ordinal(i+1))
			}
			out = append(out, occurrence{side: g.side, minute: g.minute, kind: g.kind, player: g.by, related: g.assist,
				result: fmt.Sprintf("%d-%d", score[0], score[1]), how: how})
		}
	}
	for i, c := range p.cards {
		if p.happened(c.minute, v.now) {
			how := fmt.Sprintf("%s Yellow Card", ordinal(i+1))
			if c.kind == eventRed {
				how = "Red Card"
			}
			out = append(out, occurrence{side: c.side, minute: c.minute, kind: c.kind, player: c.player, info: "Foul", how: how})
		}
	}
	for i, c := range p.changes {
		if p.happened(c.minute, v.now) {
			out = append(out, occurrence{side: c.side, minute: c.minute, kind: eventChange, player: c.on, related: c.off,
				how: fmt.Sprintf("%s Substitution", ordinal(i+1))})
		}
	}
	rng := rand.New(rand.NewPCG(eventOrder, uint64(v.f.id)))
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
	for i, e := range v.occurrences() {
		if v.drop("eventtypes", e.kind) {
			continue
		}
		period := f.id*4 + int64(periodOf(e.minute))
		w.object("", inc.picked)
		w.int("id", f.id*64+int64(i))
		w.int("fixture_id", f.id)
		w.int("period_id", period)
		w.int("participant_id", f.clubs[e.side].id)
		w.int("type_id", e.kind)
		w.text("section", "event")
		for j, p := range [...]*player{e.player, e.related} {
			k := [...]string{"player_id", "related_player_id"}[j]
			if p == nil {
				w.null(k)
			} else {
				w.int(k, p.id)
			}
		}
		for j, p := range [...]*player{e.player, e.related} {
			k := [...]string{"player_name", "related_player_name"}[j]
			if p == nil {
				w.null(k)
			} else {
				w.text(k, p.name())
			}
		}
		w.textOrNull("result", e.result)
		w.textOrNull("info", e.info)
		w.text("addition", e.how)
		w.int("minute", int64(e.minute))
		w.null("extra_minute")
		if e.kind == eventChange {
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

// counted is a side's statistic of one type.
type counted struct {
	kind  int64
	value int
}

// statisticRows gives the statistics by the source's types.
func statisticRows(s statistics) []counted {
	return []counted{
		{86, s.onTarget}, {41, s.offTarget}, {58, s.blocked}, {42, s.shots()}, {49, s.inside}, {50, s.shots() - s.inside},
		{34, s.corners}, {56, s.fouls}, {51, s.offsides}, {57, s.saves}, {45, s.possession}, {80, s.passes}, {81, s.completed},
		{82, 100 * s.completed / max(1, s.passes)}, {43, s.attacks}, {44, s.dangerous}, {78, s.tackles}, {100, s.interceptions},
		{580, s.bigChances}, {581, s.missed}, {59, s.substitutions}, {52, s.goals}, {84, s.yellow}, {83, s.red},
	}
}

// played is the part of the fixture that is over: counts grow with it.
func (v *view) played() float64 {
	h := v.f.hours()
	if !v.f.begun(v.now) {
		return 0
	}
	if v.f.stopped > 0 {
		return float64(v.f.stopped) / 90
	}
	return min(1, float64(v.now.Sub(h.start))/float64(h.over.Sub(h.start)))
}

func (v *view) statistics(inc *include) {
	w, f := v.w, v.f
	w.array("statistics")
	part := v.played()
	if part == 0 || v.damage.noStatistics || v.state == award {
		w.endArray()
		return
	}
	p := v.play()
	lists := [2][]counted{statisticRows(p.sides[0].stats), statisticRows(p.sides[1].stats)}
	for i := range lists[0] {
		for _, side := range v.order() {
			kind, value := lists[side][i].kind, lists[side][i].value
			if v.drop("fixturestatistictypes", kind) || ((kind == 83 || kind == 84) && lists[0][i].value+lists[1][i].value == 0) {
				continue // nobody's cards are not listed
			}
			switch {
			case kind == 52:
				value = p.tally(0, 120, v.now)[side]
			case kind != 45 && kind != 82 && part < 1:
				value = int(part * float64(value))
			}
			w.object("", inc.picked)
			w.int("id", f.id*128+int64(2*i+side))
			w.int("fixture_id", f.id)
			w.int("type_id", kind)
			w.int("participant_id", f.clubs[side].id)
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

// expectedGoals writes the xGFixture include, which holds all statistics
// beside the expected goals, as the source's does.
func (v *view) expectedGoals(inc *include) {
	w, f := v.w, v.f
	w.array("xgfixture")
	if h := f.hours(); !f.begins() || f.stopped > 0 || v.now.Before(h.over.Add(12*time.Minute)) || v.damage.noStatistics {
		w.endArray()
		return
	}
	p := v.play()
	row := func(n, side int, kind int64, value func()) {
		w.object("", inc.picked)
		w.int("id", f.id*256+int64(n*2+side))
		w.int("fixture_id", f.id)
		w.int("type_id", kind)
		w.int("participant_id", f.clubs[side].id)
		w.object("data", nil)
		value()
		w.endObject()
		w.text("location", sideNames[side])
		v.kind(inc, kind)
		w.endObject()
	}
	for side := range p.sides {
		s := p.sides[side].stats
		for i, c := range statisticRows(s) {
			row(i, side, c.kind, func() { w.int("value", int64(c.value)) })
		}
		row(100, side, 5304, func() { w.float("value", s.expectedGoals) })
		row(101, side, 5305, func() { w.float("value", s.expectedOnFrame) })
	}
	w.endArray()
}
