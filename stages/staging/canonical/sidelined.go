package canonical

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// SidelinedRows lists who misses which fixture, each from the fetch that first
// said so. Of a fixture landed after kick-off it counts from an hour before
// that, as its line-up does.
func (j Joined) SidelinedRows() []table.Sidelined {
	var out []table.Sidelined
	for f := range j.ByAPI() {
		type key struct{ team, player, id int64 }
		seen := map[key]bool{}
		for _, a := range f.API.Responses {
			for _, s := range a.Absences {
				k := key{s.Team, s.Player, s.ID}
				if seen[k] {
					continue
				}
				seen[k] = true
				row := j.sidelinedRow(s, a.FetchedAt)
				row.FixtureID, row.KnownAt = f.ID, f.API.SheetKnownAt(a, true)
				if s.Side >= 0 {
					row.Side = table.Sides[s.Side]
				}
				out = append(out, row)
			}
		}
	}
	slices.SortFunc(out, bySidelined)
	return out
}

func bySidelined(a, b table.Sidelined) int {
	return cmp.Or(strings.Compare(a.FixtureID, b.FixtureID), strings.Compare(a.TeamID, b.TeamID),
		compareIDs(a.PlayerID, b.PlayerID), compareIDs(a.SourceID, b.SourceID), cmp.Compare(a.KnownAt, b.KnownAt))
}

func (j Joined) sidelinedRow(s answers.Absence, at int64) table.Sidelined {
	row := table.Sidelined{
		Source: answers.Source, PlayerID: answers.PlayerID(s.Player), Category: s.Category,
		StartDate: answers.OptionalDay(s.Start), EndDate: answers.OptionalDay(s.End),
		GamesMissed: s.GamesMissed, Completed: s.Completed, KnownAt: at, LandedAt: at,
	}
	if s.ID != 0 {
		row.SourceID = answers.SourceID(s.ID)
	}
	if s.Team != 0 {
		row.TeamID = j.names.teamIDOf(s.Team)
	}
	if s.Kind != 0 {
		row.Type = absenceName(s.Kind)
	}
	return row
}

// OwnAbsenceRows are the absences of no fixture, of team objects and of those landed
// by themselves: every version in time.
func (j Joined) OwnAbsenceRows(objects []*answers.Object) []table.Sidelined {
	var out []table.Sidelined
	last := map[[3]int64]answers.Absence{}
	add := func(a answers.Absence, at int64) {
		k := [3]int64{a.Team, a.Player, a.ID}
		if before, ok := last[k]; ok && before.Same(a) {
			return
		}
		last[k] = a
		out = append(out, j.sidelinedRow(a, at))
	}
	for _, o := range objects {
		switch v := o.Value.(type) {
		case *answers.TeamObject:
			for _, a := range v.Absences {
				add(a, o.FetchedAt)
			}
		case *answers.Sideline:
			a := answers.Absence{Side: -1, Start: answers.NoDay, End: answers.NoDay}
			a.Complete(v)
			add(a, o.FetchedAt)
		}
	}
	slices.SortFunc(out, bySidelined)
	return out
}

// absenceNames are the API's types of absences that people ask for.
var absenceNames = map[int64]string{
	336: "ill", 531: "knock", 535: "hamstring_injury", 536: "knee_injury", 537: "ankle_injury", 554: "muscle_injury",
	561: "suspended", 587: "unknown_injury", 590: "rest", 629: "injury", 1608: "red_card_suspension",
	1610: "indirect_card_suspension", 1611: "yellow_card_suspension", 1612: "no_eligibility",
	1613: "called_up_to_national_team", 1615: "suspension_by_court", 1616: "doping_ban", 1682: "doubtful",
	1692: "suspension", 1693: "not_available",
}

func absenceName(kind int64) string {
	if name, ok := absenceNames[kind]; ok {
		return name
	}
	return "type_" + strconv.FormatInt(kind, 10)
}
