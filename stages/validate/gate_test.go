package validate

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"matchday"
	"matchday/config"
)

// theGate is that of the defaults, but for the calibration: these tests invent
// losses without the probabilities that they come from.
var theGate = func() matchday.Gate {
	g := config.Defaults().Gate
	g.Calibration = 1
	return g
}()

// good is a loss well within the limits.
var good = Loss{LogLoss: 1, Brier: .59, Correct: true}

// window gives the candidate's and others' losses on days of two fixtures each,
// all alike; champion and market may be nil.
func window(days int, candidate, base Loss, champion, market *Loss) []Trial {
	var out []Trial
	for i := range 2 * days {
		out = append(out, Trial{
			FixtureID: fmt.Sprint(i), Division: "E0", Day: matchday.Date(2024, 3, 1).AddDate(0, 0, i/2), Outcome: matchday.HomeWin,
			Candidate: candidate, BaseRate: base, Champion: champion, Market: market,
		})
	}
	return out
}

var nearly = cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })

func TestACandidateMustNotBeWorseThanTheChampion(t *testing.T) {
	champion := func(better float64) *Loss { return &Loss{LogLoss: good.LogLoss - better, Brier: .59, Correct: true} }
	for name, c := range map[string]struct {
		better float64 // how much the champion is
		noise  float64 // half of the days are so much above, half below
		want   string
	}{
		"better":                       {-.01, 0, ""},
		"the same":                     {0, 0, ""},
		"worse beyond chance":          {.004, 0, "beyond chance: by 0.0040, at least 0.0040"},
		"worse within chance":          {.004, .2, ""},
		"much worse, if by chance":     {.006, .2, "0.0060 above the champion's, more than 0.0050"},
		"as much worse as is borne":    {.0049, .2, ""},
		"much worse and beyond chance": {.1, 0, "0.1000 above the champion's"},
	} {
		trials := window(100, good, good, champion(c.better), &good)
		for i := range trials {
			trials[i].Candidate.LogLoss += c.noise * float64(1-i/2%2*2)
		}
		v := Judge(Evidence{Trials: trials}, theGate, 1)
		if (c.want == "") != v.Passed || !strings.Contains(strings.Join(v.Reasons, "\n"), c.want) {
			t.Errorf("%s: passed %v, reasons %q; want %q; %+v", name, v.Passed, v.Reasons, c.want, v.Difference)
		}
		if d := v.Difference; d.N != 200 || math.Abs(d.Value-c.better) > 1e-12 || d.Low > d.Value+1e-12 || d.High < d.Value-1e-12 {
			t.Errorf("%s: difference %+v", name, d)
		}
	}
}

func TestWhoBeatsTheMarketBeyondBeliefIsRejected(t *testing.T) {
	for name, c := range map[string]struct {
		better float64 // than the market
		noise  float64 // half of the days are so much above, half below
		want   string
	}{
		"as good":                      {0, 0, ""},
		"better within belief":         {.0199, 0, ""},
		"better beyond belief":         {.2, .1, "0.2000 below the market's, at least 0.18"},
		"perhaps better beyond belief": {.05, .3, ""},
		"worse":                        {-.003, 0, ""},
	} {
		trials := window(100, good, good, nil, &Loss{LogLoss: good.LogLoss + c.better, Brier: .59, Correct: true})
		for i := range trials {
			trials[i].Candidate.LogLoss += c.noise * float64(1-i/2%2*2)
		}
		v := Judge(Evidence{Trials: trials}, theGate, 1)
		if (c.want == "") != v.Passed || !strings.Contains(strings.Join(v.Reasons, "\n"), c.want) {
			t.Errorf("%s: passed %v, reasons %q; want %q; %+v", name, v.Passed, v.Reasons, c.want, v.AgainstMarket)
		}
		if d := v.AgainstMarket; d.N != 200 || math.Abs(d.Value+c.better) > 1e-12 {
			t.Errorf("%s: difference %+v", name, d)
		}
	}
}

func TestFixturesThatTheChampionKnewAreNotCompared(t *testing.T) {
	trials := window(100, good, good, &Loss{LogLoss: 1.2}, &good)
	for i := range 150 {
		trials[i].Champion = nil
	}
	v := Judge(Evidence{Trials: trials}, theGate, 1)
	if !v.Passed || v.Difference.N != 50 || v.Scores[Champion].N != 50 || v.Scores[Candidate].N != 200 {
		t.Errorf("%+v, %+v", v, v.Difference)
	}
}

func TestNoTrialsAreNoProof(t *testing.T) {
	if v := Judge(Evidence{}, theGate, 1); v.Passed || len(v.Reasons) != 1 {
		t.Errorf("%+v", v)
	}
}

func TestAReasonFromOutsideRejects(t *testing.T) {
	v := Judge(Evidence{Trials: window(100, good, good, nil, &good)}, theGate, 1)
	if v.Reject("it learned nothing of E1"); v.Passed || !slices.Equal(v.Reasons, []string{"it learned nothing of E1"}) {
		t.Errorf("%+v", v)
	}
}

