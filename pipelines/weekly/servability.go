package weekly

import (
	"fmt"
	"strings"

	"matchday/pipelines/models"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// checkedOf returns the findings that have rows, as a manifest lists them.
func checkedOf(findings []warehouse.Finding) []models.Checked {
	out := []models.Checked{}
	for _, f := range findings {
		if f.Rows > 0 {
			out = append(out, models.Checked{Check: f.Check, Severity: f.Severity, Rows: f.Rows})
		}
	}
	return out
}

// checkServability adds the reasons against a candidate that no score shows: a check
// failed on its rows, or the program does not compute its features when it serves.
func (w *weekly) checkServability() error {
	for _, f := range w.checks {
		if f.Severity == warehouse.Broken && f.Rows > 0 {
			w.trials.reasons = append(w.trials.reasons, fmt.Sprintf("check %s fails on %d staged rows: %s", f.Check, f.Rows, f.Sentence))
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
		w.trials.reasons = append(w.trials.reasons, "it was fitted on features that are not computed when it serves: "+strings.Join(lacking, ", "))
	}
	return nil
}

// featureDrift compares the features of the window with those that XGBoost was
// trained on: in the same weeks of earlier years, or in all weeks if these are too few.
func (w *weekly) featureDrift() []validate.Drift {
	years := w.Env.Config.Train.XGBoostYears
	learned := w.rows.KnownBefore(w.start.AddDate(-years, 0, 0), w.start)
	if same := validate.SameWeeks(w.rows, learned, w.at); len(same) >= w.Env.Config.Gate.MinFixtures {
		learned = same
	}
	return validate.Drifts(w.rows, learned, w.at)
}
