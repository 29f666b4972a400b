package ratings

import (
	"math"
	"testing"

	"matchday"
)

// fixtureOf is a bare fixture of England.
func fixtureOf(division string, level int, season, home, away string) *Match {
	return &Match{Fixture: matchday.Fixture{
		Country: "England", Division: division, Season: season, Level: level, HomeTeamID: home, AwayTeamID: away,
	}}
}

const year = int64(365.25 * 86400)

func TestClubsMoveBetweenDivisionsWithTheirRatings(t *testing.T) {
	c := startCountry()
	c.enter(fixtureOf("E0", 1, "0001", "a", "b"), 0)
	p := c.enter(fixtureOf("E1", 2, "0001", "x", "y"), 0)
	near(t, "Elo of a lower division's first club", p.home.elo, 1390, 1e-9)
	p.home.elo = 1450
	p.division.filters[onMix].x[clubState(p.home.slot, attack)] = .3

	up := c.enter(fixtureOf("E0", 1, "0102", "x", "a"), year)
	near(t, "Elo of the promoted club", up.home.elo, 1450, 0)
	near(t, "its attack", up.division.filters[onMix].x[clubState(up.home.slot, attack)], .3, 0)
	if len(p.division.members) != 1 || len(up.division.members) != 3 {
		t.Errorf("%d clubs below and %d above, want 1 and 3", len(p.division.members), len(up.division.members))
	}
	for _, m := range []*division{p.division, up.division} {
		for slot, k := range m.members {
			if k.slot != slot || k.home != m {
				t.Errorf("a club of %s stands in slot %d and believes in %d", m.code, slot, k.slot)
			}
		}
		for i, f := range m.filters {
			if f.n != stateClubs+clubStates*len(m.members) {
				t.Errorf("filter %d of %s has %d states for %d clubs", i, m.code, f.n, len(m.members))
			}
		}
	}
	promoted, relegated := c.movement(up, up.home)
	near(t, "newly promoted", promoted, 1, 0)
	near(t, "newly relegated", relegated, 0, 0)
	stayed, _ := c.movement(up, up.away)
	near(t, "a club that stayed newly promoted", stayed, 0, 0)
}

func TestMovementIsUnknownWithoutASeasonBefore(t *testing.T) {
	c := startCountry()
	first := c.enter(fixtureOf("E3", 4, "0001", "a", "b"), 0)
	if promoted, _ := c.movement(first, first.home); !math.IsNaN(promoted) {
		t.Errorf("in the first season a club is newly promoted: %v", promoted)
	}
	second := c.enter(fixtureOf("E3", 4, "0102", "a", "n"), year)
	if promoted, _ := c.movement(second, second.away); !math.IsNaN(promoted) {
		t.Errorf("a newcomer to a fourth level without a third is newly promoted: %v", promoted)
	}
	top := startCountry()
	top.enter(fixtureOf("BRA", 1, "2012", "a", "b"), 0)
	next := top.enter(fixtureOf("BRA", 1, "2013", "a", "n"), year)
	promoted, _ := top.movement(next, next.away)
	near(t, "a newcomer to a top level newly promoted", promoted, 1, 0)
}

func TestNewcomersStartBelowTheMean(t *testing.T) {
	c := startCountry()
	c.enter(fixtureOf("E0", 1, "0001", "a", "b"), 0)
	c.clubs["a"].elo, c.clubs["b"].elo = 1600, 1500
	p := c.enter(fixtureOf("E0", 1, "0102", "a", "n"), year)
	near(t, "Elo", p.away.elo, 1550-60, 1e-9)
	near(t, "attack", p.division.filters[onMix].x[clubState(p.away.slot, attack)], -.18, 1e-12)
	near(t, "home edge", p.division.filters[onMix].x[clubState(p.away.slot, homeEdge)], 0, 0)
}

func TestASeasonLetsGoTheClubsThatDidNotComeBack(t *testing.T) {
	c := startCountry()
	c.enter(fixtureOf("E0", 1, "0001", "a", "gone"), 0)
	m := fixtureOf("E0", 1, "0102", "a", "b")
	p := c.enter(m, year)
	for range earlyGames - 1 {
		p.table.record(p.home, p.away, m)
		p.division.releaseLeavers(p.table)
	}
	if len(p.division.members) != 3 {
		t.Fatalf("%d clubs in the season's first weeks, want 3", len(p.division.members))
	}
	p.table.record(p.home, p.away, m)
	p.division.releaseLeavers(p.table)
	if gone := c.clubs["gone"]; len(p.division.members) != 2 || gone.home != nil {
		t.Fatalf("%d clubs after them, want 2", len(p.division.members))
	}
	back := c.enter(fixtureOf("E0", 1, "0203", "gone", "a"), 2*year)
	if len(back.division.members) != 3 || back.home.home != back.division {
		t.Error("the club that comes back has no place")
	}
}

func TestALateFixtureOfAnOldSeasonChangesNoSeason(t *testing.T) {
	c := startCountry()
	c.enter(fixtureOf("E0", 1, "0001", "a", "b"), 0)
	now := c.enter(fixtureOf("E0", 1, "0102", "a", "b"), year)
	late := c.enter(fixtureOf("E0", 1, "0001", "b", "a"), year+86400)
	if late.table == now.table || late.division.newest != now.table || late.home.season != now.table {
		t.Error("a late fixture of the old season moved its clubs back into it")
	}
}
