package staging

import (
	"cmp"
	"slices"
	"strings"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// nameRows lists every name of each league and team of the API, from the first
// fetch that told it to the last.
func (j joined) nameRows() []table.Name {
	type key struct {
		entity string
		id     int64
		name   string
	}
	spans := map[key]*[2]int64{}
	add := func(entity string, id int64, name string, first, last int64) {
		if id == 0 || name == "" {
			return
		}
		k := key{entity, id, name}
		if spans[k] == nil {
			spans[k] = &[2]int64{first, last}
		}
		s := spans[k]
		s[0], s[1] = min(s[0], first), max(s[1], last)
	}
	for f := range j.byAPI() {
		for _, a := range f.api.answers {
			for _, t := range a.teams {
				if t != nil && !a.teamsFromElsewhere && !t.placeholder {
					add(teamEntity, t.id, t.name, a.fetchedAt, a.lastSeen)
				}
			}
		}
	}
	for _, o := range j.api.objects {
		for _, a := range o.answers {
			if l := a.embeddedLeague; l != nil {
				add(leagueEntity, l.ID, text(l.Name), o.fetchedAt, o.lastSeen)
			}
		}
		switch v := o.value.(type) {
		case *answers.League:
			add(leagueEntity, v.ID, text(v.Name), o.fetchedAt, o.lastSeen)
		case *landedTeam:
			if v.Placeholder == nil || !*v.Placeholder {
				add(teamEntity, v.ID, text(v.Name), o.fetchedAt, o.lastSeen)
			}
		}
	}
	out := make([]table.Name, 0, len(spans))
	for k, s := range spans {
		out = append(out, table.Name{
			Entity: k.entity, Source: answers.Source, SourceID: decimal(k.id), Name: k.name, FirstSeenAt: s[0], LastSeenAt: s[1],
		})
	}
	slices.SortFunc(out, func(a, b table.Name) int {
		return cmp.Or(strings.Compare(a.Entity, b.Entity), compareIDs(a.SourceID, b.SourceID), cmp.Compare(a.FirstSeenAt, b.FirstSeenAt), strings.Compare(a.Name, b.Name))
	})
	return out
}
