package features

import (
	"fmt"
	"time"

	"matchday"
	"matchday/stages/features/players"
	"matchday/warehouse/lake"
)

// stagedLineups are the files that tell of line-ups, as far as a lake has them,
// as a run of a moment sees them; zero sees all.
func stagedLineups(staged lake.Manifest, asOf time.Time) (out players.Staged, err error) {
	out.AsOf = asOf
	for table, path := range map[string]*string{lineupTables[0]: &out.Lineups, lineupTables[1]: &out.Sidelined} {
		if _, there := staged.Tables[table]; !there {
			continue
		}
		if *path, err = staged.Path(table); err != nil {
			return players.Staged{}, err
		}
	}
	return out, nil
}

// Lineups computes the line-up features of rows of the lake: as of each row's
// own moment, as the rows have them, and as of the moment at which the elevens
// were known. The second is what a row becomes in the last hour before kick-off;
// beside the first it says what a line-up is worth.
func Lineups(l lake.Lake, rows *matchday.Rows) (players.Features, error) {
	manifest, err := l.Current(lake.Staged)
	if err != nil {
		return players.Features{}, fmt.Errorf("line-up features: %w", err)
	}
	staged, err := stagedLineups(manifest, time.Time{})
	if err != nil {
		return players.Features{}, err
	}
	staged.Actual = true
	return players.Compute(rows.Fixtures, rows.KnownAt, staged)
}
