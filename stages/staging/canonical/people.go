package canonical

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// PlayerRows lists every player met: as landed by themselves, inside squads and
// line-ups, or, of those, no more than a name. Where a player's object says no position,
// his squad's row does.
func (j Joined) PlayerRows(told *answers.People) []table.Player {
	players := make(map[int64]table.Player, len(told.Players))
	for id, person := range told.Players {
		p := person.Player
		p.PlayerID, p.Source, p.SourceID = answers.PlayerID(id), answers.Source, answers.SourceID(id)
		p.Position = cmp.Or(p.Position, told.Positions[id].Position)
		players[id] = p
	}
	j.ratePlayers(players, told.Rated)
	out := slices.Collect(maps.Values(players))
	slices.SortFunc(out, func(a, b table.Player) int { return compareIDs(a.PlayerID, b.PlayerID) })
	return out
}

// WritePlayersKey writes the names of all that PlayerRows are made from.
func (j Joined) WritePlayersKey(w io.Writer) {
	for f := range j.ByAPI() {
		if f.API.HasSheet != [2]bool{} {
			fmt.Fprintln(w, f.API.ID, f.API.Kickoff)
		}
	}
	j.api.WritePeopleKey(w)
}

// teamIDOf is a team's identity, by its number where nothing but that is known.
func (x sourceNames) teamIDOf(id int64) string {
	if c, ok := x.clubs[id]; ok {
		return c.teamID
	}
	return answers.PlayerID(id)
}

// seasonOf is the canonical division and label of a season of the API; of one of
// which nothing is known, the league's division and the season's number.
func (x sourceNames) seasonOf(id, league int64) (division, label string) {
	s := x.seasons[id]
	league = cmp.Or(s.league, league)
	if division = x.divisions[league]; division == "" {
		division = ownDivision(league)
	}
	if label = x.labels[id]; label == "" {
		label = answers.PlayerID(id)
		if s.name != "" {
			label = seasonLabel(s.name, division, time.Time{})
		}
	}
	return division, label
}

// WriteNamesKey writes the names of leagues, seasons and teams by which the API's
// squads, tables and absences are told.
func (j Joined) WriteNamesKey(w io.Writer) {
	fmt.Fprintf(w, "%#v %#v %#v\n", j.names.divisions, j.names.labels, j.names.seasons)
	for _, id := range slices.Sorted(maps.Keys(j.names.clubs)) {
		fmt.Fprintf(w, "%d %q\n", id, j.names.clubs[id].teamID)
	}
}

// SquadRows are the versions in time of each team's squad: a row for each fetch
// that changed it.
func (j Joined) SquadRows(objects []*answers.Object) []table.Squad {
	var out []table.Squad
	for _, o := range objects {
		v, ok := o.Value.(*answers.Squad)
		if !ok {
			continue
		}
		row := table.Squad{
			TeamID: j.names.teamIDOf(v.TeamID), PlayerID: answers.PlayerID(v.PlayerID), Source: answers.Source, SourceID: answers.SourceID(v.ID),
			Position: answers.Positions[answers.Integer(v.PositionID)], Shirt: answers.Small(v.JerseyNumber), Captain: v.Captain,
			StartDate: answers.OptionalDay(answers.DayOf(v.Start)), EndDate: answers.OptionalDay(answers.DayOf(v.End)),
			KnownAt: o.FetchedAt, LandedAt: o.FetchedAt,
		}
		if v.SeasonID != nil {
			division, label := j.names.seasonOf(*v.SeasonID, 0)
			row.Season = division + "/" + label
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b table.Squad) int { return cmp.Or(bySquad(a, b), cmp.Compare(a.KnownAt, b.KnownAt)) })
	return slices.CompactFunc(out, func(a, b table.Squad) bool {
		b.KnownAt, b.LandedAt = a.KnownAt, a.LandedAt
		return reflect.DeepEqual(a, b)
	})
}

func bySquad(a, b table.Squad) int {
	return cmp.Or(strings.Compare(a.TeamID, b.TeamID), strings.Compare(a.Season, b.Season), compareIDs(a.PlayerID, b.PlayerID),
		compareIDs(a.SourceID, b.SourceID))
}

// The API's types of the figures of a table.
const (
	standingPlayed  = 129
	standingWon     = 130
	standingDrawn   = 131
	standingLost    = 132
	standingFor     = 133
	standingAgainst = 134
)

// StandingRows are the versions in time of each table.
func (j Joined) StandingRows(objects []*answers.Object) []table.Standing {
	var out []table.Standing
	for _, o := range objects {
		v, ok := o.Value.(*answers.StandingObject)
		if !ok {
			continue
		}
		division, label := j.names.seasonOf(v.SeasonID, answers.Integer(v.LeagueID))
		row := table.Standing{
			Division: division, Season: label, Source: answers.Source, StageID: v.StageID, GroupID: v.GroupID, RoundID: v.RoundID,
			TeamID: j.names.teamIDOf(v.ParticipantID), Position: answers.Small(v.Position), Points: answers.Small(v.Points),
			KnownAt: o.FetchedAt, LandedAt: o.FetchedAt,
		}
		for kind, cell := range map[int64]**int32{
			standingPlayed: &row.Played, standingWon: &row.Won, standingDrawn: &row.Drawn, standingLost: &row.Lost,
			standingFor: &row.GoalsFor, standingAgainst: &row.GoalsAgainst,
		} {
			if n, ok := v.Figures[kind]; ok {
				*cell = &n
			}
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b table.Standing) int { return cmp.Or(byStanding(a, b), cmp.Compare(a.KnownAt, b.KnownAt)) })
	return slices.CompactFunc(out, func(a, b table.Standing) bool {
		b.KnownAt, b.LandedAt = a.KnownAt, a.LandedAt
		return reflect.DeepEqual(a, b)
	})
}

func byStanding(a, b table.Standing) int {
	number := func(a, b *int64) int { return cmp.Compare(answers.Integer(a), answers.Integer(b)) }
	return cmp.Or(strings.Compare(a.Division, b.Division), strings.Compare(a.Season, b.Season), number(a.StageID, b.StageID),
		number(a.GroupID, b.GroupID), number(a.RoundID, b.RoundID), strings.Compare(a.TeamID, b.TeamID))
}
