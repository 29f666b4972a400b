package staging_test

import (
	"slices"
	"testing"
	"time"
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
