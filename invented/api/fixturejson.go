package api

import (
	"fmt"
	"time"

	"matchday/invented/world"
)

// includes are what a request wants inside its objects: a tree by lower-case name.
// Each include has the columns that are picked of it; nil picks all.
type includes map[string]*include

type include struct {
	picked map[string]bool
	nested includes
}

// fixture writes a fixture as of now.
func (q *request) fixture(w *writer, k string, f *world.Fixture) {
	v := &view{request: q, w: w, f: f, now: q.now, state: f.StateAt(q.now), faults: q.server.fixtureFaults(f, q.now)}
	w.retype = v.faults.retype
	w.object(k, q.picked)
	v.base()
	for _, part := range fixtureParts {
		if inc, ok := q.includes[part.name]; ok {
			part.write(v, inc)
		}
	}
	w.endObject()
	w.retype = ""
}

// view is one fixture as one request sees it.
type view struct {
	*request
	w      *writer
	f      *world.Fixture
	now    time.Time
	state  int
	faults fixtureFaults
	drawn  *world.Play // on first use
}

func (v *view) play() *world.Play {
	if v.drawn == nil {
		v.drawn = v.world.Play(v.f)
	}
	return v.drawn
}

// clubs are the two sides: placeholders until the tie is drawn.
func (v *view) clubs() [2]*world.Club {
	if v.now.Before(v.f.Drawn) {
		return [2]*world.Club{v.world.Placeholder, v.world.Placeholder}
	}
	return v.f.Clubs
}

func (v *view) base() {
	w, f := v.w, v.f
	at := f.StartingAt(v.now)
	clubs := v.clubs()
	w.int("id", f.ID)
	w.int("sport_id", 1)
	w.int("league_id", f.Season.Competition.ID)
	w.int("season_id", f.Season.ID)
	w.int("stage_id", f.Stage.ID)
	w.null("group_id")
	w.null("aggregate_id")
	if f.Round != nil {
		w.int("round_id", f.Round.ID)
	} else {
		w.null("round_id")
	}
	w.int("state_id", int64(v.state))
	if clubs[0].Placeholder {
		w.null("venue_id")
		w.text("name", f.TieName)
	} else {
		w.int("venue_id", clubs[0].VenueID())
		w.text("name", clubs[0].Name+" vs "+clubs[1].Name)
	}
	w.moment("starting_at", at.In(v.zone))
	w.textOrNull("result_info", v.resultText())
	w.text("leg", "1/1")
	w.null("details")
	w.int("length", 90)
	w.bool("placeholder", clubs[0].Placeholder)
	w.bool("has_odds", !clubs[0].Placeholder && f.Quoted(v.now))
	w.bool("has_premium_odds", false)
	if v.picked == nil || v.picked["starting_at"] {
		w.int("starting_at_timestamp", at.Unix())
	} else {
		w.null("starting_at_timestamp")
	}
}

func (v *view) resultText() string {
	f := v.f
	switch v.state {
	case world.StateAfterExtraTime, world.StateAfterPenalties:
		side := v.winner()
		how := map[int]string{world.StateAfterExtraTime: "extra-time", world.StateAfterPenalties: "penalties"}[v.state]
		return fmt.Sprintf("%s won after %s.", f.Clubs[side].Name, how)
	case world.StateFullTime:
		if side := v.winner(); side >= 0 {
			return f.Clubs[side].Name + " won after full-time."
		}
		return "Game ended in draw."
	}
	return ""
}

// winner is the side that has won by the score shown now; -1 for a draw or a fixture
// that is not over.
func (v *view) winner() int {
	score, ok := v.f.FinalScore(v.now)
	if !ok {
		return -1
	}
	if v.state == world.StateAfterExtraTime || v.state == world.StateAfterPenalties {
		for side := range score {
			score[side] += v.f.ExtraGoals[side] + v.f.Penalties[side]
		}
	}
	switch {
	case score[0] > score[1]:
		return 0
	case score[0] < score[1]:
		return 1
	}
	return -1
}

