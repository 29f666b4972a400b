package staging

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/canonical"
	"matchday/stages/staging/parallel"
	"matchday/warehouse/lake"
)

// partition is what is written if it differs from what was published: the fixtures whose
// rows stand in one file of each table, or a table that is one file.
type partition struct {
	name     string
	fixtures []*canonical.Fixture // by id
	table    string               // if it is a whole table
	key      string               // names all that the rows are made from
}

// partitions are those of all fixtures, by name.
func (t tables) partitions() ([]partition, error) {
	program, err := lake.Program()
	if err != nil {
		return nil, err
	}
	out := t.parted()
	lineups := t.lineupsByFixture()
	wrong := make([]error, len(out))
	parallel.Each(len(out), func(i int) {
		p := &out[i]
		sum := sha256.New()
		w := bufio.NewWriterSize(sum, 1<<14)
		fmt.Fprintln(w, program)
		for _, f := range p.fixtures {
			t.joined.WriteKey(w, f)
			if rows := lineups[f.ID]; rows != nil && wrong[i] == nil {
				wrong[i] = json.NewEncoder(w).Encode(rows)
			}
		}
		_ = w.Flush() // a sum takes anything
		p.key = hex.EncodeToString(sum.Sum(nil))
	})
	slices.SortFunc(out, func(a, b partition) int { return strings.Compare(a.name, b.name) })
	for _, err := range wrong {
		if err != nil {
			return nil, fmt.Errorf("name a partition by its line-ups: %w", err)
		}
	}
	wholes, err := t.wholes()
	return append(out, wholes...), err
}

// parted are the partitions of all fixtures, without keys and in no order.
func (t tables) parted() (out []partition) {
	place := map[string]int{}
	of := func(f *canonical.Fixture) int {
		name := f.Partition()
		i, known := place[name]
		if !known {
			i = len(out)
			place[name], out = i, append(out, partition{name: name})
		}
		return i
	}
	byDay := map[int32]int{} // of fixtures of files alone, most of all
	for _, f := range t.joined.Fixtures {
		var i int
		if f.API != nil {
			i = of(f)
		} else if known, found := byDay[f.Files.Day]; found {
			i = known
		} else {
			i = of(f)
			byDay[f.Files.Day] = i
		}
		out[i].fixtures = append(out[i].fixtures, f)
	}
	return out
}

// wholeTable begins the name of a partition that is a whole table.
const wholeTable = "table/"

// wholes are the tables that are made only if what they are made from has changed.
func (t tables) wholes() ([]partition, error) {
	if !t.api.Any() {
		return nil, nil
	}
	program, err := lake.Program()
	if err != nil {
		return nil, err
	}
	of := func(table string, write func(io.Writer)) partition {
		sum := sha256.New()
		fmt.Fprintln(sum, program)
		write(sum)
		return partition{name: wholeTable + table, table: table, key: hex.EncodeToString(sum.Sum(nil))}
	}
	named := func(table string, entities ...string) partition {
		return of(table, func(w io.Writer) {
			t.api.WriteKey(w, entities...)
			t.joined.WriteNamesKey(w)
		})
	}
	return []partition{
		of("players", t.joined.WritePlayersKey), named("squads", squadsFrom...), named("standings", standingsFrom...), named("sidelined", absencesFrom...),
	}, nil
}

// The entities of whose objects whole tables are made.
var (
	squadsFrom    = []string{answers.SquadEntity}
	standingsFrom = []string{answers.StandingEntity}
	absencesFrom  = []string{answers.TeamEntity, answers.SidelinedEntity}
)

// unchanged parts the partitions into those whose files the lake has, and those whose
// files are to be written.
func unchanged(into lake.Lake, partitions []partition) (kept []lake.Part, changed []partition) {
	before, err := into.Current(lake.Staged)
	if err != nil { // nothing is published, or nothing that can be read
		return nil, partitions
	}
	files := map[string][]lake.Part{}
	for _, p := range before.Parts() {
		name := p.Partition
		if name == "" {
			name = wholeTable + p.Table
		}
		files[name] = append(files[name], p)
	}
	for _, p := range partitions {
		sound := before.Keys[p.name] == p.key
		for _, f := range files[p.name] {
			sound = sound && into.Has(lake.Staged, f.File)
		}
		if sound {
			kept = append(kept, files[p.name]...)
		} else {
			changed = append(changed, p)
		}
	}
	return kept, changed
}

// keysOf are the partitions' keys by their names.
func keysOf(partitions []partition) map[string]string {
	out := map[string]string{}
	for _, p := range partitions {
		out[p.name] = p.key
	}
	return out
}
