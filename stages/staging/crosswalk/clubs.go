package crosswalk

import (
	"cmp"
	"maps"
	"slices"
)

// Clubs joins teams by their names alone, where no schedule tells: a season of
// which no other source has told a fixture yet. Only a name that is alike as no other on
// either side is decides; what is left is listed with the canonical names,
// if there is any likeness. Both maps are team → spellings, the canonical
// name first, and should hold one country's clubs.
func Clubs(canonical, other map[string][]string) (pairs []Pair, open []Ambiguity) {
	m := &matching{canonical: named(canonical), other: named(other)}
	m.to, m.from = filled(len(other)), filled(len(canonical))
	m.how = make([]How, len(other))
	m.compareNames()
	m.byName()
	for i, team := range m.other.teams {
		if j := m.to[i]; j >= 0 {
			pairs = append(pairs, Pair{team, m.canonical.teams[j], m.how[i], min(1, m.likeness[i][j])})
			continue
		}
		if likest := m.likest(i); len(likest) > 0 {
			open = append(open, Ambiguity{"team", team, likest, NoEvidence})
		}
	}
	return pairs, open
}

// named is a schedule of nothing but names.
func named(teams map[string][]string) *schedule {
	x := &schedule{Season: &Season{Names: teams}, number: map[string]int{}}
	x.teams = slices.Sorted(maps.Keys(teams))
	for i, team := range x.teams {
		x.number[team] = i
	}
	return x
}

// likest are the canonical teams with a name somewhat alike.
func (m *matching) likest(i int) []string {
	var js []int
	for j, x := range m.likeness[i] {
		if x >= nameSupports {
			js = append(js, j)
		}
	}
	slices.SortStableFunc(js, func(a, b int) int { return cmp.Compare(m.likeness[i][b], m.likeness[i][a]) })
	var out []string
	for _, j := range js[:min(len(js), mostCandidates)] {
		out = append(out, m.canonical.teams[j])
	}
	return out
}
