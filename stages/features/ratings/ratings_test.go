package ratings

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"matchday"
)

// run rates all matches from nothing.
func run(ctx context.Context, matches []Match) (Ratings, error) {
	out, _, err := Resume(ctx, &State{}, matches, nil)
	return out, err
}

func TestRowsOfPlayedAndUnplayedMatches(t *testing.T) {
	matches := inventedWorld(rand.New(rand.NewPCG(9, 9)))
	out := rate(t, matches)
	always := []int{eloHome, eloAway, eloDiff, logRateHome, logRateAway, logRateVar, stakeHome, stakeAway, deadHome, deadAway, drawOK, gamesHome, gamesAway, seasonProgress, levelSum, pastLogRateHome, pastLogRateAway}
	for i := range matches {
		for _, c := range always {
			if v := out.Columns[c][i]; math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%s of %s is %v", out.Names[c], matches[i].ID, v)
			}
		}
		if matches[i].played() == math.IsNaN(out.HomeMix[i]) {
			t.Fatalf("%s is played: %v, and its mix %v", matches[i].ID, matches[i].played(), out.HomeMix[i])
		}
	}
}

func TestTheStrongSideComesToBeRatedHigher(t *testing.T) {
	matches := inventedWorld(rand.New(rand.NewPCG(10, 10)))
	for i := range matches { // the club A3 wins whatever it plays
		m := &matches[i]
		switch "Linked/A3" {
		case m.HomeTeamID:
			m.HomeGoals, m.AwayGoals = 4, 0
			m.Price = matchday.Probs{.8, .15, .05}
		case m.AwayTeamID:
			m.HomeGoals, m.AwayGoals = 0, 4
			m.Price = matchday.Probs{.1, .15, .75}
		}
		m.HomeShots = math.NaN()
	}
	out := rate(t, matches)
	for i := range matches {
		m := &matches[i]
		if m.Season != "1213" || m.HomeTeamID != "Linked/A3" || m.AsOf.Before(matchday.Date(2012, time.August, 20)) {
			continue
		}
		for _, pair := range [][2]int{{eloHome, eloAway}, {logRateHome, logRateAway}, {pastLogRateHome, pastLogRateAway}, {pastPriceLogRateHome, pastPriceLogRateAway}} {
			if h, a := out.Columns[pair[0]][i], out.Columns[pair[1]][i]; !(h > a) {
				t.Errorf("%s: %s %v is not above %v", m.ID, out.Names[pair[0]], h, a)
			}
		}
	}
}

func TestRunRefusesWhatItCannotRate(t *testing.T) {
	good := inventedWorld(rand.New(rand.NewPCG(11, 11)))[:3]
	for name, spoil := range map[string]func(m []Match){
		"stands twice":     func(m []Match) { m[1] = m[0] },
		"plays itself":     func(m []Match) { m[1].AwayTeamID = m[1].HomeTeamID },
		"must be set":      func(m []Match) { m[2].Season = "" },
		"has no as-of":     func(m []Match) { m[2].AsOf = time.Time{} },
		"has the result":   func(m []Match) { m[0].KnownAt, m[0].HomeGoals = m[0].AsOf, -1 },
		"three probabilit": func(m []Match) { m[0].HasPrice, m[0].Price = true, matchday.Probs{1, 0, 0} },
	} {
		m := append([]Match(nil), good...)
		spoil(m)
		if _, err := run(context.Background(), m); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want one that says %q", err, name)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := run(ctx, good); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if out, err := run(context.Background(), nil); err != nil || len(out.Columns) != len(out.Names) {
		t.Errorf("no matches: %v", err)
	}
}
