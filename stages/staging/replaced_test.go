package staging_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/table"
)

// landing is one file of a case, landed some days after the first of June 2026 or, if
// on is given, on that day.
type landing struct {
	name string
	on   time.Time
	rows []string
}

// june lands a file on a day of June 2026, long after all that it tells of.
func june(day int, name string, rows ...string) landing {
	return landing{name, noon(2026, time.June, day), rows}
}

// on lands a file at noon of a day.
func on(year int, month time.Month, day int, name string, rows ...string) landing {
	return landing{name, noon(year, month, day), rows}
}

// e0 writes rows of "date home away home-away" or, of a coming fixture, "date home
// away", each word without spaces.
func e0(rows ...string) (out []string) {
	for _, r := range rows {
		w := strings.Fields(r)
		score := ",,"
		if len(w) == 4 {
			h, a, _ := strings.Cut(w[3], "-")
			score = h + "," + a + ","
		}
		out = append(out, fmt.Sprintf("E0,%s,15:00,%s,%s,%s,,,2.1,3.3,3.6,,", w[0], w[1], w[2], score))
	}
	return out
}

// told lists the fixtures as "id date home away [home-away] [state]", without the
// division, and the state only if it is neither scheduled nor finished.
func (w world) told() []string {
	w.Helper()
	scores := map[string]string{}
	for _, s := range tableRows[table.Score](w, "scores") {
		scores[s.FixtureID] = fmt.Sprintf(" %d-%d", s.HomeGoals, s.AwayGoals)
	}
	var out []string
	for _, f := range tableRows[table.Fixture](w, "fixtures") {
		date := time.Unix(int64(f.MatchDate)*86400, 0).UTC().Format("02/01/06")
		line := fmt.Sprint(strings.TrimPrefix(f.FixtureID, f.Division+"/"), " ", date, " ", f.HomeTeam, " ", f.AwayTeam, scores[f.FixtureID])
		if f.State != table.Scheduled && f.State != table.Finished {
			line += " " + f.State
		}
		if !strings.HasPrefix(f.FixtureID, f.Division+"/"+f.Season+"/") {
			line += " of " + f.Season
		}
		out = append(out, line)
	}
	return out
}

// rejected lists the rejected rows as "file:line reason".
func (w world) rejected() []string {
	w.Helper()
	out := []string{}
	for _, r := range tableRows[table.Reject](w, "rejected") {
		out = append(out, fmt.Sprint(filepath.Base(r.File), ":", r.Line, " ", r.Reason))
	}
	return out
}

// fileCase is files that land one after the other, and what they come to.
type fileCase struct {
	name    string
	land    []landing
	want    []string // as told lists them
	rejects []string
}

func runCases(t *testing.T, cases []fileCase) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			for _, l := range c.land {
				w.land(l.on, l.name, l.rows...)
			}
			w.want("fixtures", w.told(), c.want...)
			if got := w.rejected(); !slices.Equal(got, c.rejects) && len(got)+len(c.rejects) > 0 {
				t.Errorf("rejected:\ngot  %q\nwant %q", got, c.rejects)
			}
		})
	}
}

func TestSeasonsOfAFile(t *testing.T) {
	seasons := e0("08/08/15 A B 1-0", "03/03/16 B A 2-2", "13/08/16 A B 2-0", "04/03/17 B A 1-2", "12/08/17 A B 3-0", "03/03/18 B A 0-2")
	three := []string{
		"1516/A/B/1 08/08/15 A B 1-0", "1516/B/A/1 03/03/16 B A 2-2", "1617/A/B/1 13/08/16 A B 2-0", "1617/B/A/1 04/03/17 B A 1-2",
		"1718/A/B/1 12/08/17 A B 3-0", "1718/B/A/1 03/03/18 B A 0-2",
	}
	backwards := slices.Clone(seasons)
	slices.Reverse(backwards)
	runCases(t, []fileCase{
		{"three seasons in one file", []landing{june(1, "all.csv", seasons...)}, three, nil},
		{"the newest first", []landing{june(1, "all.csv", backwards...)}, three, nil},
		{"sorted by club", []landing{june(1, "all.csv", seasons[0], seasons[2], seasons[4], seasons[1], seasons[3], seasons[5])}, three, nil},
		{"and then a season by itself", []landing{june(1, "all.csv", seasons...), june(2, "E0.csv", seasons[2:4]...)}, three, nil},
		{"a season before them", []landing{june(1, "E0.csv", seasons[2:4]...), june(2, "all.csv", seasons...)}, three, nil},
		{
			"a season and the first round of the next", []landing{june(1, "E0.csv", append(e0(
				"13/08/16 A B 2-0", "20/08/16 B C 2-0", "27/08/16 C A 2-0", "06/05/17 B A 2-0", "14/05/17 C B 1-0", "21/05/17 A C 1-2"), e0("12/08/17 A B 3-0")...)...)},
			[]string{
				"1617/A/B/1 13/08/16 A B 2-0", "1617/A/C/1 21/05/17 A C 1-2", "1617/B/A/1 06/05/17 B A 2-0", "1617/B/C/1 20/08/16 B C 2-0",
				"1617/C/A/1 27/08/16 C A 2-0", "1617/C/B/1 14/05/17 C B 1-0", "1718/A/B/1 12/08/17 A B 3-0",
			}, nil,
		},
		{
			"a season that began in the autumn after a winter's end", []landing{june(1, "E2.csv", e0("03/08/19 A B 2-0", "10/03/20 B A 1-1", "12/09/20 A B 1-0")...)},
			[]string{"1920/A/B/1 03/08/19 A B 2-0", "1920/B/A/1 10/03/20 B A 1-1", "2021/A/B/1 12/09/20 A B 1-0"}, nil,
		},
	})
}

