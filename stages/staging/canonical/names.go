package canonical

import (
	"cmp"
	"slices"
	"strings"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// NameRows lists every name of each league and team of the API, from the first
// fetch that told it to the last.
func (j Joined) NameRows() []table.Name {
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
	for f := range j.ByAPI() {
		for _, t := range f.API.Names {
			add(TeamEntity, t.ID, t.Name, t.First, t.Last)
		}
	}
	for _, l := range j.api.Leagues {
		add(LeagueEntity, l.ID, l.Name, l.First, l.Last)
	}
	for _, t := range j.api.Teams {
		add(TeamEntity, t.ID, t.Name, t.First, t.Last)
	}
	out := make([]table.Name, 0, len(spans))
	for k, s := range spans {
		out = append(out, table.Name{
			Entity: k.entity, Source: answers.Source, SourceID: answers.SourceID(k.id), Name: k.name, FirstSeenAt: s[0], LastSeenAt: s[1],
		})
	}
	slices.SortFunc(out, func(a, b table.Name) int {
		return cmp.Or(strings.Compare(a.Entity, b.Entity), compareIDs(a.SourceID, b.SourceID),
			cmp.Compare(a.FirstSeenAt, b.FirstSeenAt), strings.Compare(a.Name, b.Name))
	})
	return out
}
