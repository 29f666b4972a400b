package tune

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday"
	"matchday/config"
)

// bowl is a judge whose losses grow with the steps from a lowest point of the
// grid; differences below 0.005 are noise to it.
func bowl(lowest matchday.Train, asked *int) Judge {
	return Judge{
		Score: func(_ context.Context, c matchday.Train) (Losses, error) {
			*asked++
			steps := 0.0
			for _, d := range grid() {
				steps += math.Abs(math.Log(d.at(&c).get() / d.at(&lowest).get()))
			}
			return Losses{Days: []int64{0, 86400}, Sum: []float64{2 + steps, 1}, Fixtures: []float64{2, 1}}, nil
		},
		Compare: func(a, b Losses) Change {
			d := a.Mean() - b.Mean()
			return Change{d, d - .005, d + .005}
		},
	}
}

func onGrid() matchday.Train {
	c := config.Defaults().Train
	for _, d := range grid() {
		d.at(&c).set(d.values[len(d.values)/2])
	}
	return c
}

func TestTheSearchFindsTheLowestPointOfABowl(t *testing.T) {
	lowest := onGrid()
	lowest.XGBoost.MaxDepth, lowest.XGBoost.Eta, lowest.EnsembleYears = 2, .05, 3
	asked := 0
	got, err := Search(t.Context(), onGrid(), 200, 7, bowl(lowest, &asked))
	if err != nil {
		t.Fatal(err)
	}
	if got.Best.Train != lowest {
		t.Errorf("found %+v", got.Best.Train)
	}
	if asked != len(got.Trials) || asked > 150 {
		t.Errorf("%d trials, %d scored: it should end when all neighbours are tried", len(got.Trials), asked)
	}
	for i, a := range got.Trials {
		for _, b := range got.Trials[:i] {
			if a.Train == b.Train {
				t.Errorf("trials %d and %d are the same", a.Number, b.Number)
			}
		}
	}
}

func TestADifferenceWithinNoiseChangesNothing(t *testing.T) {
	asked := 0
	judge := bowl(onGrid(), &asked)
	judge.Compare = func(a, b Losses) Change { return Change{-.001, -.003, .001} }
	got, err := Search(t.Context(), onGrid(), 5, 7, judge)
	if err != nil || got.Best.Number != 0 || len(got.Trials) != 6 {
		t.Errorf("best is trial %d of %d, error %v", got.Best.Number, len(got.Trials), err)
	}
}

func TestASearchThatStoppedGoesOnToTheSameEnd(t *testing.T) {
	lowest := onGrid()
	lowest.XGBoost.Lambda = 1
	asked := 0
	whole, err := Search(t.Context(), onGrid(), 20, 3, bowl(lowest, &asked))
	if err != nil {
		t.Fatal(err)
	}
	broken := bowl(lowest, new(int))
	score := broken.Score
	left := 8
	broken.Score = func(ctx context.Context, c matchday.Train) (Losses, error) {
		if left--; left < 0 {
			return Losses{}, errors.New("killed")
		}
		return score(ctx, c)
	}
	part, err := Search(t.Context(), onGrid(), 20, 3, broken)
	if err == nil || len(part.Trials) != 8 {
		t.Fatalf("%d trials before the kill, error %v", len(part.Trials), err)
	}
	if d := cmp.Diff(whole.Trials[:8], part.Trials); d != "" {
		t.Errorf("the trials of a part of the search differ:\n%s", d)
	}
}

func TestEveryDialTurnsItsOwnSetting(t *testing.T) {
	for _, d := range grid() {
		c := onGrid()
		d.at(&c).set(d.values[0])
		if c == onGrid() || d.at(&c).get() != d.values[0] {
			t.Errorf("%s set to %v: %+v", d.name, d.values[0], c)
		}
		for _, o := range grid() {
			if before := onGrid(); o.name != d.name && o.at(&c).get() != o.at(&before).get() {
				t.Errorf("%s moved %s", d.name, o.name)
			}
		}
	}
}

func TestReportedSeasonsAreWithheld(t *testing.T) {
	played := func(division string, year int) matchday.Fixture {
		return matchday.Fixture{Division: division, MatchDate: matchday.Date(year, time.August, 20)}
	}
	rows := &matchday.Rows{Fixtures: []matchday.Fixture{played("E0", 2014), played("E0", 2015), played("D1", 2010), played("D2", 2020), played("SP1", 2009)}}
	for range rows.Fixtures {
		rows.KnownAt = append(rows.KnownAt, matchday.Date(2021, 1, 1))
		for _, c := range []*[]float64{&rows.HomeGoals, &rows.AwayGoals, &rows.HomeMix, &rows.AwayMix} {
			*c = append(*c, 1)
		}
	}
	out := HoldOut(rows)
	for i, want := range []bool{true, false, false, true, true} {
		unplayed := out.KnownAt[i].IsZero() && out.Outcome(i) == matchday.NoOutcome && math.IsNaN(out.HomeMix[i]+out.AwayMix[i])
		if unplayed == want {
			t.Errorf("%s of %v: played %v; want %v", rows.Fixtures[i].Division, rows.Fixtures[i].MatchDate, !unplayed, want)
		}
		if rows.KnownAt[i].IsZero() || rows.HomeGoals[i] != 1 {
			t.Errorf("the rows handed in were changed")
		}
	}
}
