package delimited

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday"
)

func TestDates(t *testing.T) {
	for s, want := range map[string]time.Time{
		"14/08/93":    matchday.Date(1993, time.August, 14),
		"01/01/00":    matchday.Date(2000, time.January, 1),
		"29/02/2020":  matchday.Date(2020, time.February, 29),
		"3/9/2011":    matchday.Date(2011, time.September, 3),
		"2015-08-08":  matchday.Date(2015, time.August, 8),
		"2018/08/12":  matchday.Date(2018, time.August, 12),
		"12.8.2018":   matchday.Date(2018, time.August, 12),
		"12.08.18":    matchday.Date(2018, time.August, 12),
		"12-08-2018":  matchday.Date(2018, time.August, 12),
		"12-Aug-18":   matchday.Date(2018, time.August, 12),
		"12 Aug 2018": matchday.Date(2018, time.August, 12),
		"Aug 2, 2018": matchday.Date(2018, time.August, 2),
	} {
		if got, ok := Date(s, false); !ok || !got.Equal(want) {
			t.Errorf("Date(%q) = %v, %v; want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{
		"", "29/02/2019", "31/04/05", "1/1/1", "08/13/2015", "0/1/15", "#REF!", "1/2/+9", "31/02/2015", "2015-02-31", "01/01/1899", "1899-12-31",
		"01/01/2262", "2262-04-11", "15-08-08", "43324", "20180812", "2018-13-01", "1/2-2018", "1/1/0000", "1-Jan-1899",
	} {
		if got, ok := Date(s, false); ok {
			t.Errorf("Date(%q) = %v; want none", s, got)
		}
	}
	if got, ok := Date("08/13/15", true); !ok || !got.Equal(matchday.Date(2015, time.August, 13)) {
		t.Errorf("month first: %v, %v", got, ok)
	}
}

func TestATimeBehindTheDate(t *testing.T) {
	for s, want := range map[string]TimeOfDay{
		"2018-08-12":                {},
		"2018-08-12 00:00:00":       {},
		"2018-08-12T00:00:00.000Z":  {},
		"2018-08-12 00:00:00+00:00": {},
		"12/08/2018 0:00":           {},
		"2018-08-12 15:30:00":       {15, 30, true},
		"2018-08-12T15:30:00.000":   {15, 30, true},
	} {
		day, start, ok := DateAndTime(s, false)
		if !ok || !day.Equal(matchday.Date(2018, time.August, 12)) || start != want {
			t.Errorf("%q: %v %+v %v", s, day, start, ok)
		}
	}
	for _, s := range []string{"2018-08-12 25:00", "2018-08-12T15:30:00Z", "2018-08-12T00:00:00+02:00", "2018-08-12 :", " 15:00"} {
		if day, start, ok := DateAndTime(s, false); ok {
			t.Errorf("%q is read as %v %+v", s, day, start)
		}
	}
}

func TestDatesComeBackAsTheyWentIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := matchday.Date(1970, time.January, 1).AddDate(0, 0, rapid.IntRange(0, 47000).Draw(t, "days"))
		long := fmt.Sprintf("%02d/%02d/%d", day.Day(), day.Month(), day.Year())
		if got, ok := Date(long, false); !ok || !got.Equal(day) {
			t.Fatalf("Date(%q) = %v, %v", long, got, ok)
		}
		iso := day.Format(time.DateOnly)
		if got, ok := Date(iso, true); !ok || !got.Equal(day) {
			t.Fatalf("Date(%q) = %v, %v", iso, got, ok)
		}
	})
}

func TestClocks(t *testing.T) {
	for s, want := range map[string][2]int{"15:00": {15, 0}, "0:30": {0, 30}, "12:45:00": {12, 45}} {
		if h, m, ok := Clock(s); !ok || h != want[0] || m != want[1] {
			t.Errorf("clock(%q) = %d:%d, %v", s, h, m, ok)
		}
	}
	for _, s := range []string{"", "24:00", "12:60", "0.625", "12", "12:5"} {
		if _, _, ok := Clock(s); ok {
			t.Errorf("clock(%q) is one", s)
		}
	}
}
