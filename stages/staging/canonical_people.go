package staging

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// playerRows lists every player met: as landed by themselves, inside squads and
// line-ups, or, of those, no more than a name. The last told counts; a whole
// object counts more than a name.
func (j joined) playerRows() []table.Player {
	players := map[int64]table.Player{}
	whole := map[int64]bool{}
	add := func(p *answers.Player, at int64) {
		if p == nil || p.ID == 0 || whole[p.ID] && at < players[p.ID].LandedAt {
			return
		}
		whole[p.ID] = true
		players[p.ID] = playerOf(p, at)
	}
	for _, o := range j.api.objects {
		switch v := o.value.(type) {
		case *answers.Player:
			add(v, o.fetchedAt)
		case *answers.Squad:
			add(v.Player, o.fetchedAt)
		}
		for _, a := range o.answers {
			for _, p := range a.players {
				add(p, o.fetchedAt)
			}
			for _, s := range a.teamSheets {
				s.nameInto(players, whole, o.fetchedAt)
			}
		}
	}
	out := slices.Collect(maps.Values(players))
	slices.SortFunc(out, func(a, b table.Player) int { return compareIDs(a.PlayerID, b.PlayerID) })
	return out
}

// nameInto adds the players of a team sheet of whom nothing else is known.
func (s *sheet) nameInto(players map[int64]table.Player, whole map[int64]bool, at int64) {
	for _, p := range s.players {
		if p.id != 0 && !whole[p.id] && at >= players[p.id].LandedAt {
			players[p.id] = table.Player{
				PlayerID: idOf(p.id), Source: answers.Source, SourceID: decimal(p.id), Name: p.name, Position: p.position, LandedAt: at,
			}
		}
	}
}

func playerOf(p *answers.Player, at int64) table.Player {
	return table.Player{
		PlayerID: idOf(p.ID), Source: answers.Source, SourceID: decimal(p.ID),
		Name: cmp.Or(text(p.Name), text(p.DisplayName)), DisplayName: text(p.DisplayName), FirstName: text(p.FirstName), LastName: text(p.LastName),
		Position: positions[integer(p.PositionID)], DateOfBirth: optionalDay(dayOf(p.DateOfBirth)),
		HeightCM: narrow(p.Height), WeightKG: narrow(p.Weight), NationalityID: p.NationalityID, LandedAt: at,
	}
}

func narrow(n *int64) *int32 {
	if n == nil {
		return nil
	}
	v := int32(*n)
	return &v
}

// teamIDOf is a team's identity, by its number where nothing but that is known.
func (x canonicalNames) teamIDOf(id int64) string {
	if c, ok := x.clubs[id]; ok {
		return c.teamID
	}
	return idOf(id)
}

// seasonOf is the house's division and label of a season of the API; of one of
// which nothing is known, the league's division and the season's number.
func (x canonicalNames) seasonOf(id, league int64) (division, label string) {
	s := x.seasons[id]
	league = cmp.Or(s.league, league)
	if division = x.divisions[league]; division == "" {
		division = apiDivision(league)
	}
	if label = x.labels[id]; label == "" {
		label = idOf(id)
		if s.name != "" {
			label = apiSeasonLabel(s.name, division, time.Time{})
		}
	}
	return division, label
}

// squadRows are the versions in time of each team's squad: a row for each fetch
// that changed it.
func (j joined) squadRows() []table.Squad {
	var out []table.Squad
	for _, o := range j.api.objects {
		v, ok := o.value.(*answers.Squad)
		if !ok {
			continue
		}
		row := table.Squad{
			TeamID: j.names.teamIDOf(v.TeamID), PlayerID: idOf(v.PlayerID), Source: answers.Source, SourceID: decimal(v.ID),
			Position: positions[integer(v.PositionID)], Shirt: narrow(v.JerseyNumber), Captain: v.Captain,
			StartDate: optionalDay(dayOf(v.Start)), EndDate: optionalDay(dayOf(v.End)), KnownAt: o.fetchedAt, LandedAt: o.fetchedAt,
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

// standingRows are the versions in time of each table.
func (j joined) standingRows() []table.Standing {
	var out []table.Standing
	for _, o := range j.api.objects {
		v, ok := o.value.(*landedStanding)
		if !ok {
			continue
		}
		division, label := j.names.seasonOf(v.SeasonID, integer(v.LeagueID))
		row := table.Standing{
			Division: division, Season: label, Source: answers.Source, StageID: v.StageID, GroupID: v.GroupID, RoundID: v.RoundID,
			TeamID: j.names.teamIDOf(v.ParticipantID), Position: narrow(v.Position), Points: narrow(v.Points), KnownAt: o.fetchedAt, LandedAt: o.fetchedAt,
		}
		for kind, cell := range map[int64]**int32{
			standingPlayed: &row.Played, standingWon: &row.Won, standingDrawn: &row.Drawn, standingLost: &row.Lost,
			standingFor: &row.GoalsFor, standingAgainst: &row.GoalsAgainst,
		} {
			if n, ok := v.figures[kind]; ok {
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
	return cmp.Or(strings.Compare(a.Division, b.Division), strings.Compare(a.Season, b.Season), cmp.Compare(integer(a.StageID), integer(b.StageID)),
		cmp.Compare(integer(a.GroupID), integer(b.GroupID)), cmp.Compare(integer(a.RoundID), integer(b.RoundID)), strings.Compare(a.TeamID, b.TeamID))
}
