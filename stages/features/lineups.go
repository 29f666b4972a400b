package features

import (
	"time"

	"matchday/stages/features/players"
	"matchday/warehouse/lake"
)

// stagedLineups are the staged files of line-ups, as far as a lake has them, for a
// run whose clock is asOf; zero sees all.
func stagedLineups(staged lake.Manifest, asOf time.Time) (out players.Staged, err error) {
	out.AsOf = asOf
	for table, paths := range map[string]*[]string{lineupTables[0]: &out.Lineups, lineupTables[1]: &out.Sidelined} {
		if _, there := staged.Tables[table]; !there {
			continue
		}
		if *paths, err = staged.Paths(table); err != nil {
			return players.Staged{}, err
		}
	}
	return out, nil
}
