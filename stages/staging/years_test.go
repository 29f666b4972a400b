package staging_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/table"
)

func TestAMistypedYearOfAComingFixture(t *testing.T) {
	played := e0("11/08/18 Ash Birch 1-0", "12/08/18 Cedar Dogwood 1-1", "18/08/18 Birch Cedar 0-2")
	base := []string{"1819/Ash/Birch/1 11/08/18 Ash Birch 1-0", "1819/Birch/Cedar/1 18/08/18 Birch Cedar 0-2", "1819/Cedar/Dogwood/1 12/08/18 Cedar Dogwood 1-1"}
	coming := append(slices.Clone(base), "1819/Birch/Dogwood/1 25/08/18 Birch Dogwood")
	slices.Sort(coming)
	of := func(rows ...string) []landing {
		return []landing{on(2018, time.August, 20, "E0.csv", played...), on(2018, time.August, 21, "fixtures.csv", e0(rows...)...)}
	}
	rejected := []string{"fixtures.csv:2 date_outside_season"}
	var cases []fileCase
	for _, date := range []string{"25/08/2052", "25/08/2017", "25/08/2019", "25/08/17", "25/08/28", "25/08/2008"} {
		cases = append(cases,
			fileCase{date, of(date+" Ash Cedar", "25/08/2018 Birch Dogwood"), coming, rejected},
			fileCase{date + " before the season lands", []landing{
				on(2018, time.August, 19, "fixtures.csv", e0(date+" Ash Cedar", "25/08/2018 Birch Dogwood")...), on(2018, time.August, 20, "E0.csv", played...),
			}, coming, rejected},
			fileCase{date + " among more", of(date+" Ash Cedar", "25/08/2018 Birch Dogwood", "25/08/2018 Elm Ash", "26/08/2018 Fir Cedar"), func() []string {
				out := append(slices.Clone(coming), "1819/Elm/Ash/1 25/08/18 Elm Ash", "1819/Fir/Cedar/1 26/08/18 Fir Cedar")
				slices.Sort(out)
				return out
			}(), rejected})
	}
	before := e0("12/08/17 Ash Birch 2-0", "26/08/17 Ash Cedar 3-0", "13/05/18 Cedar Ash 1-1")
	all := append([]string{"1718/Ash/Birch/1 12/08/17 Ash Birch 2-0", "1718/Ash/Cedar/1 26/08/17 Ash Cedar 3-0", "1718/Cedar/Ash/1 13/05/18 Cedar Ash 1-1"}, coming...)
	cases = append(cases,
		fileCase{"a single row a year before", of("25/08/2017 Ash Cedar"), base, rejected},
		fileCase{
			"a year before, in a season that has landed", append([]landing{on(2018, time.August, 1, "last.csv", before...)}, of("12/09/2017 Ash Cedar", "25/08/2018 Birch Dogwood")...),
			all, rejected,
		},
		fileCase{
			"an old file of coming fixtures has the matches of its season", append([]landing{on(2018, time.August, 1, "last.csv", before...)}, of("25/08/2017 Ash Cedar", "25/08/2018 Birch Dogwood")...),
			all, nil,
		},
		fileCase{"an old file alone", []landing{june(1, "fixtures.csv", e0("25/08/2018 Birch Dogwood")...)}, []string{"1819/Birch/Dogwood/1 25/08/18 Birch Dogwood"}, nil},
		fileCase{
			"a season's fixtures, some weeks before it begins", []landing{on(2018, time.June, 14, "E0.csv", e0("11/08/2018 Ash Birch", "26/12/2018 Birch Ash", "12/05/2019 Cedar Ash")...)},
			[]string{"1819/Ash/Birch/1 11/08/18 Ash Birch", "1819/Birch/Ash/1 26/12/18 Birch Ash", "1819/Cedar/Ash/1 12/05/19 Cedar Ash"}, nil,
		})
	runCases(t, cases)
}

