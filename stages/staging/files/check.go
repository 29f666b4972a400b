package files

import (
	"errors"
	"fmt"

	"matchday/stages/staging/delimited"
)

// ErrUnusable says that a file has rows and that none of them can be used.
var ErrUnusable = errors.New("none of its rows can be used")

// dropsRow are the reasons for which whole rows are left out.
var dropsRow = map[string]bool{
	NoTeams: true, UnreadableDate: true, NoDivision: true, NoSeason: true, CutRow: true, RowTooLong: true,
}

// Check reads a file that is to land. An error says why it does not; warnings
// say what whoever lands it should look at. A file without rows is sound.
func Check(payload []byte) (warnings []string, err error) {
	f, err := Parse(payload)
	if err != nil {
		return nil, err
	}
	if f.MonthFirst {
		warnings = append(warnings, "its dates are read month first, because the second number exceeds 12 in some and the first in none")
	}
	f.partLeagues(map[string]string{})
	for _, r := range f.unknownDivisions(map[string]bool{}) {
		warnings = append(warnings, "nobody knows the division "+r.Detail)
	}
	var first *Reject
	dropped := 0
	for i, r := range f.Rejects {
		if dropsRow[r.Reason] || r.Reason == OpenQuote && len(f.Rows) == 0 {
			if dropped++; first == nil {
				first = &f.Rejects[i]
			}
		}
	}
	if len(f.Rows) > 0 || first == nil {
		return warnings, nil
	}
	return nil, fmt.Errorf("%w (%d rejected); %s", ErrUnusable, dropped, first.sentence())
}

// sentence says what is wrong with a row, and what would be right.
func (r Reject) sentence() string {
	s := fmt.Sprintf("line %d: %s", r.Line, r.Reason)
	if r.Detail != "" {
		s += fmt.Sprintf(" (%s)", r.Detail)
	}
	if r.Reason == UnreadableDate {
		return s + ": " + delimited.ExpectedDates
	}
	return s + ": " + Explain(r.Reason)
}
