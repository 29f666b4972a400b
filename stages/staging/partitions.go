package staging

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"matchday/stages/staging/canonical"
	"matchday/stages/staging/parallel"
	"matchday/warehouse/lake"
)

// partition is the fixtures whose rows stand in one file of each table.
type partition struct {
	name     string
	fixtures []*canonical.Fixture // by id
	key      string               // names all that their rows are made from
}

// partitions are those of all fixtures, by name.
func (t tables) partitions() ([]partition, error) {
	program, err := lake.Program()
	if err != nil {
		return nil, err
	}
	place := map[string]int{}
	var out []partition
	for _, f := range t.joined.Fixtures {
		name := f.Partition()
		i, known := place[name]
		if !known {
			i = len(out)
			place[name], out = i, append(out, partition{name: name})
		}
		out[i].fixtures = append(out[i].fixtures, f)
	}
	lineups := t.lineupsByFixture()
	wrong := make([]error, len(out))
	parallel.Each(len(out), func(i int) {
		p := &out[i]
		sum := sha256.New()
		fmt.Fprintln(sum, program)
		for _, f := range p.fixtures {
			t.joined.WriteKey(sum, f)
			if rows := lineups[f.ID]; rows != nil && wrong[i] == nil {
				wrong[i] = json.NewEncoder(sum).Encode(rows)
			}
		}
		p.key = hex.EncodeToString(sum.Sum(nil))
	})
	slices.SortFunc(out, func(a, b partition) int { return strings.Compare(a.name, b.name) })
	for _, err := range wrong {
		if err != nil {
			return nil, fmt.Errorf("name a partition by its line-ups: %w", err)
		}
	}
	return out, nil
}

// unchanged parts the partitions into those whose files the lake has, and those whose
// files are to be written.
func unchanged(into lake.Lake, partitions []partition) (kept []lake.Part, changed []partition) {
	before, err := into.Current(lake.Staged)
	if err != nil { // nothing is published, or nothing that can be read
		return nil, partitions
	}
	files := map[string][]lake.Part{}
	for _, p := range before.Parts() {
		files[p.Partition] = append(files[p.Partition], p)
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
