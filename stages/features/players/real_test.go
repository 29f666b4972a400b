package players

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchday"
	"matchday/stages/staging/appearances"
)

// realMatches are the Premier League's fixtures of some seasons as the real
// tables tell them, each at three in the afternoon.
func realMatches(t *testing.T, seasons ...string) []Match {
	t.Helper()
	shared := os.Getenv("MATCHDAY_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	var out []Match
	place := map[string]int{}
	for _, season := range seasons {
		payload, err := os.ReadFile(filepath.Join(shared, "lineups", "fpl_sportmonks", "E0_"+season+".csv.zst"))
		if err != nil {
			t.Skipf("the real tables of who played are missing (%v): set MATCHDAY_SHARED to the folder that holds lineups/", err)
		}
		table, err := appearances.Parse(payload, "ict_index")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range table.Rows {
			id := fmt.Sprintf("%s/%s/%s/%s/1", r.Division, r.Season, r.Home, r.Away)
			i, ok := place[id]
			if !ok {
				i = len(out)
				place[id] = i
				kickoff := matchday.KickoffAt(r.Date, 15, 0)
				out = append(out, Match{PlayedAt: kickoff.Add(3 * time.Hour), Fixture: matchday.Fixture{
					ID: id, Country: "England", HomeTeamID: r.Home, AwayTeamID: r.Away, Kickoff: kickoff, AsOf: matchday.CollectionMoment(kickoff),
				}})
			}
			m, side := &out[i], Away
			if r.AtHome {
				side = Home
			}
			if m.Sheets[side] == nil {
				m.Sheets[side] = []Sheet{{KnownAt: m.Kickoff.Add(-time.Hour)}}
			}
			sheet := &m.Sheets[side][0]
			sheet.Players = append(sheet.Players, Appearance{r.Key, PositionOf(r.Position), r.Started, r.Minutes, r.Rating})
		}
	}
	return out
}

// TestStartProbabilitiesAreCalibratedOnRealElevens holds the expected elevens,
// as of the Tuesday or Friday before, to who really started in 2018/19 to
// 2020/21.
func TestStartProbabilitiesAreCalibratedOnRealElevens(t *testing.T) {
	matches := realMatches(t, "1617", "1718", "1819", "1920", "2021")
	events, err := eventsOf(matches)
	if err != nil {
		t.Fatal(err)
	}
	type bin struct{ n, likely, started float64 }
	var bins [10]bin
	loss, n := 0.0, 0.0
	past := newHistory()
	for _, e := range events {
		m := &matches[e.match]
		switch {
		case e.kind == played || e.kind == ownPlayed:
			past.learn(m, e.at)
		case e.kind == expectation && m.Kickoff.After(matchday.Date(2018, time.July, 1)):
			for side := range numSides {
				x := past.lineup(m, side, e.at)
				if !x.known {
					continue
				}
				for _, c := range x.choices {
					b := &bins[min(9, int(10*c.start))]
					b.n, b.likely = b.n+1, b.likely+c.start
					y := 0.0
					if slices.ContainsFunc(m.Sheets[side][0].Players, func(a Appearance) bool { return a.Player == c.key && a.Started }) {
						y = 1
					}
					b.started += y
					p := min(max(c.start, .001), .999)
					loss -= y*math.Log(p) + (1-y)*math.Log(1-p)
					n++
				}
			}
		}
	}
	for i, b := range bins {
		if b.n < 100 || math.Abs(b.likely-b.started)/b.n > .06 {
			t.Errorf("of %v players who start with %d to %d %%, at %.3f on average, %.3f started", b.n, 10*i, 10*i+10, b.likely/b.n, b.started/b.n)
		}
	}
	t.Logf("log loss %.4f of %v players", loss/n, n)
	if loss/n > .33 {
		t.Errorf("log loss %.4f a player", loss/n)
	}
}

// TestRealLineUpsAreCoveredAndEven holds the features of 1,140 real fixtures to
// what they must be like: known elevens, and no side favoured.
func TestRealLineUpsAreCoveredAndEven(t *testing.T) {
	matches := realMatches(t, "1617", "1718", "1819", "1920", "2021")
	f, err := Run(matches)
	if err != nil {
		t.Fatal(err)
	}
	n, sums, squares := 0., [NumColumns]float64{}, [NumColumns]float64{}
	for i := range matches {
		if matches[i].Kickoff.Before(matchday.Date(2018, time.July, 1)) || math.IsNaN(f.Actual[RatingDiff][i]) {
			continue
		}
		n++
		for c := range NumColumns {
			sums[c] += f.Actual[c][i]
			squares[c] += f.Actual[c][i] * f.Actual[c][i]
		}
	}
	if n < 1130 {
		t.Fatalf("%v of 1140 fixtures have a row", n)
	}
	for _, c := range []int{RatingDiff, MissingDiff, RegularityDiff} {
		mean, sd := sums[c]/n, math.Sqrt(squares[c]/n)
		if math.Abs(mean) > 4*sd/math.Sqrt(n) || sd < .5 || sd > 2 {
			t.Errorf("%s has mean %.3f and standard deviation %.3f", Names[c], mean, sd)
		}
	}
	if coverage := sums[CoverageHome] / n; coverage < .98 {
		t.Errorf("coverage %.3f", coverage)
	}
	if rotation := sums[RotationHome] / n; rotation < 1.5 || rotation > 3 { // 79 % start again
		t.Errorf("%.2f changes a match", rotation)
	}
}