// order is the order of the sides in lists. The source has none: here the away side
// is first in four fixtures of ten.
func (v *view) order() [2]int {
	if v.f.ID%5 < 2 {
		return [2]int{1, 0}
	}
	return [2]int{0, 1}
}

var sideNames = [2]string{"home", "away"}

func (v *view) participants(*include) {
	w, clubs := v.w, v.clubs()
	w.array("participants")
	for _, side := range v.order() {
		c := clubs[side]
		w.team("", c, v.now, func() {
			w.object("meta", nil)
			w.text("location", sideNames[side])
			if _, over := v.f.FinalScore(v.now); over {
				w.bool("winner", v.winner() == side)
			} else {
				w.null("winner")
			}
			w.id("position", v.place(v.f.Season, c))
			w.endObject()
		})
	}
	w.endArray()
}

// place is a club's place in its league's table now, 0 in the cup and before
// the first fixture.
func (q *request) place(s *world.Season, c *world.Club) int64 {
	if s.Competition.Cup || q.now.Before(s.First) {
		return 0
	}
	for _, r := range q.world.Table(s, q.now) {
		if r.Club == c {
			return int64(r.Place)
		}
	}
	return 0
}

// scoreRow is the score of one kind of period.
type scoreRow struct {
	kind  int64
	label string
	goals [2]int
}

// scoreRows lists the scores that are shown now.
func (v *view) scoreRows() []scoreRow {
	f, now := v.f, v.now
	switch {
	case v.state == world.StateAwarded:
		decided := [2]int{3, 0}
		return []scoreRow{{1525, "CURRENT", decided}, {2, "2ND_HALF", decided}}
	case !f.Begun(now):
		return nil
	}
	p := v.play()
	first, ninety := p.Score(0, 45, now), p.Score(0, 90, now)
	if !now.Before(p.Timeline.FullTime) && f.Counts() {
		ninety = f.FullTimeScore(now)
		first = [2]int{min(first[0], ninety[0]), min(first[1], ninety[1])}
	}
	extra := p.Score(90, 120, now)
	rows := []scoreRow{{1525, "CURRENT", [2]int{ninety[0] + extra[0], ninety[1] + extra[1]}}, {1, "1ST_HALF", first}}
	if f.Stopped == 0 && !now.Before(p.Timeline.SecondHalf) || f.Stopped > 45 && !now.Before(p.Timeline.SecondHalf) {
		rows = append(rows, scoreRow{2, "2ND_HALF", ninety},
			scoreRow{48996, "2ND_HALF_ONLY", [2]int{ninety[0] - first[0], ninety[1] - first[1]}})
	}
	if !f.ExtraTime || now.Before(p.Timeline.ExtraTime) {
		return rows
	}
	turn := p.Score(90, 105, now)
	rows = append(rows, scoreRow{3, "ET", extra}, scoreRow{5314, "ET_1ST_HALF", turn})
	if !now.Before(p.Timeline.ExtraTimeSecondHalf) {
		rows = append(rows, scoreRow{39, "ET_2ND_HALF", [2]int{extra[0] - turn[0], extra[1] - turn[1]}})
	}
	if v.state == world.StateAfterPenalties {
		rows = append(rows, scoreRow{5, "PENALTY_SHOOTOUT", f.Penalties})
	}
	return rows
}

func (v *view) scores(inc *include) {
	w := v.w
	w.array("scores")
	for i, row := range v.scoreRows() {
		for _, side := range v.order() {
			w.object("", inc.picked)
			w.int("id", v.f.ID*20+int64(2*i+side))
			w.int("fixture_id", v.f.ID)
			w.int("type_id", row.kind)
			w.int("participant_id", v.f.Clubs[side].ID)
			w.object("score", nil)
			w.int("goals", int64(row.goals[side]))
			w.text("participant", sideNames[side])
			w.endObject()
			w.text("description", row.label)
			v.kind(inc, row.kind)
			w.endObject()
		}
	}
	w.endArray()
}

// kind writes the type of a row if the request includes it.
func (v *view) kind(inc *include, id int64) {
	if _, ok := inc.nested["type"]; ok {
		v.w.kind("type", id)
	}
}
