package validate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"matchday"
)

// lostRows is the share of a division's rows that corrections may cost a
// candidate, against the champion.
const lostRows = 0.01

// Narrower says in what a candidate has learned from less than the champion:
// dates, divisions, fixtures of a division, features.
func Narrower(candidate, champion matchday.LearnedFrom) []string {
	var reasons []string
	if candidate.First > champion.First {
		reasons = append(reasons, fmt.Sprintf("it learned from fixtures since %s, the champion since %s", candidate.First, champion.First))
	}
	if candidate.Last < champion.Last {
		reasons = append(reasons, fmt.Sprintf("it learned from fixtures up to %s, the champion up to %s", candidate.Last, champion.Last))
	}
	var lacking, thin []string
	for _, division := range slices.Sorted(maps.Keys(champion.Divisions)) {
		switch n, before := candidate.Divisions[division], champion.Divisions[division]; {
		case n == 0:
			lacking = append(lacking, division)
		case float64(n) < (1-lostRows)*float64(before):
			thin = append(thin, fmt.Sprintf("%s %d, not %d", division, n, before))
		}
	}
	if len(lacking) > 0 {
		reasons = append(reasons, "it learned nothing of divisions that the champion knows: "+strings.Join(lacking, ", "))
	}
	if len(thin) > 0 {
		reasons = append(reasons, "it learned from fewer fixtures than the champion: "+strings.Join(thin, "; "))
	}
	var missing []string
	for _, feature := range slices.Sorted(maps.Keys(champion.Covered)) {
		// A feature that the candidate does not read is none that it misses.
		n, read := candidate.Covered[feature]
		if before := champion.Covered[feature]; read && n < before/2 {
			missing = append(missing, fmt.Sprintf("%s (in %d %%, not %d %%)", feature, n, before))
		}
	}
	if len(missing) > 0 {
		reasons = append(reasons, "features that the champion knew are missing from its fixtures: "+strings.Join(missing, ", "))
	}
	return reasons
}
