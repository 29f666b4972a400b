package weekly

import (
	"fmt"
	"slices"
	"strings"

	"matchday/warehouse"
)

// seasonTurnChecks are the checks that find what a new season brings.
var seasonTurnChecks = []string{"season_turn", "empty_league", "changed_meaning", "team_without_alias"}

// seasonTurnFindings are the findings of these checks that have rows: clubs, leagues
// and columns that the models have not met.
func seasonTurnFindings(findings []warehouse.Finding) []warehouse.Finding {
	out := []warehouse.Finding{}
	for _, f := range findings {
		if f.Rows > 0 && slices.Contains(seasonTurnChecks, f.Check) {
			out = append(out, f)
		}
	}
	return out
}

// writeSeasonTurn prints these findings, and what to do about them.
func writeSeasonTurn(b *strings.Builder, turn []warehouse.Finding) {
	for _, f := range turn {
		fmt.Fprintf(b, "New season: check %s found %d rows (matchday sql --file sql/checks/%s.sql)\n", f.Check, f.Rows, f.Check)
		for _, row := range f.Sample {
			fmt.Fprintf(b, "  %s\n", strings.Join(row, " | "))
		}
		if more := f.Rows - len(f.Sample); more > 0 {
			fmt.Fprintf(b, "  and %d more\n", more)
		}
		fmt.Fprintf(b, "  what to do: %s\n", f.Hint)
	}
}
