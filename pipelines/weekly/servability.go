package weekly

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"matchday/pipelines/models"
	"matchday/stages/deploy"
	"matchday/stages/validate"
	"matchday/warehouse"
)

func checkedOf(findings []warehouse.Finding) []models.Checked {
	out := []models.Checked{}
	for _, f := range findings {
		if f.Rows > 0 {
			out = append(out, models.Checked{Check: f.Check, Severity: f.Severity, Rows: f.Rows})
		}
	}
	return out
}

// checkServability finds the reasons against a candidate that no score shows: its rows
// broke a check, or nobody could compute its features when it serves.
func (w *weekly) checkServability() error {
	for _, f := range w.checks {
		if f.Severity == warehouse.Broken && f.Rows > 0 {
			w.trials.reasons = append(w.trials.reasons, fmt.Sprintf("check %s fails on what is staged, rows: %d; %s", f.Check, f.Rows, f.Sentence))
		}
	}
	fitted, err := models.CurrentFeatures(w.rows.Names)
	if err != nil {
		return err
	}
	served, err := models.FeaturesServed()
	if err != nil {
		return err
	}
	if lacking := fitted.Lacking(served); len(lacking) > 0 {
		w.trials.reasons = append(w.trials.reasons, "it was fitted on features that nothing computes when it serves: "+strings.Join(lacking, ", "))
	}
	return nil
}

// drifted compares the features of the window with what the booster learned in
// the same weeks of earlier years, or in all if there were too few of them.
func (w *weekly) drifted() []validate.Drift {
	years := w.Env.Config.Train.XGBoostYears
	learned := w.rows.KnownBefore(w.start.AddDate(-years, 0, 0), w.start)
	if same := validate.SameWeeks(w.rows, learned, w.at); len(same) >= w.Env.Config.Gate.MinFixtures {
		learned = same
	}
	return validate.Drifts(w.rows, learned, w.at)
}

// lostRows is the share of a division's rows that corrections may cost a
// candidate, against the champion.
const lostRows = 0.01

// narrower says in what a candidate has learned from less than the champion:
// dates, divisions, fixtures of a division, features.
func narrower(candidate, champion deploy.Training) []string {
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
		if n, before := candidate.Covered[feature], champion.Covered[feature]; n < before/2 {
			missing = append(missing, fmt.Sprintf("%s (in %d %%, not %d %%)", feature, n, before))
		}
	}
	if len(missing) > 0 {
		reasons = append(reasons, "features that the champion knew are missing from its fixtures: "+strings.Join(missing, ", "))
	}
	return reasons
}
