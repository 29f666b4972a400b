package models

import (
	"fmt"
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
	// Belief is how far the serving models are believed against the sharp price; nil
	// in versions that were made before it was learned.
	Belief *belief.Model `json:"belief,omitempty"`
}

// findings are sentences about what the verdict rests on. Versions that were
// judged before there were parts and divergences have none.
func (v Validation) findings() (out []string) {
	for _, g := range v.Groups {
		if e := g.Excess; e != nil {
			out = append(out, fmt.Sprintf("%s, against %s: log loss %+.4f (99 %% interval %+.4f to %+.4f) on %d fixtures", g.Name, g.Against, e.Value, e.Low, e.High, g.Candidate.N))
		}
	}
	for _, against := range []string{validate.Champion, validate.Serving} {
		if d, ok := v.Furthest(against); ok {
			out = append(out, fmt.Sprintf("forecasts against %s: most different in %s, by %.4f nats; at most %.4f is borne", against, d.Division, d.Value, d.Bound))
		}
	}
	for _, note := range v.Notes {
		out = append(out, "note: "+note)
	}
	return out
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
