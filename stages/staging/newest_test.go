package staging_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/table"
)

func TestTheNewestEditionReplacesTheOlderOne(t *testing.T) {
	season := e0("10/08/24 Alder Birch 1-0", "17/08/24 Cedar Alder 0-0", "24/08/24 Birch Cedar 2-1")
	runCases(t, []fileCase{
		{
			"a club respelled", []landing{june(1, "a.csv", e0("10/08/24 Alder Birch 1-0", "17/08/24 Cedar Alder 0-0", "24/08/24 Alder Cedar")...),
				june(2, "b.csv", e0("10/08/24 Aldery Birch 1-0", "17/08/24 Cedar Aldery 0-0", "24/08/24 Aldery Cedar 3-1")...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Aldery Birch 1-0", "2425/Alder/Cedar/1 24/08/24 Aldery Cedar 3-1", "2425/Cedar/Alder/1 17/08/24 Cedar Aldery 0-0"},
			[]string{"b.csv:2 club_respelled"},
		},
		{
			"two clubs respelled, with another name, a match of theirs moved", []landing{june(1, "a.csv", season...),
				june(2, "b.csv", e0("10/08/24 Oak Birch 1-0", "17/08/24 Elm Oak 0-0", "28/08/24 Birch Elm 2-1")...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Oak Birch 1-0", "2425/Birch/Cedar/1 28/08/24 Birch Elm 2-1", "2425/Cedar/Alder/1 17/08/24 Elm Oak 0-0"},
			[]string{"b.csv:2 club_respelled", "b.csv:3 club_respelled"},
		},
		{
			"and spelled back", []landing{june(1, "a.csv", season...), june(2, "b.csv", e0("10/08/24 Oak Birch 1-0", "17/08/24 Cedar Oak 0-0", "24/08/24 Birch Cedar 2-1")...), june(3, "a.csv", season...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Birch/Cedar/1 24/08/24 Birch Cedar 2-1", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0"},
			[]string{"b.csv:2 club_respelled"},
		},
		{
			"a coming fixture under the new name finds its result under it", []landing{
				on(2024, time.August, 20, "E0.csv", season[:2]...), on(2024, time.August, 21, "fixtures.csv", e0("24/08/24 Alder Cedar")...),
				june(2, "E0.csv", e0("10/08/24 Oak Birch 1-0", "17/08/24 Cedar Oak 0-0", "24/08/24 Oak Cedar 3-1")...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Oak Birch 1-0", "2425/Alder/Cedar/1 24/08/24 Oak Cedar 3-1", "2425/Cedar/Alder/1 17/08/24 Cedar Oak 0-0"},
			[]string{"E0.csv:2 club_respelled"},
		},
		{
			"another club is no other spelling", []landing{june(1, "a.csv", slices.Concat(season, e0("31/08/24 Alder Cedar 1-1", "31/08/24 Birch Dogwood 1-1"))...),
				june(2, "b.csv", slices.Concat(season, e0("31/08/24 Alder Dogwood 2-0", "31/08/24 Birch Cedar 1-1"))...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Alder/Dogwood/1 31/08/24 Alder Dogwood 2-0", "2425/Birch/Cedar/1 24/08/24 Birch Cedar 2-1",
				"2425/Birch/Dogwood/1 31/08/24 Birch Cedar 1-1", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0"},
			[]string{"a.csv:5 withdrawn"},
		},
		{
			"sides put right", []landing{june(1, "a.csv", season...), june(2, "b.csv", slices.Concat(season[:2], e0("24/08/24 Cedar Birch 1-2"))...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Birch/Cedar/1 24/08/24 Cedar Birch 1-2", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0"}, nil,
		},
		{
			"sides put right in both matches of a pair", []landing{june(1, "a.csv", e0("10/08/24 Alder Birch 1-0", "08/02/25 Birch Alder 0-0")...),
				june(2, "b.csv", e0("10/08/24 Birch Alder 0-1", "08/02/25 Alder Birch 0-0")...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Birch Alder 0-1", "2425/Birch/Alder/1 08/02/25 Alder Birch 0-0"}, nil,
		},
		{
			"a row withdrawn", []landing{june(1, "a.csv", season...), june(2, "b.csv", season[:2]...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0"}, []string{"a.csv:4 withdrawn"},
		},
		{
			"and back", []landing{june(1, "a.csv", season...), june(2, "b.csv", season[:2]...), june(3, "a.csv", season...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Birch/Cedar/1 24/08/24 Birch Cedar 2-1", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0"}, nil,
		},
		{
			"a club cut short", []landing{june(1, "a.csv", slices.Concat(season, e0("31/08/24 Cedar Bir"))...), june(2, "b.csv", slices.Concat(season, e0("31/08/24 Cedar Birch 2-0"))...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Birch/Cedar/1 24/08/24 Birch Cedar 2-1", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0", "2425/Cedar/Birch/1 31/08/24 Cedar Birch 2-0"},
			[]string{"a.csv:5 withdrawn"},
		},
		{
			"another date", []landing{june(1, "a.csv", season...), june(2, "b.csv", slices.Concat(season[:2], e0("11/09/24 Birch Cedar 2-1"))...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Birch/Cedar/1 11/09/24 Birch Cedar 2-1", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0"}, nil,
		},
		{
			"a stray row does not replace a match of another date and score", []landing{june(1, "a.csv", season...), june(2, "b.csv", e0("14/05/25 Birch Cedar 4-4")...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Birch/Cedar/1 24/08/24 Birch Cedar 2-1", "2425/Birch/Cedar/2 14/05/25 Birch Cedar 4-4", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0"}, nil,
		},
		{
			"a file of the last round alone takes nothing away", []landing{june(1, "a.csv", season...), june(2, "b.csv", e0("31/08/24 Cedar Birch 1-2")...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Birch/Cedar/1 24/08/24 Birch Cedar 2-1", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0", "2425/Cedar/Birch/1 31/08/24 Cedar Birch 1-2"}, nil,
		},
		{
			"an old copy takes nothing away", []landing{june(1, "a.csv", season...), june(2, "old.csv", e0("10/08/24 Alder Birch 4-0", "17/08/24 Cedar Alder")...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Birch/Cedar/1 24/08/24 Birch Cedar 2-1", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0"}, nil,
		},
		{
			"nor do two files of half a season", []landing{june(1, "b.csv", e0("08/02/25 Birch Alder 0-0", "15/02/25 Alder Cedar 0-0")...), june(2, "a.csv", season[:2]...)},
			[]string{"2425/Alder/Birch/1 10/08/24 Alder Birch 1-0", "2425/Alder/Cedar/1 15/02/25 Alder Cedar 0-0", "2425/Birch/Alder/1 08/02/25 Birch Alder 0-0", "2425/Cedar/Alder/1 17/08/24 Cedar Alder 0-0"}, nil,
		},
	})
}

func TestAThirdLandingOfAFileIsTheNewest(t *testing.T) {
	a, b := e0("10/08/24 A B 1-0", "17/08/24 B A 1-1"), e0("10/08/24 A B 2-0", "17/08/24 B A 1-1")
	runCases(t, []fileCase{
		{"A, B", []landing{june(1, "a.csv", a...), june(2, "b.csv", b...)}, []string{"2425/A/B/1 10/08/24 A B 2-0", "2425/B/A/1 17/08/24 B A 1-1"}, nil},
		{"A, B, A", []landing{june(1, "a.csv", a...), june(2, "b.csv", b...), june(3, "a.csv", a...)}, []string{"2425/A/B/1 10/08/24 A B 1-0", "2425/B/A/1 17/08/24 B A 1-1"}, nil},
		{
			"A, B, A, B", []landing{june(1, "a.csv", a...), june(2, "b.csv", b...), june(3, "a.csv", a...), june(4, "b.csv", b...)},
			[]string{"2425/A/B/1 10/08/24 A B 2-0", "2425/B/A/1 17/08/24 B A 1-1"}, nil,
		},
	})
}

// A pair meets again within days in play-offs and where it meets three times or more.
func TestAMatchToComeIsNotTheOneThatWasPlayed(t *testing.T) {
	played := e0("10/08/24 A B 1-0", "17/08/24 B A 0-3")
	again := on(2024, time.August, 20, "fixtures.csv", e0("24/08/24 B A")...)
	three := []string{"2425/A/B/1 10/08/24 A B 1-0", "2425/B/A/1 17/08/24 B A 0-3", "2425/B/A/2 24/08/24 B A"}
	runCases(t, []fileCase{
		{"a week later", []landing{on(2024, time.August, 19, "E0.csv", played...), again}, three, nil},
		{
			"and played", []landing{on(2024, time.August, 19, "E0.csv", played...), again, june(1, "E0.csv", slices.Concat(played, e0("24/08/24 B A 2-2"))...)},
			[]string{three[0], three[1], "2425/B/A/2 24/08/24 B A 2-2"}, nil,
		},
		{
			"landed at once", []landing{on(2024, time.August, 20, "E0.csv", played...), again},
			[]string{three[0], "2425/B/A/1 24/08/24 B A", "2425/B/A/2 17/08/24 B A 0-3"}, nil,
		},
		{"in one file", []landing{on(2024, time.August, 20, "E0.csv", slices.Concat(played, e0("24/08/24 B A"))...)}, three, nil},
		{
			"the old date of one that was brought forward", []landing{
				on(2024, time.August, 14, "fixtures.csv", e0("24/08/24 B A")...), on(2024, time.August, 19, "E0.csv", played...)},
			[]string{three[0], "2425/B/A/1 17/08/24 B A 0-3"}, nil,
		},
		{
			"the old date, a day later, in a list that landed in between", []landing{
				on(2024, time.August, 14, "fixtures.csv", e0("18/08/24 B A")...), on(2024, time.August, 18, "fixtures.csv", e0("18/08/24 B A", "18/08/24 C D")...),
				on(2024, time.August, 19, "E0.csv", played...)},
			[]string{three[0], "2425/B/A/1 17/08/24 B A 0-3", "2425/C/D/1 18/08/24 C D"}, nil,
		},
		{
			"the same, and the list landed last", []landing{
				on(2024, time.August, 16, "fixtures.csv", e0("19/08/24 B A")...), on(2024, time.August, 18, "E0.csv", played...),
				on(2024, time.August, 19, "fixtures.csv", e0("19/08/24 B A", "19/08/24 C D")...)},
			[]string{three[0], "2425/B/A/1 17/08/24 B A 0-3", "2425/C/D/1 19/08/24 C D"}, nil,
		},
		{
			"three days later it is another", []landing{
				on(2024, time.August, 18, "E0.csv", played...), on(2024, time.August, 19, "fixtures.csv", e0("20/08/24 B A")...)},
			[]string{three[0], three[1], "2425/B/A/2 20/08/24 B A"}, nil,
		},
		{
			"best of three", []landing{on(2024, time.August, 1, "fixtures.csv", e0("10/08/24 A B", "17/08/24 B A", "24/08/24 A B")...)},
			[]string{"2425/A/B/1 10/08/24 A B", "2425/A/B/2 24/08/24 A B", "2425/B/A/1 17/08/24 B A"}, nil,
		},
	})
}

// An id that was given once is never another match's, even if its season turned out to
// be another.
func TestTheNextSeasonTakesNoIdOfTheLast(t *testing.T) {
	last := e0("10/08/19 A B 1-0", "10/10/19 C B 1-0", "10/12/19 A C 1-0", "10/02/20 C A 1-1", "10/04/20 D A 1-1", "10/06/20 D B 1-1", "08/07/20 B C 2-0", "26/07/20 B A 3-1")
	runCases(t, []fileCase{{
		"July's match was named by its date before its season landed", []landing{
			on(2020, time.July, 20, "fixtures.csv", e0("26/07/20 B A")...),
			on(2020, time.July, 28, "E0.csv", last...),
			on(2020, time.September, 28, "E0.csv", e0("12/09/20 C B 0-0", "19/09/20 B A 0-2")...),
		},
		[]string{
			"1920/A/B/1 10/08/19 A B 1-0", "1920/A/C/1 10/12/19 A C 1-0", "1920/B/C/1 08/07/20 B C 2-0", "1920/C/A/1 10/02/20 C A 1-1",
			"1920/C/B/1 10/10/19 C B 1-0", "1920/D/A/1 10/04/20 D A 1-1", "1920/D/B/1 10/06/20 D B 1-1",
			"2021/B/A/1 26/07/20 B A 3-1 of 1920", "2021/B/A/2 19/09/20 B A 0-2", "2021/C/B/1 12/09/20 C B 0-0",
		}, nil,
	}})
}

// A row that cannot be used says nothing of the match that an older file has.
func TestARowThatCannotBeUsedTakesNoMatchAway(t *testing.T) {
	season := e0("10/08/24 A B 1-0", "17/08/24 C D 1-0", "24/08/24 B C 1-0", "31/08/24 D A 0-0")
	whole := []string{"2425/A/B/1 10/08/24 A B 1-0", "2425/B/C/1 24/08/24 B C 1-0", "2425/C/D/1 17/08/24 C D 1-0", "2425/D/A/1 31/08/24 D A 0-0"}
	newer := func(second string) []landing {
		return []landing{june(1, "a.csv", season...), june(2, "b.csv", e0("10/08/24 A B 1-0", second, "24/08/24 B C 1-0", "31/08/24 D A 0-0")...)}
	}
	runCases(t, []fileCase{
		{"a date that cannot be read", newer("x7/08/24 C D 1-0"), whole, []string{"b.csv:3 unreadable_date"}},
		{"a mistyped year", newer("17/08/23 C D 1-0"), whole, []string{"b.csv:3 date_outside_season"}},
		{"a year to come", newer("17/08/52 C D 1-0"), whole, []string{"b.csv:3 result_before_its_day"}},
		{
			"the return match says nothing", newer("x7/08/24 D C 1-0"), slices.Delete(slices.Clone(whole), 2, 3),
			[]string{"a.csv:3 withdrawn", "b.csv:3 unreadable_date"},
		},
	})
}

func TestAFileOfComingFixturesSpeaksForItsDays(t *testing.T) {
	played := e0("10/08/24 A B 1-0", "10/08/24 C D 1-0")
	coming := []string{"17/08/24 A C", "17/08/24 B D", "18/08/24 E F", "24/08/24 C A"}
	on17 := func(rows ...string) []landing {
		return []landing{on(2024, time.August, 12, "E0.csv", played...), on(2024, time.August, 13, "fixtures.csv", e0(coming...)...), on(2024, time.August, 16, "f2.csv", e0(rows...)...)}
	}
	base := []string{"2425/A/B/1 10/08/24 A B 1-0", "2425/C/D/1 10/08/24 C D 1-0"}
	runCases(t, []fileCase{
		{
			"what it lacks between its days is withdrawn", on17("17/08/24 A C", "18/08/24 E F"),
			[]string{base[0], "2425/A/C/1 17/08/24 A C", "2425/B/D/1 17/08/24 B D deleted", "2425/C/A/1 24/08/24 C A", base[1], "2425/E/F/1 18/08/24 E F"},
			[]string{"fixtures.csv:3 withdrawn"},
		},
		{
			"a moved fixture is the same", on17("17/08/24 B D", "18/08/24 E F", "20/08/24 A C"),
			[]string{base[0], "2425/A/C/1 20/08/24 A C", "2425/B/D/1 17/08/24 B D", "2425/C/A/1 24/08/24 C A", base[1], "2425/E/F/1 18/08/24 E F"}, nil,
		},
		{
			"one that comes back stands again", append(on17("17/08/24 A C", "18/08/24 E F"), on(2024, time.August, 17, "f3.csv", e0("17/08/24 A C", "17/08/24 B D", "18/08/24 E F")...)),
			[]string{base[0], "2425/A/C/1 17/08/24 A C", "2425/B/D/1 17/08/24 B D", "2425/C/A/1 24/08/24 C A", base[1], "2425/E/F/1 18/08/24 E F"},
			nil,
		},
		{
			"results do not take away what is still to come", append(on17(coming[:3]...), on(2024, time.August, 18, "E0.csv", slices.Concat(played, e0("17/08/24 A C 1-1"))...)),
			[]string{base[0], "2425/A/C/1 17/08/24 A C 1-1", "2425/B/D/1 17/08/24 B D", "2425/C/A/1 24/08/24 C A", base[1], "2425/E/F/1 18/08/24 E F"}, nil,
		},
		{
			"nor a match of which the result is late", slices.Concat(on17(coming[:3]...), []landing{on(2024, time.August, 19, "E0.csv", slices.Concat(played, e0("17/08/24 A C 1-1", "18/08/24 E F 1-1"))...)}),
			[]string{base[0], "2425/A/C/1 17/08/24 A C 1-1", "2425/B/D/1 17/08/24 B D", "2425/C/A/1 24/08/24 C A", base[1], "2425/E/F/1 18/08/24 E F 1-1"}, nil,
		},
		{
			"but what should have been played and was not", append(on17(coming[:3]...), june(1, "E0.csv", slices.Concat(played, e0("17/08/24 A C 1-1", "18/08/24 E F 0-0", "24/08/24 C A 0-0"))...)),
			[]string{base[0], "2425/A/C/1 17/08/24 A C 1-1", "2425/B/D/1 17/08/24 B D deleted", "2425/C/A/1 24/08/24 C A 0-0", base[1], "2425/E/F/1 18/08/24 E F 0-0"},
			[]string{"f2.csv:3 withdrawn"},
		},
		{
			"an old one does not move what was played", []landing{june(1, "E0.csv", e0("10/08/24 A B 1-0", "17/08/24 C D 1-0", "24/08/24 B C 1-0")...), june(2, "old.csv", e0("14/08/24 C D", "24/08/24 A D", "25/08/24 B C")...)},
			[]string{base[0], "2425/A/D/1 24/08/24 A D", "2425/B/C/1 24/08/24 B C 1-0", "2425/C/D/1 17/08/24 C D 1-0"}, nil,
		},
	})
}

func TestOneMatchOnTwoDatesOfAFile(t *testing.T) {
	runCases(t, []fileCase{
		{"coming, a day apart", []landing{on(2025, time.April, 14, "fixtures.csv", e0("15/04/25 A B", "16/04/25 A B", "16/04/25 C D")...)},
			[]string{"2425/A/B/1 16/04/25 A B", "2425/C/D/1 16/04/25 C D"}, []string{"fixtures.csv:2 second_date"}},
		{"coming, the later date first", []landing{on(2025, time.April, 14, "fixtures.csv", e0("26/04/25 A B", "15/04/25 A B")...)}, []string{"2425/A/B/1 26/04/25 A B"}, []string{"fixtures.csv:3 second_date"}},
		{"one result on two dates", []landing{june(1, "E0.csv", e0("16/03/19 A B 0-2", "24/04/19 A B 0-2", "20/04/19 B A 1-1")...)},
			[]string{"1819/A/B/1 24/04/19 A B 0-2", "1819/B/A/1 20/04/19 B A 1-1"}, []string{"E0.csv:2 second_date"}},
		{"an unplayed later row before the played one", []landing{june(1, "E0.csv", e0("24/04/19 A B", "16/04/19 A B 0-2")...), june(2, "E0.csv", e0("16/04/19 A B 0-2", "24/04/19 B A 0-2")...)},
			[]string{"1819/A/B/1 16/04/19 A B 0-2", "1819/B/A/1 24/04/19 B A 0-2"}, []string{"E0.csv:2 second_date"}},
		{"an old date before the played one", []landing{june(1, "E0.csv", e0("16/03/19 A B", "24/04/19 A B 0-2")...)}, []string{"1819/A/B/1 24/04/19 A B 0-2"}, []string{"E0.csv:2 second_date"}},
		{"two results are two matches", []landing{june(1, "E0.csv", e0("16/03/19 A B 0-2", "24/04/19 A B 0-1")...)}, []string{"1819/A/B/1 16/03/19 A B 0-2", "1819/A/B/2 24/04/19 A B 0-1"}, nil},
		{"equal results where pairs meet twice", []landing{june(1, "E0.csv", e0("16/03/19 A B 0-2", "24/04/19 A B 0-2", "17/03/19 C D 1-2", "25/04/19 C D 0-2")...)},
			[]string{"1819/A/B/1 16/03/19 A B 0-2", "1819/A/B/2 24/04/19 A B 0-2", "1819/C/D/1 17/03/19 C D 1-2", "1819/C/D/2 25/04/19 C D 0-2"}, nil},
	})
}

func TestFilesOneAfterTheOtherOrTogetherComeToTheSame(t *testing.T) {
	a := e0("10/08/24 Alder Birch 1-0", "17/08/24 Cedar Alder 0-0", "17/08/24 Birch Dogw")
	b := e0("10/08/24 Aldery Birch 1-0", "17/08/24 Cedar Aldery 0-0", "24/08/24 Birch Cedar 1-1")
	var want []string
	for i, order := range [][2]int{{1, 2}, {1, 1}} {
		w := newWorld(t)
		w.land(noon(2026, time.June, order[0]), "a.csv", a...)
		w.land(noon(2026, time.June, order[1]), "b.csv", b...)
		got := append(w.told(), w.rejected()...)
		if i == 0 {
			want = got
		}
		w.want(fmt.Sprint(order), got, want...)
	}
}

func TestAnOldCopyIsMarked(t *testing.T) {
	w := newWorld(t)
	w.land(noon(2026, time.June, 1), "new.csv", e0("10/08/24 A B 1-0", "18/08/24 B A 1-0")...)
	w.land(noon(2026, time.June, 2), "old.csv", e0("10/08/24 A B 3-0")...)
	w.land(noon(2026, time.June, 3), "week.csv", e0("10/08/24 A B 2-0", "11/08/24 C D 1-0", "18/08/24 B A")...)
	var got []string
	for _, e := range tableRows[table.Edition](w, "editions") {
		got = append(got, fmt.Sprint(e.File[len(e.File)-8:], " ", e.Results, " ", e.Stale, " ", e.Winner))
	}
	w.want("editions", got, "/new.csv 2 false false", "/old.csv 1 true false", "week.csv 2 false true")
	w.want("fixtures", w.told(), "2425/A/B/1 10/08/24 A B 2-0", "2425/B/A/1 18/08/24 B A 1-0", "2425/C/D/1 11/08/24 C D 1-0")
}

// words writes names of two words in a row of e0, which knows none with spaces.
func words(rows ...string) []string {
	for i, r := range rows {
		rows[i] = strings.ReplaceAll(r, "_", " ")
	}
	return rows
}

// fixturesOf are words as told lists them.
func fixturesOf(rows ...string) []string { return slices.Sorted(slices.Values(words(rows...))) }

// respelled are so many club_respelled, of the lines of a file.
func respelled(file string, lines ...int) (out []string) {
	for _, l := range lines {
		out = append(out, fmt.Sprintf("%s:%d club_respelled", file, l))
	}
	return out
}

func TestANewerFileThatSpellsAllClubsAnew(t *testing.T) {
	first := []string{"11/08/18 Ash Birch 1-0", "11/08/18 Cedar Dogwood 1-1", "18/08/18 Birch Cedar 2-0", "18/08/18 Dogwood Ash 0-0"}
	old := on(2018, time.August, 20, "a.csv", e0(first...)...)
	newest := func(rows ...string) []landing {
		return []landing{old, on(2018, time.August, 27, "b.csv", words(e0(rows...)...)...)}
	}
	want := func(a, b, c, d string) []string {
		return fixturesOf(
			"1819/Ash/Birch/1 11/08/18 "+a+" "+b+" 1-0", "1819/"+a+"/"+c+"/1 25/08/18 "+a+" "+c+" 3-1", "1819/Birch/Cedar/1 18/08/18 "+b+" "+c+" 2-0",
			"1819/"+b+"/"+d+"/1 25/08/18 "+b+" "+d+" 0-2", "1819/Cedar/Dogwood/1 11/08/18 "+c+" "+d+" 1-1", "1819/Dogwood/Ash/1 18/08/18 "+d+" "+a+" 0-0")
	}
	runCases(t, []fileCase{
		{
			"names like the old ones", newest("11/08/18 Ash_Town Birch_Rovers 1-0", "11/08/18 FC_Cedar Dogwood_Utd 1-1", "18/08/18 Birch_Rovers FC_Cedar 2-0",
				"18/08/18 Dogwood_Utd Ash_Town 0-0", "25/08/18 Ash_Town FC_Cedar 3-1", "25/08/18 Birch_Rovers Dogwood_Utd 0-2"),
			want("Ash_Town", "Birch_Rovers", "FC_Cedar", "Dogwood_Utd"), respelled("b.csv", 2, 2, 3, 3),
		},
		{
			"other names, known by their results", newest("11/08/18 Oak Plum 1-0", "11/08/18 Quince Rowan 1-1", "18/08/18 Plum Quince 2-0",
				"18/08/18 Rowan Oak 0-0", "25/08/18 Oak Quince 3-1", "25/08/18 Plum Rowan 0-2"),
			want("Oak", "Plum", "Quince", "Rowan"), respelled("b.csv", 2, 2, 3, 3),
		},
		{
			"some alike, some not", newest("11/08/18 Ash_Town Birch_Rovers 1-0", "11/08/18 Quince Rowan 1-1", "18/08/18 Birch_Rovers Quince 2-0",
				"18/08/18 Rowan Ash_Town 0-0", "25/08/18 Ash_Town Quince 3-1", "25/08/18 Birch_Rovers Rowan 0-2"),
			want("Ash_Town", "Birch_Rovers", "Quince", "Rowan"), respelled("b.csv", 2, 2, 3, 3),
		},
		{
			"one result corrected", newest("11/08/18 Ash_Town Birch_Rovers 1-0", "11/08/18 FC_Cedar Dogwood_Utd 4-4", "18/08/18 Birch_Rovers FC_Cedar 2-0", "18/08/18 Dogwood_Utd Ash_Town 0-0"),
			fixturesOf("1819/Ash/Birch/1 11/08/18 Ash_Town Birch_Rovers 1-0", "1819/Birch/Cedar/1 18/08/18 Birch_Rovers FC_Cedar 2-0",
				"1819/Cedar/Dogwood/1 11/08/18 FC_Cedar Dogwood_Utd 4-4", "1819/Dogwood/Ash/1 18/08/18 Dogwood_Utd Ash_Town 0-0"),
			respelled("b.csv", 2, 2, 3, 3),
		},
		{
			"the coming fixtures had the new names first", []landing{
				old, on(2018, time.August, 23, "fixtures.csv", words(e0("25/08/18 Ash_Town FC_Cedar")...)...),
				on(2018, time.August, 27, "b.csv", words(e0("11/08/18 Ash_Town Birch_Rovers 1-0", "11/08/18 FC_Cedar Dogwood_Utd 1-1",
					"18/08/18 Birch_Rovers FC_Cedar 2-0", "18/08/18 Dogwood_Utd Ash_Town 0-0", "25/08/18 Ash_Town FC_Cedar 3-1")...)...),
			},
			fixturesOf("1819/Ash/Birch/1 11/08/18 Ash_Town Birch_Rovers 1-0", "1819/Ash_Town/FC_Cedar/1 25/08/18 Ash_Town FC_Cedar 3-1", "1819/Birch/Cedar/1 18/08/18 Birch_Rovers FC_Cedar 2-0",
				"1819/Cedar/Dogwood/1 11/08/18 FC_Cedar Dogwood_Utd 1-1", "1819/Dogwood/Ash/1 18/08/18 Dogwood_Utd Ash_Town 0-0"),
			slices.Concat(respelled("b.csv", 2, 3), respelled("fixtures.csv", 2, 2)),
		},
		{
			"an equal result of other clubs is another match", newest("11/08/18 Oak Plum 1-0", "25/08/18 Quince Rowan 1-1"),
			[]string{"1819/Ash/Birch/1 11/08/18 Ash Birch 1-0", "1819/Birch/Cedar/1 18/08/18 Birch Cedar 2-0", "1819/Cedar/Dogwood/1 11/08/18 Cedar Dogwood 1-1",
				"1819/Dogwood/Ash/1 18/08/18 Dogwood Ash 0-0", "1819/Oak/Plum/1 11/08/18 Oak Plum 1-0", "1819/Quince/Rowan/1 25/08/18 Quince Rowan 1-1"}, nil,
		},
	})
}

func TestAComingFixtureOfTwoClubsSpelledOtherwise(t *testing.T) {
	coming := func(rows ...string) landing {
		return on(2018, time.August, 9, "fixtures.csv", words(e0(rows...)...)...)
	}
	season := func(rows ...string) landing { return on(2018, time.August, 13, "E0.csv", words(e0(rows...)...)...) }
	runCases(t, []fileCase{
		{
			"finds its result", []landing{coming("11/08/18 Man_United Leicester_City"), season("11/08/18 Man_Utd Leicester 2-1")},
			fixturesOf("1819/Man_United/Leicester_City/1 11/08/18 Man_Utd Leicester 2-1"), respelled("E0.csv", 2, 2),
		},
		{
			"each of its day", []landing{coming("11/08/18 Man_United Leicester_City", "11/08/18 Man_City Nott'm_Forest"), season("11/08/18 Manchester_City Nottingham_Forest 0-0", "11/08/18 Manchester_Utd Leicester 2-1")},
			fixturesOf("1819/Man_City/Nott'm_Forest/1 11/08/18 Manchester_City Nottingham_Forest 0-0", "1819/Man_United/Leicester_City/1 11/08/18 Manchester_Utd Leicester 2-1"), respelled("E0.csv", 2, 2, 3, 3),
		},
		{
			"whose spellings of the season's files are older", []landing{
				on(2018, time.August, 5, "E0.csv", words(e0("04/08/18 Man_Utd Ash 1-0", "04/08/18 Birch Leicester 1-0")...)...), coming("11/08/18 Man_United Leicester_City"),
				season("04/08/18 Man_Utd Ash 1-0", "04/08/18 Birch Leicester 1-0", "11/08/18 Man_Utd Leicester 2-1"),
			},
			fixturesOf("1819/Birch/Leicester/1 04/08/18 Birch Leicester 1-0", "1819/Man_United/Leicester_City/1 11/08/18 Man_Utd Leicester 2-1", "1819/Man_Utd/Ash/1 04/08/18 Man_Utd Ash 1-0"),
			respelled("fixtures.csv", 2, 2),
		},
		{
			"one club of two spellings is told once", []landing{
				on(2018, time.August, 5, "E0.csv", words(e0("04/08/18 Man_Utd Ash 1-0", "04/08/18 Birch Leicester 1-0")...)...), coming("11/08/18 Man_United Leicester"),
				season("04/08/18 Man_Utd Ash 1-0", "04/08/18 Birch Leicester 1-0", "11/08/18 Man_Utd Leicester 2-1"),
				on(2018, time.August, 16, "fixtures.csv", words(e0("18/08/18 Ash Man_United")...)...),
				on(2018, time.August, 20, "E0.csv", words(e0("04/08/18 Man_Utd Ash 1-0", "04/08/18 Birch Leicester 1-0", "11/08/18 Man_Utd Leicester 2-1", "18/08/18 Ash Man_Utd 0-1")...)...),
			},
			fixturesOf("1819/Ash/Man_United/1 18/08/18 Ash Man_Utd 0-1", "1819/Birch/Leicester/1 04/08/18 Birch Leicester 1-0",
				"1819/Man_United/Leicester/1 11/08/18 Man_Utd Leicester 2-1", "1819/Man_Utd/Ash/1 04/08/18 Man_Utd Ash 1-0"),
			respelled("fixtures.csv", 2),
		},
		{
			"but not that of two other clubs", []landing{coming("11/08/18 Sheffield_United Bristol_City"), season("11/08/18 Sheffield_Weds Bristol_Rvs 2-1")},
			fixturesOf("1819/Sheffield_United/Bristol_City/1 11/08/18 Sheffield_United Bristol_City", "1819/Sheffield_Weds/Bristol_Rvs/1 11/08/18 Sheffield_Weds Bristol_Rvs 2-1"), nil,
		},
		{
			"nor of clubs that both play", []landing{coming("11/08/18 Dundee_United Ash_Town"), season("11/08/18 Dundee Ash 2-1", "12/08/18 Dundee_United Ash_Town 1-1")},
			fixturesOf("1819/Dundee/Ash/1 11/08/18 Dundee Ash 2-1", "1819/Dundee_United/Ash_Town/1 12/08/18 Dundee_United Ash_Town 1-1"), nil,
		},
		{
			"nor where two are as like", []landing{coming("11/08/18 Ash Birch"), season("11/08/18 Ash_Town Birch_Town 2-1", "11/08/18 Ash_Rovers Birch_Rovers 1-1")},
			fixturesOf("1819/Ash/Birch/1 11/08/18 Ash Birch", "1819/Ash_Rovers/Birch_Rovers/1 11/08/18 Ash_Rovers Birch_Rovers 1-1", "1819/Ash_Town/Birch_Town/1 11/08/18 Ash_Town Birch_Town 2-1"), nil,
		},
	})
}

// league plays rounds of clubs, five matches of ten clubs on each Saturday, with the
// scores of a seed; the clubs have a name and a letter.
func league(seed uint64, name string, rounds int) (rows []string) {
	const clubs = 10
	random := rand.New(rand.NewPCG(seed, 0))
	club := func(i int) string { return name + string(rune('A'+i)) }
	for round := range rounds {
		date := time.Date(2018, time.August, 11+7*round, 0, 0, 0, 0, time.UTC).Format("02/01/06")
		for i := range clubs / 2 {
			home, away := (round+i)%(clubs-1), (round+clubs-1-i)%(clubs-1)
			if i == 0 {
				away = clubs - 1
			}
			rows = append(rows, fmt.Sprintf("%s %s %s %d-%d", date, club(home), club(away), random.IntN(4), random.IntN(3)))
		}
	}
	return rows
}

func TestLeaguesSpelledAnew(t *testing.T) {
	for seed := range uint64(8) {
		played := 2 + int(seed)%6
		both := func(first, second string, other uint64) world {
			w := newWorld(t)
			w.land(noon(2018, time.December, 1), "a.csv", e0(league(seed, first, played)...)...)
			w.land(noon(2018, time.December, 2), "b.csv", e0(league(other, second, played+1)...)...)
			return w
		}
		for _, names := range [][2]string{{"Ashby", "AshbyTown"}, {"Oak", "Elm"}} {
			w := both(names[0], names[1], seed)
			if got, clubs := len(w.told()), len(tableRows[table.Team](w, "teams")); got != 5*(played+1) || clubs != 10 {
				t.Errorf("%q, %d rounds with the same scores: %d matches of %d clubs, want %d of 10", names, played, got, clubs, 5*(played+1))
			}
		}
		w := both("Oak", "Elm", seed+100)
		if got, clubs := len(w.told()), len(tableRows[table.Team](w, "teams")); got != 5*(2*played+1) || clubs != 20 {
			t.Errorf("two leagues of %d rounds: %d matches of %d clubs, want %d of 20", played, got, clubs, 5*(2*played+1))
		}
	}
}
