package staging

import (
	"cmp"
	"slices"
	"strings"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// sidelinedRows lists who misses which fixture, each from the fetch that first
// said so, and the absences that teams and players tell by themselves, each as
// last told. Of a fixture landed after kick-off it counts from an hour before
// that, as its line-up does.
func (j joined) sidelinedRows() []table.Sidelined {
	var out []table.Sidelined
	for f := range j.byAPI() {
		type key struct{ team, player, id int64 }
		seen := map[key]bool{}
		for _, a := range f.api.answers {
			for _, s := range a.absences {
				k := key{s.team, s.player, s.id}
				if seen[k] {
					continue
				}
				seen[k] = true
				row := j.sidelinedRow(s, a.fetchedAt)
				row.FixtureID, row.KnownAt = f.id, f.api.sheetKnownAt(a, true)
				if s.side >= 0 {
					row.Side = table.Sides[s.side]
				}
				out = append(out, row)
			}
		}
	}
	out = append(out, j.ownAbsences()...)
	slices.SortFunc(out, func(a, b table.Sidelined) int {
		return cmp.Or(strings.Compare(a.FixtureID, b.FixtureID), strings.Compare(a.TeamID, b.TeamID),
			compareIDs(a.PlayerID, b.PlayerID), compareIDs(a.SourceID, b.SourceID), cmp.Compare(a.KnownAt, b.KnownAt))
	})
	return out
}

func (j joined) sidelinedRow(s absence, at int64) table.Sidelined {
	row := table.Sidelined{
		Source: answers.Source, PlayerID: idOf(s.player), Category: s.category, StartDate: optionalDay(s.start), EndDate: optionalDay(s.end),
		GamesMissed: s.gamesMissed, Completed: s.completed, KnownAt: at, LandedAt: at,
	}
	if s.id != 0 {
		row.SourceID = decimal(s.id)
	}
	if s.team != 0 {
		row.TeamID = j.names.teamIDOf(s.team)
	}
	if s.kind != 0 {
		row.Type = absenceName(s.kind)
	}
	return row
}

// ownAbsences are those of team objects and of absences landed by themselves:
// every version in time.
func (j joined) ownAbsences() []table.Sidelined {
	var out []table.Sidelined
	last := map[[3]int64]absence{}
	add := func(a absence, at int64) {
		k := [3]int64{a.team, a.player, a.id}
		if before, ok := last[k]; ok && before.same(a) {
			return
		}
		last[k] = a
		out = append(out, j.sidelinedRow(a, at))
	}
	for _, o := range j.api.objects {
		switch v := o.value.(type) {
		case *landedTeam:
			for _, a := range v.absences {
				add(a, o.fetchedAt)
			}
		case *answers.Sideline:
			a := absence{side: -1, start: noDay, end: noDay}
			a.complete(v)
			add(a, o.fetchedAt)
		}
	}
	return out
}

// same compares what two fetches say of one absence.
func (x absence) same(y absence) bool {
	equal := func(a, b *int32) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	done := func(c *bool) bool { return c != nil && *c }
	return x.kind == y.kind && x.category == y.category && x.start == y.start && x.end == y.end &&
		equal(x.gamesMissed, y.gamesMissed) && done(x.completed) == done(y.completed)
}