func TestARowWithAMistypedYear(t *testing.T) {
	right := []string{"13/08/16 A B 2-0", "20/08/16 C D 1-1", "10/12/16 B C 0-3", "14/01/17 D A 0-0", "14/05/17 C A 1-0", "21/05/17 B D 1-0"}
	all := []string{
		"1617/A/B/1 13/08/16 A B 2-0", "1617/B/C/1 10/12/16 B C 0-3", "1617/B/D/1 21/05/17 B D 1-0",
		"1617/C/A/1 14/05/17 C A 1-0", "1617/C/D/1 20/08/16 C D 1-1", "1617/D/A/1 14/01/17 D A 0-0",
	}
	missing := map[int]string{0: all[0], 1: all[4], 2: all[1], 3: all[5], 4: all[3], 5: all[2]}
	var cases []fileCase
	for _, c := range []struct {
		row   int
		typed string
	}{
		{4, "14/05/16"}, {4, "14/05/18"}, {4, "14/05/07"}, {4, "14/05/1975"}, {3, "14/01/16"}, {3, "14/01/18"}, {0, "13/08/15"}, {0, "13/08/17"},
		{5, "21/05/16"}, {5, "21/05/18"}, {1, "20/08/15"}, {1, "20/08/17"}, {2, "10/12/15"}, {2, "10/12/17"}, {5, "21/05/25"},
	} {
		wrong := slices.Clone(right)
		_, rest, _ := strings.Cut(wrong[c.row], " ")
		wrong[c.row] = c.typed + " " + rest
		without := slices.DeleteFunc(slices.Clone(all), func(f string) bool { return f == missing[c.row] })
		rejected := []string{fmt.Sprint("a.csv:", c.row+2, " date_outside_season")}
		name := fmt.Sprintf("row %d on %s", c.row, c.typed)
		cases = append(cases,
			fileCase{name, []landing{june(1, "a.csv", e0(wrong...)...)}, without, rejected},
			fileCase{name + ", then right", []landing{june(1, "a.csv", e0(wrong...)...), june(2, "b.csv", e0(right...)...)}, all, rejected})
	}
	runCases(t, cases)
}

func TestAMistypedYearOfTheSecondLayout(t *testing.T) {
	row := func(date, teams, score string) string {
		return "Brazil,Serie A,2016," + date + ",20:00," + teams + "," + score + ",2.5,3"
	}
	header := "Country,League,Season,Date,Time,Home,Away,HG,AG,Res,PH,PD"
	w := newWorld(t)
	w.land(older, "BRA.csv", header, row("14/05/2016", "A,B", "1,0,H"), row("20/11/2015", "B,C", "1,0,H"), row("20/08/2016", "C,A", "1,0,H"),
		row("04/12/2016", "B,A", "1,0,H"), row("11/12/2017", "C,B", "1,0,H"))
	w.want("fixtures", w.told(), "2016/A/B/1 14/05/16 A B 1-0", "2016/B/A/1 04/12/16 B A 1-0", "2016/C/A/1 20/08/16 C A 1-0")
	w.want("rejected", w.rejected(), "BRA.csv:3 date_outside_season", "BRA.csv:6 date_outside_season")
}

