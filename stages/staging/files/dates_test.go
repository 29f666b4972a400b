package files

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/stages/staging/delimited"
)

// dated is a file of one date a row.
func dated(dates ...string) string {
	s := "Div,Date,HomeTeam,AwayTeam\n"
	for i, d := range dates {
		s += fmt.Sprintf("E0,%s,A%d,B%d\n", d, i, i)
	}
	return s
}

func TestTheOrderOfADateIsTheFilesNotTheRows(t *testing.T) {
	f := parse(t, dated("08/11/2018", "09/01/2018", "09/15/2018", "2018-09-16"))
	if !f.MonthFirst || len(f.Rejects) != 0 {
		t.Fatalf("month first %v, rejects %v", f.MonthFirst, f.Rejects)
	}
	for i, want := range []time.Time{
		matchday.Date(2018, time.August, 11), matchday.Date(2018, time.September, 1),
		matchday.Date(2018, time.September, 15), matchday.Date(2018, time.September, 16),
	} {
		if !f.Rows[i].Date.Equal(want) {
			t.Errorf("row %d is of %v, want %v", i, f.Rows[i].Date, want)
		}
	}
	if f := parse(t, dated("08/11/2018", "09/01/2018")); f.MonthFirst || f.Rows[0].Date.Month() != time.November {
		t.Errorf("what may be either is the publisher's, day first: %+v", f.Rows)
	}
	_, err := Parse([]byte(dated("08/11/2018", "25/08/2018", "08/26/2018")))
	if !errors.Is(err, delimited.ErrDateOrder) || !strings.Contains(err.Error(), "line 3: 25/08/2018; line 4: 08/26/2018") || !strings.Contains(err.Error(), "expected dd/mm/yyyy") {
		t.Errorf("of both orders: %v", err)
	}
}

func TestOneMistypedDateDoesNotSpoilASeason(t *testing.T) {
	var dates []string
	for i := range delimited.FewDates {
		dates = append(dates, fmt.Sprintf("%d/08/2018", 13+i%15))
	}
	f := parse(t, dated(append(dates, "08/13/2018")...))
	if len(f.Rows) != delimited.FewDates || len(f.Rejects) != 1 || f.Rejects[0].Reason != UnreadableDate || f.Rejects[0].Detail != "08/13/2018" {
		t.Errorf("%d rows, rejects %+v", len(f.Rows), f.Rejects)
	}
}
