package canonical

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/crosswalk"
	"matchday/stages/staging/table"
)

// joinTeams gives every team of the API its identity: what people decided; what
// the schedule of a season told (the season with most of it, if two disagree);
// in a league of the files, by names alone; else one of its own.
func (x *joiner) joinTeams(joined []crosswalk.Joined, other []crosswalk.Season) {
	x.collectTeams()
	known := map[string]bool{}
	for _, t := range x.files.Teams {
		known[t.ID] = true
	}
	for id, c := range x.clubs {
		if canonical, ok := x.decided[overrideKey{TeamEntity, answers.SourceID(id)}]; ok {
			c.teamID, c.how, c.score = canonical, string(crosswalk.ByOverride), 1
			x.clubs[id] = c
		}
	}
	weight := map[int64]int{}
	for _, j := range joined {
		for _, p := range j.Teams {
			id, _ := strconv.ParseInt(p.Other, 10, 64) // written by decimal
			if c := x.clubs[id]; c.how != string(crosswalk.ByOverride) && len(j.Fixtures) > weight[id] {
				c.teamID, c.how, c.score = p.Canonical, string(p.How), p.Score
				x.clubs[id], weight[id] = c, len(j.Fixtures)
			}
		}
	}
	x.joinByName(joined, other)
	x.nameOthers(known)
	for _, id := range slices.Sorted(maps.Keys(x.clubs)) {
		c := x.clubs[id]
		x.crosswalk = append(x.crosswalk, table.Crosswalk{
			Entity: TeamEntity, Source: answers.Source, SourceID: answers.SourceID(id), CanonicalID: c.teamID, How: c.how, Score: c.score,
			LandedAt: c.landedAt,
		})
	}
	for _, f := range x.fixtures {
		teams := f.API.Teams
		f.HomeID, f.AwayID = x.clubs[teams[table.Home].ID].teamID, x.clubs[teams[table.Away].ID].teamID
	}
}

// collectTeams lists the teams of fixtures and of team objects, each as it was
// fetched last.
func (x *joiner) collectTeams() {
	add := func(t answers.NamedTeam, at int64) {
		if before, ok := x.clubs[t.ID]; !ok || at >= before.landedAt {
			x.clubs[t.ID] = club{NamedTeam: t, landedAt: at}
		}
	}
	for _, f := range x.fixtures {
		for _, t := range f.API.Names {
			add(t.NamedTeam, t.At)
		}
	}
	for _, t := range x.api.Teams {
		add(t.NamedTeam, t.At)
	}
}

// joinByName joins the undecided teams of seasons that the files have not told
// of yet, in leagues that they know, with the country's clubs.
func (x *joiner) joinByName(joined []crosswalk.Joined, other []crosswalk.Season) {
	taken := map[string]bool{}
	for _, c := range x.clubs {
		taken[c.teamID] = true
	}
	asked := map[string]map[string][]string{} // country → team → names
	for i, j := range joined {
		if j.Canonical >= 0 || other[i].Division == "" {
			continue
		}
		country := x.countryOf(other[i].Division)
		for team, names := range other[i].Names {
			if id, _ := strconv.ParseInt(team, 10, 64); x.clubs[id].teamID == "" {
				if asked[country] == nil {
					asked[country] = map[string][]string{}
				}
				asked[country][team] = names
			}
		}
	}
	for _, country := range slices.Sorted(maps.Keys(asked)) {
		canonical := map[string][]string{}
		for _, t := range x.files.Teams {
			if t.Country == country && !taken[t.ID] {
				canonical[t.ID] = append([]string{t.Name}, t.Spellings...)
			}
		}
		pairs, open := crosswalk.Clubs(canonical, asked[country])
		for _, p := range pairs {
			id, _ := strconv.ParseInt(p.Other, 10, 64)
			c := x.clubs[id]
			c.teamID, c.how, c.score = p.Canonical, string(p.How), p.Score
			x.clubs[id] = c
		}
		for _, a := range open {
			x.ambiguous = append(x.ambiguous, table.Ambiguous{
				Entity: a.Entity, Source: answers.Source, SourceID: a.Other, Candidates: a.Candidates, Reason: a.Reason,
			})
		}
	}
}

// nameOthers gives the teams that no other source knows an identity of their
// own. Where it is another club's already, the API's number tells them apart; a
// club of the files that has the same name is listed as a candidate.
func (x *joiner) nameOthers(known map[string]bool) {
	taken := maps.Clone(known)
	for _, id := range slices.Sorted(maps.Keys(x.clubs)) {
		c := x.clubs[id]
		if c.teamID != "" {
			continue
		}
		c.teamID, c.how, c.score = countryName(c.Country)+"/"+c.Name, ownID, 1
		if taken[c.teamID] {
			if known[c.teamID] {
				x.ambiguous = append(x.ambiguous, table.Ambiguous{
					Entity: TeamEntity, Source: answers.Source, SourceID: answers.SourceID(id), Candidates: []string{c.teamID},
					Reason: crosswalk.NoEvidence,
				})
			}
			c.teamID += " #" + answers.SourceID(id)
		}
		taken[c.teamID] = true
		x.clubs[id] = c
	}
}

// countryOf is the country of a division: the files', else the list's.
func (x *joiner) countryOf(division string) string {
	if l, ok := x.files.Leagues[division]; ok {
		return l.Country
	}
	for _, l := range knownLeagues {
		if l.division == division {
			return l.country
		}
	}
	return ""
}

// teamRows adds to the files' teams those of the API alone, and to the spellings
// of those that both know the API's.
func (x *joiner) teamRows() []table.Team {
	spellings := map[string]map[string]bool{}
	rows := map[string]table.Team{}
	for _, t := range x.files.Teams {
		rows[t.ID] = t
		spellings[t.ID] = map[string]bool{}
		for _, name := range t.Spellings {
			spellings[t.ID][name] = true
		}
	}
	for _, c := range x.clubs {
		if _, ok := rows[c.teamID]; !ok {
			rows[c.teamID] = table.Team{ID: c.teamID, Country: countryName(c.Country), Name: c.Name}
			spellings[c.teamID] = map[string]bool{}
		}
		spellings[c.teamID][c.Name] = true
	}
	out := make([]table.Team, 0, len(rows))
	for id, t := range rows {
		t.Spellings = slices.Sorted(maps.Keys(spellings[id]))
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b table.Team) int { return cmp.Compare(a.ID, b.ID) })
	return out
}