func TestAResultOfADayAfterTheLandingIsRejected(t *testing.T) {
	runCases(t, []fileCase{
		{
			"typed wrong", []landing{on(2025, time.April, 14, "a.csv", e0("12/04/2052 A B 1-0", "12/04/25 C D 1-0")...)},
			[]string{"2425/C/D/1 12/04/25 C D 1-0"}, []string{"a.csv:2 result_before_its_day"},
		},
		{
			"a month too late", []landing{on(2025, time.April, 14, "a.csv", e0("12/05/25 A B 1-0", "14/04/25 C D 1-0")...)},
			[]string{"2425/C/D/1 14/04/25 C D 1-0"}, []string{"a.csv:2 result_before_its_day"},
		},
		{"nothing else in the file", []landing{on(2025, time.April, 14, "a.csv", e0("01/01/99 A B 1-0", "01/01/2099 A B 1-0")...)}, []string{"9899/A/B/1 01/01/99 A B 1-0"}, []string{"a.csv:3 result_before_its_day"}},
		{"a coming fixture", []landing{on(2025, time.April, 14, "a.csv", e0("12/05/25 A B")...)}, []string{"2425/A/B/1 12/05/25 A B"}, nil},
	})
}

func TestASeasonThatEndsInTheSummer(t *testing.T) {
	season := []string{"09/08/19 A B 2-0", "16/08/19 C D 1-1", "09/03/20 D A 0-0", "17/06/20 B C 1-0", "11/07/20 C A 1-0"}
	whole := append(slices.Clone(season), "18/07/20 D B 2-2", "26/07/20 B A 3-0")
	coming := e0("26/07/20 B A")
	want := []string{
		"1920/A/B/1 09/08/19 A B 2-0", "1920/B/A/1 26/07/20 B A 3-0", "1920/B/C/1 17/06/20 B C 1-0", "1920/C/A/1 11/07/20 C A 1-0",
		"1920/C/D/1 16/08/19 C D 1-1", "1920/D/A/1 09/03/20 D A 0-0", "1920/D/B/1 18/07/20 D B 2-2",
	}
	late := slices.Clone(want)
	late[6] = "2021/B/A/1 26/07/20 B A 3-0 of 1920" // its id is that of the day on which it landed
	slices.Sort(late)
	runCases(t, []fileCase{
		{
			"its last coming fixtures", []landing{on(2020, time.July, 14, "E0.csv", e0(season...)...), on(2020, time.July, 24, "fixtures.csv", coming...)},
			[]string{
				"1920/A/B/1 09/08/19 A B 2-0", "1920/B/A/1 26/07/20 B A", "1920/B/C/1 17/06/20 B C 1-0", "1920/C/A/1 11/07/20 C A 1-0",
				"1920/C/D/1 16/08/19 C D 1-1", "1920/D/A/1 09/03/20 D A 0-0",
			}, nil,
		},
		{"and its end", []landing{
			on(2020, time.July, 14, "E0.csv", e0(season...)...), on(2020, time.July, 24, "fixtures.csv", coming...), june(1, "E0.csv", e0(whole...)...),
		}, want, nil},
		{"an old fixtures file after its end", []landing{june(1, "E0.csv", e0(whole...)...), june(2, "fixtures.csv", coming...)}, want, nil},
		{"both at once", []landing{june(1, "fixtures.csv", coming...), june(1, "E0.csv", e0(whole...)...)}, want, nil},
		{"a new season's first fixtures", []landing{
			june(1, "E0.csv", e0(whole...)...), june(2, "next.csv", e0("01/08/20 A B", "01/08/20 C D", "08/08/20 B E")...),
		}, append(slices.Clone(want), "2021/A/B/1 01/08/20 A B", "2021/B/E/1 08/08/20 B E", "2021/C/D/1 01/08/20 C D"), nil},
	})
	w := newWorld(t)
	w.land(noon(2020, time.July, 24), "fixtures.csv", coming...)
	w.land(noon(2026, time.June, 1), "E0.csv", e0(whole...)...)
	got := w.told()
	slices.Sort(late)
	want[1] = "2021/B/A/1 26/07/20 B A 3-0 of 1920"
	slices.Sort(want)
	w.want("the fixtures file before anything of its season", got, want...)
	w.want("the last part of a season by itself", func() []string {
		w := newWorld(t)
		w.land(older, "E0.csv", e0("30/05/20 A B 1-0", "20/06/20 B A 1-0", "10/07/20 A C 1-0", "27/07/20 C A 1-0", "28/07/20 C B 1-0")...)
		return w.ids()
	}(), "E0/1920/A/B/1 2020-05-30", "E0/1920/A/C/1 2020-07-10", "E0/1920/B/A/1 2020-06-20", "E0/1920/C/A/1 2020-07-27", "E0/1920/C/B/1 2020-07-28")
}