func TestAVerdictDependsOnNothingButItsTrials(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "fixtures")
		seed := rapid.Int64().Draw(t, "seed")
		loss := func(name string) Loss {
			return Loss{LogLoss: rapid.Float64Range(.5, 1.5).Draw(t, name), Brier: rapid.Float64Range(.3, .9).Draw(t, name), Correct: rapid.Bool().Draw(t, name)}
		}
		var trials []Trial
		for i := range n {
			trial := Trial{
				FixtureID: fmt.Sprint(i), Day: matchday.Date(2024, 3, 1+i), Candidate: loss("candidate"), BaseRate: loss("base rate"),
				Division: rapid.SampledFrom([]string{"E0", "E1"}).Draw(t, "division"), Outcome: matchday.Draw,
			}
			if rapid.Bool().Draw(t, "priced") {
				l := loss("market")
				trial.Market = &l
			}
			l := loss("serving")
			trial.Serving = &l
			if l := loss("champion"); rapid.Bool().Draw(t, "new to the champion") {
				trial.Champion = &l
			}
			trials = append(trials, trial)
		}
		theGate := theGate
		theGate.MinFixtures = 4
		theGate.Groups = []matchday.GateGroup{{Name: "top", Divisions: []string{"E0"}}}
		want := Judge(Evidence{Trials: trials}, theGate, seed)
		if want.Passed != (len(want.Reasons) == 0) {
			t.Fatalf("passed %v with reasons %q", want.Passed, want.Reasons)
		}
		if d := cmp.Diff(want, Judge(Evidence{Trials: trials}, theGate, seed)); d != "" {
			t.Fatalf("again: %s", d)
		}
		slices.Reverse(trials)
		if d := cmp.Diff(want.Difference, Judge(Evidence{Trials: trials}, theGate, seed).Difference, nearly); d != "" {
			t.Fatalf("turned round: %s", d)
		}
		text, err := json.Marshal(want)
		var back Verdict
		if err == nil {
			err = json.Unmarshal(text, &back)
		}
		if d := cmp.Diff(want, back); err != nil || d != "" {
			t.Fatalf("through JSON: %s (%v)", d, err)
		}
	})
}

func TestDaysAreDrawnAsSQLDrawsThem(t *testing.T) {
	draw := NewDraws(42).ofDays(7)
	var counts [7]int
	for resample := range 1000 {
		for slot := range 7 {
			// The first 15 hex digits, as left(md5(…), 15) has them.
			sum := md5.Sum(fmt.Appendf(nil, "42/%d/%d", resample, slot))
			digits, err := strconv.ParseInt(hex.EncodeToString(sum[:])[:15], 16, 64)
			if got := draw(resample, slot, 7); err != nil || got != int(digits%7) {
				t.Fatalf("resample %d, slot %d: day %d; want %d", resample, slot, got, digits%7)
			}
			counts[draw(resample, slot, 7)]++
		}
	}
	for day, n := range counts { // 1000 each, ± 29 by one standard deviation
		if n < 850 || n > 1150 {
			t.Errorf("day %d was drawn %d times of 7000", day, n)
		}
	}
}

// results is a list of fixtures, one a day from the first of 2024, known the
// day after.
func results(n int) *matchday.Rows {
	rows := &matchday.Rows{}
	for i := range n {
		day := matchday.Date(2024, 1, 1+i)
		rows.Fixtures = append(rows.Fixtures, matchday.Fixture{ID: fmt.Sprint(i), MatchDate: day, AsOf: day})
		rows.KnownAt = append(rows.KnownAt, day.AddDate(0, 0, 1))
	}
	return rows
}

func TestTheWindowIsTheLastWeeksOrWider(t *testing.T) {
	rows := results(200)
	rows.KnownAt[199] = time.Time{} // not played yet
	late := matchday.Date(2025, 1, 1)
	gate := matchday.Gate{Window: matchday.Duration(70 * 24 * time.Hour), MinFixtures: 50}
	start, at, err := Window(rows, gate, late)
	// The last result was known on day 199; seventy days before is day 129.
	if want := matchday.Date(2024, 1, 1+129); err != nil || !start.Equal(want) || len(at) != 70 || at[0] != 129 || at[69] != 198 {
		t.Errorf("from %s, %v, %v; want %s", start, at, err, want)
	}
	gate.MinFixtures = 90
	if start, at, err = Window(rows, gate, late); err != nil || len(at) != 90 || at[0] != 109 || !start.Equal(rows.Fixtures[109].AsOf) {
		t.Errorf("wider: from %s, %v, %v", start, at, err)
	}
	gate.MinFixtures = 60
	if _, at, err = Window(rows, gate, rows.KnownAt[150]); err != nil || at[len(at)-1] != 150 {
		t.Errorf("known by then: %v, %v", at, err)
	}
	gate.MinFixtures = 100 // leaves 99 before
	if _, _, err = Window(rows, gate, late); err == nil || !strings.Contains(err.Error(), "99 results were known before the window") {
		t.Errorf("nothing to learn from: %v", err)
	}
	gate.MinFixtures = 200
	if _, _, err = Window(rows, gate, late); err == nil || !strings.Contains(err.Error(), "199 fixtures have a result") {
		t.Errorf("nothing to judge by: %v", err)
	}
}
