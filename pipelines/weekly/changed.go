package weekly

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"matchday"
	"matchday/stages/deploy"
	"matchday/stages/train"
)

// changedSince says in what a candidate differs from the champion by intent, so
// that its forecasts may differ too; empty if in nothing.
func (w *weekly) changedSince(champion deploy.Manifest) string {
	var what []string
	for _, c := range []struct {
		differs bool
		text    string
	}{
		{champion.Revision != w.Env.Revision, fmt.Sprintf("the program's revision (%s, the champion's %s)", w.Env.Revision, champion.Revision)},
		{champion.Market != w.opts.Market, fmt.Sprintf("the group of prices (%s, the champion's %s)", w.opts.Market, champion.Market)},
		{champion.Config != w.Env.Config.Train, "the settings of training"},
		{!sameLibraries(champion.Libraries, libraries(w.serving.XGBoostLibrary())), "the libraries"},
	} {
		if c.differs {
			what = append(what, c.text)
		}
	}
	if more := widened(train.LearnedFrom(w.rows, w.learned(champion.AsOf)), champion.Training); more != "" {
		what = append(what, more)
	}
	return strings.Join(what, ", ")
}

func sameLibraries(a, b deploy.Libraries) bool {
	return a.Go == b.Go && maps.Equal(a.Modules, b.Modules)
}

// gainedRows is the share of a division's rows that corrections may bring.
const gainedRows = 0.01

// widened says what has landed since of the time that the champion learned from:
// now is what that time holds today.
func widened(now, champion matchday.LearnedFrom) string {
	var gained []string
	for _, division := range slices.Sorted(maps.Keys(now.Divisions)) {
		if n, before := now.Divisions[division], champion.Divisions[division]; float64(n) > (1+gainedRows)*float64(before) {
			gained = append(gained, fmt.Sprintf("%s %d, not %d", division, n, before))
		}
	}
	if len(gained) == 0 {
		return ""
	}
	return "what had been played by then (" + strings.Join(gained, "; ") + " fixtures)"
}
