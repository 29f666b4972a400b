package players

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestAnExpectedElevenIsElevenWithOneGoalkeeper(t *testing.T) {
	past := newHistory()
	for week := range 9 {
		m := fixture(week, "a", "b", eleven("a", [2]int{11 + week%2, 1 + week%5}))
		past.learn(&m, m.PlayedAt.Unix())
	}
	m := fixture(9, "a", "b")
	x := past.lineup(&m, Home, m.AsOf.Unix())
	total, keepers := 0.0, 0.0
	for _, c := range x.choices {
		total += c.start
		if c.position == Goalkeeper {
			keepers += c.start
		}
		if c.start < 0 || c.start > 1 || c.squad < c.start || c.squad > 1 {
			t.Errorf("%s starts with %v and is in the squad with %v", c.key, c.start, c.squad)
		}
	}
	if x.announced || math.Abs(total-11) > .5 || math.Abs(keepers-1) > 1e-9 {
		t.Errorf("%v starters, %v goalkeepers", total, keepers)
	}
}

func TestASidelinedPlayerIsNotExpected(t *testing.T) {
	matches := []Match{fixture(0, "a", "b", eleven("a"), eleven("b")), fixture(1, "a", "b"), fixture(2, "a", "b")}
	matches[1].Absent[Home] = []Absence{{"a3", matches[1].AsOf}, {"nobody", matches[1].AsOf}}
	matches[2].Absent[Home] = []Absence{{"a3", matches[2].AsOf.Add(time.Second)}}
	f, err := Run(matches)
	if err != nil {
		t.Fatal(err)
	}
	known, later := f.AsOf[MissingDiff][1], f.AsOf[MissingDiff][2]
	if !(known > later+.5) {
		t.Errorf("missing %v with a regular known to be out, %v with one who was not known to be", known, later)
	}
}

func TestAnEmptierSheetReplacesNothing(t *testing.T) {
	full, other := eleven("a"), eleven("a", [2]int{12, 2})
	m := fixture(1, "a", "b")
	at := func(minutes int) time.Time { return m.Kickoff.Add(time.Duration(minutes) * time.Minute) }
	m.Sheets[Home] = []Sheet{{at(-70), full[:3]}, {at(-60), full}, {at(-50), nil}, {at(-40), full[:7]}, {at(-30), other}, {at(10), full}}
	for minutes, want := range map[int][]Appearance{-71: nil, -70: full[:3], -60: full, -50: full, -40: full, -30: other, 0: other} {
		got := m.sheetAt(Home, at(minutes).Unix())
		switch {
		case want == nil && got == nil:
		case want == nil || got == nil || len(got.Players) != len(want) || got.Players[len(want)-1] != want[len(want)-1] && !math.IsNaN(want[len(want)-1].Rating):
			t.Errorf("%d minutes: %v, want %v", minutes, got, want)
		case slices.IndexFunc(got.Players, func(a Appearance) bool { return a.Player == "a2" && a.Started }) != slices.IndexFunc(want, func(a Appearance) bool { return a.Player == "a2" && a.Started }):
			t.Errorf("%d minutes: another version", minutes)
		}
	}
	if !m.announcedAt().Equal(at(-30)) {
		t.Errorf("announced at %s, want the last version before kick-off", m.announcedAt())
	}
}

func TestWithoutALineUpThereIsNoActualRow(t *testing.T) {
	f, err := Run([]Match{fixture(0, "a", "b", eleven("a"), eleven("b")), fixture(1, "a", "b"), fixture(2, "a", "b", eleven("a"))})
	if err != nil {
		t.Fatal(err)
	}
	if !math.IsNaN(f.AsOf[RatingDiff][0]) || !math.IsNaN(f.Actual[RatingDiff][0]) {
		t.Error("the first match has a history")
	}
	if !math.IsNaN(f.Actual[RatingDiff][1]) || math.IsNaN(f.AsOf[RatingDiff][1]) {
		t.Error("the second match has no expected row, or an actual one without a line-up")
	}
	if f.Actual[AnnouncedHome][2] != 1 || f.Actual[AnnouncedAway][2] != 0 || math.IsNaN(f.Actual[RatingDiff][2]) {
		t.Error("one side's line-up is not enough for an actual row")
	}
}

func TestSidesAreSymmetric(t *testing.T) {
	matches, mirrored := rated(12), rated(12)
	last := fixture(12, "a", "b", without(eleven("a", [2]int{11, 1}), "a1"), eleven("b", [2]int{13, 0}))
	mirror := fixture(12, "b", "a", last.Sheets[Away][0].Players, last.Sheets[Home][0].Players)
	f, err := Run(append(matches, last))
	if err != nil {
		t.Fatal(err)
	}
	g, err := Run(append(mirrored, mirror))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []int{RatingDiff, MissingDiff, RegularityDiff, BenchDiff} {
		near(t, Names[c], f.Actual[c][12], -g.Actual[c][12])
		near(t, "expected "+Names[c], f.AsOf[c][12], -g.AsOf[c][12])
	}
	near(t, "goalkeeper", g.Actual[KeeperChangeHome][12], 1)
	near(t, "strength", f.Actual[StrengthHome][12], g.Actual[StrengthAway][12])
}

func TestUnusableMatchesAreNamed(t *testing.T) {
	same, twice, order := fixture(0, "a", "a"), fixture(1, "a", "b"), fixture(2, "a", "b")
	order.Sheets[Home] = []Sheet{{KnownAt: start.Add(1)}, {KnownAt: start}}
	for what, matches := range map[string][]Match{"a team against itself": {same}, "a fixture twice": {twice, twice}, "sheets out of order": {order}, "no id": {{}}} {
		if _, err := Run(matches); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}
