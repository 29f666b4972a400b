package models

import (
	"path"
	"strings"
	"time"

	statements "matchday/sql"
	"matchday/stages/deploy"
	"matchday/stages/train/belief"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// Checked is a check that found rows, in a manifest.
type Checked struct {
	Check    string             `json:"check"`
	Severity warehouse.Severity `json:"severity"`
	Rows     int                `json:"rows"`
}

// Validation is the gate's verdict and what it rests on, in a manifest.
type Validation struct {
	validate.Verdict
	WindowStart time.Time                   `json:"window_start"`
	WindowEnd   time.Time                   `json:"window_end"`
	Champion    string                      `json:"champion"` // that the candidate was compared with; "" if there was none
	Models      map[string]validate.Metrics `json:"models"`   // the candidate's, on the window
	Checks      []Checked                   `json:"checks"`   // that found rows in the staged tables
	Drift       []validate.Drift            `json:"drift"`    // of every feature, the largest first
	Notes       []string                    `json:"notes"`
	// Belief is how far the serving models are believed against the sharp price; nil
	// in versions that were made before it was learned.
	Belief *belief.Model `json:"belief,omitempty"`
}

// CurrentFeatures describes feature columns, together with the program's statements
// that compute them.
func CurrentFeatures(columns []string) (deploy.Features, error) {
	names, err := statements.List("features")
	if err != nil {
		return deploy.Features{}, err
	}
	texts := map[string]string{}
	for _, name := range names {
		text, err := statements.Text(name)
		if err != nil {
			return deploy.Features{}, err
		}
		texts[strings.TrimSuffix(path.Base(name), ".sql")] = text
	}
	return deploy.FeaturesOf(columns, texts), nil
}
