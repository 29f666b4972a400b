package staging

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"matchday/warehouse/lake"
)

// made says in which pass of a memory a fixture's rows of the large tables last
// changed.
type made struct{ odds, quotes, lineups, measures int }

// next is made for a fixture that was made anew: what came to the same as before
// keeps its pass.
func (m made) next(before, f *apiFixture) made {
	n := f.made
	unseen := func(p quotePoint) quotePoint {
		p.lastSeen, p.stopped = 0, false
		return p
	}
	if slices.EqualFunc(before.points, f.points, func(p, q quotePoint) bool { return unseen(p) == unseen(q) }) {
		n.odds = m.odds
	}
	if slices.Equal(before.points, f.points) {
		n.quotes = m.quotes
	}
	if before.kickoff == f.kickoff && slices.Equal(before.sheetSources(), f.sheetSources()) {
		n.lineups = m.lineups
	}
	if before.kickoff == f.kickoff && before.measuresLanded == f.measuresLanded && maps.Equal(before.measures, f.measures) {
		n.measures = m.measures
	}
	return n
}

// sheetSources are the remembered objects that tell something of line-ups.
func (f *apiFixture) sheetSources() (out []*landedObject) {
	for _, a := range f.answers {
		if len(a.teamSheets) > 0 || a.formations != [2]string{} || a.confirmed != nil {
			out = append(out, a.remembered)
		}
	}
	return out
}

// keys name what the large tables are made from, where that is the remembered
// fixtures alone; they are all that the memory has.
func (s *staged) keys(memory *Memory) map[string]string {
	out := map[string]string{}
	if s.api == nil || memory == nil {
		return out
	}
	key := func(table string, pass func(made) int) {
		sum := sha256.New()
		for _, f := range s.api.fixtures {
			fmt.Fprintf(sum, "%d %s %s %s %d\n", f.id, f.canonical, f.homeID, f.awayID, pass(f.made))
		}
		out[table] = hex.EncodeToString(sum.Sum(nil))
	}
	key("quotes", func(m made) int { return m.quotes })
	key("measures", func(m made) int { return m.measures })
	if len(s.fixtures) == 0 {
		key("odds", func(m made) int { return m.odds })
	}
	if len(s.tableLineups) == 0 {
		key("lineups", func(m made) int { return m.lineups })
	}
	return out
}

// unchanged lists the tables whose published file is what this pass would
// write, by their files.
func (m *Memory) unchanged(l lake.Lake, keys map[string]string) map[string]string {
	out := map[string]string{}
	if m == nil {
		return out
	}
	for table, t := range m.tables {
		if keys[table] == t.key && l.Has(lake.Staged, t.file) {
			out[table] = t.file
		}
	}
	return out
}

// published notes which files hold the tables now.
func (m *Memory) published(keys map[string]string, manifest lake.Manifest) {
	if m == nil {
		return
	}
	m.tables = map[string]rememberedTable{}
	for table, key := range keys {
		m.tables[table] = rememberedTable{key, manifest.Tables[table]}
	}
}
