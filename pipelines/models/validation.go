package models

import (
	"path"
	"strings"
	"time"

	statements "matchday/sql"
	"matchday/stages/deploy"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// Checked is what a manifest says of a check that found something.
type Checked struct {
	Check    string             `json:"check"`
	Severity warehouse.Severity `json:"severity"`
	Rows     int                `json:"rows"`
}

// Validation is what a manifest says of the gate.
type Validation struct {
	validate.Verdict
	WindowStart time.Time                   `json:"window_start"`
	WindowEnd   time.Time                   `json:"window_end"`
	Champion    string                      `json:"champion"` // that it was held against, "" without one
	Models      map[string]validate.Metrics `json:"models"`   // the candidate's, on the window
	Checks      []Checked                   `json:"checks"`   // that found something in what is staged
	Drift       []validate.Drift            `json:"drift"`    // of every feature, what moved most first
	Notes       []string                    `json:"notes"`
}

// CurrentFeatures describes feature columns and the statements of the program
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
