package files

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
)

// landedRows is a file of a league in the second layout: rows of "date home away" or,
// with a result, "date home away 1-0".
func landedRows(on string, division, country, season string, rows ...string) Landed {
	day := func(s string) time.Time {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			panic(err) // the test's own text
		}
		return matchday.Date(t.Year(), t.Month(), t.Day())
	}
	f := Landed{ID: on, SHA256: on, LandedAt: day(on).UnixMicro()}
	for i, text := range rows {
		w := strings.Fields(text)
		r := Row{Line: i + 2, Division: division, Country: country, Season: season, Date: day(w[0]), Home: w[1], Away: w[2], HomeGoals: Missing, AwayGoals: Missing}
		if len(w) == 4 {
			r.HomeGoals, r.AwayGoals = 1, 0
		}
		f.parsed.Rows = append(f.parsed.Rows, r)
	}
	return f
}

func TestComingFixturesOfTheSecondLayoutFindTheirSeason(t *testing.T) {
	bra2020 := landedRows("2021-02-01", "BRA", "Brazil", "2020", "2020-08-08 A B 1-0", "2020-09-08 B C 1-0", "2021-01-30 C A 1-0")
	for _, c := range []struct {
		name   string
		landed []Landed
		want   string
	}{
		{"a league of calendar years", []Landed{landedRows("2024-06-01", "BRA", "Brazil", "2024", "2024-04-14 A B 1-0"),
			landedRows("2024-07-20", "BRA", "Brazil", "", "2024-07-21 B C", "2024-07-22 C A")}, "2024"},
		{"a league of two years, in its summer", []Landed{landedRows("2024-06-01", "ROU", "Romania", "2023/2024", "2023-07-14 A B 1-0", "2024-05-14 B A 1-0"),
			landedRows("2024-07-20", "ROU", "Romania", "", "2024-07-21 A B")}, "2024/2025"},
		{"in its spring", []Landed{landedRows("2024-01-01", "ROU", "Romania", "2023/2024", "2023-07-14 A B 1-0", "2023-12-18 B C 1-0"),
			landedRows("2024-02-08", "ROU", "Romania", "", "2024-02-09 B A")}, "2023/2024"},
		{"in the first landing, of calendar years", []Landed{landedRows("2024-07-20", "NOR", "Norway", "", "2024-07-21 A B")}, "2024"},
		{"in the first landing, of two years", []Landed{landedRows("2024-03-20", "POL", "Poland", "", "2024-03-21 A B")}, "2023/2024"},
		{"as the last season was called", []Landed{landedRows("2023-06-01", "NOR", "Norway", "2022/2023", "2022-08-14 A B 1-0"),
			landedRows("2024-07-20", "NOR", "Norway", "", "2024-07-21 A B")}, "2024/2025"},
		{"the end of a season in the next year", []Landed{bra2020, landedRows("2021-02-10", "BRA", "Brazil", "", "2021-02-11 A C", "2021-02-14 C B")}, "2020"},
		{"the begin of the next one", []Landed{bra2020, landedRows("2021-05-10", "BRA", "Brazil", "", "2021-05-30 A C", "2021-05-31 C B")}, "2021"},
		{"landed together", []Landed{landedRows("2021-02-01", "BRA", "Brazil", "", "2021-02-11 A C"), bra2020}, "2020"},
	} {
		seasons, _ := seasonsOfAll(c.landed)
		var got []string
		for _, e := range seasons {
			if e.part.label == "" {
				got = append(got, e.Season)
			}
		}
		if !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: season %v, want %s", c.name, fmt.Sprint(got), c.want)
		}
	}
}
