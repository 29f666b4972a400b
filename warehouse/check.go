package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	statements "matchday/sql"
	"matchday/warehouse/duck"
)

// Severity says whose fault an offending row is.
type Severity string

// The severities of checks.
const (
	Broken  Severity = "error"   // our own steps must guarantee it
	Warning Severity = "warning" // dirt of the source
)

// sampleRows is how many offending rows a Finding shows.
const sampleRows = 5

// Finding is what one check of sql/checks found.
type Finding struct {
	Check    string     `json:"check"`
	Severity Severity   `json:"severity"`
	Sentence string     `json:"sentence"` // what a row of it is
	Hint     string     `json:"hint"`     // what to do about it
	Rows     int        `json:"rows"`     // offending rows; 0 is well
	Columns  []string   `json:"columns"`
	Sample   [][]string `json:"sample"` // the first few rows, as text
}

// Check runs every check over the home's analytics.duckdb, in alphabetical
// order, those that found nothing included. It returns ErrNoAnalytics (wrapped)
// when nothing has been published.
func Check(ctx context.Context, h Home) ([]Finding, error) {
	names, err := statements.List("checks")
	if err != nil {
		return nil, err
	}
	var out []Finding
	err = readCopy(ctx, h, func(db *sql.DB) error {
		for _, name := range names {
			f, err := check(ctx, db, name)
			if err != nil {
				return fmt.Errorf("check %s: %w", name, err)
			}
			out = append(out, f)
		}
		return nil
	})
	return out, err
}

func check(ctx context.Context, db *sql.DB, name string) (Finding, error) {
	header, err := statements.HeaderOf(name)
	if err != nil {
		return Finding{}, err
	}
	severity := Severity(header.Severity)
	if severity != Broken && severity != Warning {
		return Finding{}, fmt.Errorf("its severity is %q, expected %q or %q", severity, Broken, Warning)
	}
	text, err := statements.Text(name)
	if err != nil {
		return Finding{}, err
	}
	sample := &sampler{}
	if err := stream(ctx, db, text, sample); err != nil {
		return Finding{}, err
	}
	return Finding{
		Check: header.Name, Severity: severity, Sentence: header.Sentence, Hint: header.Hint,
		Rows: sample.count, Columns: sample.columns, Sample: sample.rows,
	}, nil
}

// sampler counts an answer's rows and keeps the first few.
type sampler struct {
	columns, types []string
	rows           [][]string
	count          int
}

func (s *sampler) Header(columns []Column) error {
	for _, c := range columns {
		s.columns, s.types = append(s.columns, c.Name), append(s.types, c.Type)
	}
	return nil
}

func (s *sampler) Row(values []any) error {
	s.count++
	if s.count > sampleRows {
		return nil
	}
	row := make([]string, len(values))
	for i, v := range values {
		row[i] = duck.TextValue(v, s.types[i], "NULL")
	}
	s.rows = append(s.rows, row)
	return nil
}

func (s *sampler) Close() error { return nil }
