package files

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"matchday/stages/staging/delimited"
)

// ErrUnusable says that a file has rows and that none of them can be used.
var ErrUnusable = errors.New("none of its rows can be used")

// dropsRow are the reasons for which whole rows are left out.
var dropsRow = map[string]bool{
	NoTeams: true, UnreadableDate: true, NoDivision: true, NoSeason: true, CutRow: true, RowTooLong: true,
}

// Check reads a file that is to land now. An error says why it does not; warnings
// say what whoever lands it should look at. A file without rows is sound.
func Check(payload []byte, now time.Time) (warnings []string, err error) {
	f, err := Parse(payload)
	if err != nil {
		return nil, err
	}
	if f.MonthFirst {
		warnings = append(warnings, "its dates are read month first, because the second number exceeds 12 in some and the first in none")
	}
	landed := []Landed{{parsed: f, LandedAt: now.UnixMicro(), says: summarise(&f)}}
	nameDivisions(landed)
	landed[0].rename()
	f = landed[0].parsed
	var dropped []Reject
	for _, r := range f.Rejects {
		switch {
		case r.Reason == UnknownDivision:
			warnings = append(warnings, "nobody knows the division "+r.Detail)
		case dropsRow[r.Reason] || r.Reason == OpenQuote && len(f.Rows) == 0:
			dropped = append(dropped, r)
		}
	}
	parts, misplaced := partsOf(&landed[0])
	dropped = append(dropped, misplaced...)
	if len(parts) > 0 || len(dropped) == 0 {
		return warnings, nil
	}
	first := slices.MinFunc(dropped, func(a, b Reject) int { return cmp.Compare(a.Line, b.Line) })
	return nil, fmt.Errorf("%w (%d rejected); %s", ErrUnusable, len(dropped), first.sentence(now))
}

// sentence says what is wrong with a row, and what would be right.
func (r Reject) sentence(now time.Time) string {
	s := fmt.Sprintf("line %d: %s", r.Line, r.Reason)
	if r.Detail != "" {
		s += fmt.Sprintf(" (%s)", r.Detail)
	}
	switch r.Reason {
	case UnreadableDate:
		return s + ": " + delimited.ExpectedDates
	case ResultBeforeItsDay:
		return s + ": expected results of days up to " + now.Format(time.DateOnly) + ", on which the file lands"
	}
	return s + ": " + Explain(r.Reason)
}