func TestAFixtureThatNobodyCouldListIsReadOnceItLandsInItsYear(t *testing.T) {
	w := newWorld(t)
	rows := e0("17/08/2019 Ash Cedar", "25/08/2018 Birch Dogwood")
	w.land(noon(2018, time.August, 21), "fixtures.csv", rows...)
	w.want("too early", w.ids(), "E0/1819/Birch/Dogwood/1 2018-08-25")
	w.land(noon(2019, time.August, 1), "E0.csv", e0("17/08/2019 Ash Cedar", "24/08/2019 Birch Dogwood")...)
	w.want("in its year", w.ids(), "E0/1819/Birch/Dogwood/1 2018-08-25", "E0/1920/Ash/Cedar/1 2019-08-17", "E0/1920/Birch/Dogwood/1 2019-08-24")
}

func TestUnknownLeaguesThatLandTogetherInAnyOrder(t *testing.T) {
	league := func(name, home string) []string {
		return []string{"Country,League,Season,Date,Time,Home,Away,HG,AG,Res,PH,PD", "Iceland," + name + ",2025,04/05/2025,20:00," + home + ",Elm,1,0,H,2.5,3"}
	}
	for _, names := range [][2]string{{"a.csv", "b.csv"}, {"b.csv", "a.csv"}} {
		for _, order := range [][2]int{{0, 1}, {1, 0}} {
			w := newWorld(t)
			contents := [][]string{league("Besta deild", "Ash"), league("1. deild", "Birch")}
			for _, i := range order {
				w.land(older, names[i], contents[i]...)
			}
			w.want("ids", w.ids(), "ICELAND BESTA DEILD/2025/Ash/Elm/1 2025-05-04", "ICELAND/2025/Birch/Elm/1 2025-05-04")
		}
	}
}

// labelled writes rows of "label date home away home-away" in a layout of which the
// header's first columns are given, and the cells that stand there.
func labelled(header, cells string, rows ...string) []string {
	out := []string{header + ",Season,Date,HomeTeam,AwayTeam,FTHG,FTAG"}
	for _, r := range rows {
		w := strings.Split(r, " ")
		out = append(out, strings.Join([]string{cells, strings.ReplaceAll(w[0], "_", " "), w[1], w[2], w[3], strings.ReplaceAll(w[4], "-", ",")}, ","))
	}
	return out
}

func TestLabelsOfOneSeasonAreOne(t *testing.T) {
	poland := func(rows ...string) []string { return labelled("Country,League", "Poland,Ekstraklasa", rows...) }
	var cases []fileCase
	for _, form := range []string{"2018/19", "2018-2019", "18/19", "2018\u201319", "18-19", "2018/2019", "2018_/_19", "1819", "1819.0"} {
		whole := []string{form + " 11/08/2018 Ash Birch 1-0", form + " 16/02/2019 Birch Ash 0-2"}
		cases = append(cases, fileCase{
			"second layout, " + form, []landing{june(1, "POL.csv", poland(whole...)...), june(2, "POL2.csv", poland(whole[1], strings.ReplaceAll(whole[0], form, "2018/2019"))...)},
			[]string{"2018/2019/Ash/Birch/1 11/08/18 Ash Birch 1-0", "2018/2019/Birch/Ash/1 16/02/19 Birch Ash 0-2"}, nil,
		})
	}
	first := []string{"1819/Ash/Birch/1 11/08/18 Ash Birch 1-0", "1819/Birch/Ash/1 16/02/19 Birch Ash 0-2", "1819/Birch/Cedar/1 11/05/19 Birch Cedar 2-2"}
	for _, form := range []string{"18/19", "18-19", "2018/19", "2018/2019", "1819", "2018", "2018.0", "2019", "2018\u20132019"} {
		header, cells := "Div", "E0"
		if form == "18/19" || form == "2018" {
			header, cells = "Div,Country", "E0,England"
		}
		rows := labelled(header, cells, form+" 11/08/2018 Ash Birch 1-0", form+" 16/02/2019 Birch Ash 0-2", form+" 11/05/2019 Birch Cedar 2-2")
		cases = append(cases,
			fileCase{header + " " + form, []landing{june(1, "E0.csv", rows...)}, first, nil},
			fileCase{header + " " + form + " beside a file without", []landing{june(1, "a.csv", e0("11/08/18 Ash Birch 1-0", "16/02/19 Birch Ash 0-2")...), june(2, "E0.csv", rows...)}, first, nil})
	}
	e0of := func(rows ...string) []string { return labelled("Div", "E0", rows...) }
	cases = append(cases,
		fileCase{
			"2021 as 2020/21, among others of its form", []landing{june(1, "E0.csv", e0of("1920 10/08/2019 Ash Birch 1-0", "2021 12/09/2020 Ash Birch 2-0", "2021 15/05/2021 Birch Ash 0-2", "2122 14/08/2021 Ash Birch 3-0")...)},
			[]string{"1920/Ash/Birch/1 10/08/19 Ash Birch 1-0", "2021/Ash/Birch/1 12/09/20 Ash Birch 2-0", "2021/Birch/Ash/1 15/05/21 Birch Ash 0-2", "2122/Ash/Birch/1 14/08/21 Ash Birch 3-0"}, nil,
		},
		fileCase{
			"2021 as 2021/22", []landing{june(1, "E0.csv", e0of("2021 14/08/2021 Ash Birch 3-0", "2021 14/05/2022 Birch Ash 3-1")...)},
			[]string{"2122/Ash/Birch/1 14/08/21 Ash Birch 3-0", "2122/Birch/Ash/1 14/05/22 Birch Ash 3-1"}, nil,
		},
		fileCase{"a label that is no year", []landing{june(1, "E0.csv", e0of("12 14/08/2021 Ash Birch 3-0")...)}, []string{"12/Ash/Birch/1 14/08/21 Ash Birch 3-0"}, nil},
		fileCase{
			"a season that ended late", []landing{june(1, "E0.csv", e0of("2019/20 10/08/2019 Ash Birch 1-0", "2019/20 26/07/2020 Birch Ash 2-0", "2020/21 12/09/2020 Ash Birch 0-2")...)},
			[]string{"1920/Ash/Birch/1 10/08/19 Ash Birch 1-0", "1920/Birch/Ash/1 26/07/20 Birch Ash 2-0", "2021/Ash/Birch/1 12/09/20 Ash Birch 0-2"}, nil,
		},
		fileCase{
			"a calendar year of a division of one's own", []landing{june(1, "X1.csv", labelled("Div", "X1", "2018 11/03/2018 Ash Birch 1-0", "2018 12/09/2018 Birch Ash 2-0")...)},
			[]string{"2018/Ash/Birch/1 11/03/18 Ash Birch 1-0", "2018/Birch/Ash/1 12/09/18 Birch Ash 2-0"}, []string{"X1.csv:2 unknown_division"},
		})
	runCases(t, cases)
}

func TestAMistypedLabel(t *testing.T) {
	brazil := func(rows ...string) []string { return labelled("Country,League", "Brazil,Serie A", rows...) }
	e0of := func(rows ...string) []string { return labelled("Div", "E0", rows...) }
	var cases []fileCase
	for _, label := range []string{"2015", "2052", "2015/16", "2035.0"} {
		cases = append(cases,
			fileCase{
				"second layout, " + label, []landing{june(1, "BRA.csv", brazil("2025 01/02/2025 Ash Birch 1-0", label+" 08/02/2025 Birch Cedar 0-2", "2025 15/02/2025 Cedar Ash 1-1")...)},
				[]string{"2025/Ash/Birch/1 01/02/25 Ash Birch 1-0", "2025/Cedar/Ash/1 15/02/25 Cedar Ash 1-1"}, []string{"BRA.csv:3 date_outside_season"},
			},
			fileCase{
				"first layout, " + label, []landing{june(1, "E0.csv", e0of("24/25 01/02/2025 Ash Birch 1-0", label+" 08/02/2025 Birch Cedar 0-2", "24/25 15/02/2025 Cedar Ash 1-1")...)},
				[]string{"2425/Ash/Birch/1 01/02/25 Ash Birch 1-0", "2425/Cedar/Ash/1 15/02/25 Cedar Ash 1-1"}, []string{"E0.csv:3 date_outside_season"},
			})
	}
	runCases(t, cases)
	w := newWorld(t)
	w.land(noon(2026, time.June, 1), "BRA.csv", brazil("2015 08/02/2025 Ash Birch 1-0", "2025 15/02/2025 Cedar Ash 1-1")...)
	var details []string
	for _, r := range tableRows[table.Reject](w, "rejected") {
		details = append(details, fmt.Sprint(r.Reason, ": ", r.Detail))
	}
	w.want("the reason", details, "date_outside_season: Ash - Birch 2025-02-08: its season is 2015")
}
