package validate

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWhoIsTooFarBehindTheBenchmarkIsRejected(t *testing.T) {
	for name, c := range map[string]struct {
		behind, noise float64 // half of the days are so much above, half below
		days          int     // of two fixtures
		want          string
	}{
		"a little behind":                      {.0039, 0, 150, ""},
		"more behind than chance":              {.0041, 0, 150, "0.0041 above the market's, at least 0.0041 (99 % interval) and more than 0.0040"},
		"more behind, within chance":           {.0195, .25, 150, ""},
		"far behind, within chance":            {.0205, .25, 150, "0.0205 above the market's, more than 0.0200"},
		"far behind on a quarter, by chance":   {.0395, .25, 38, ""},
		"further behind on a quarter":          {.0405, .25, 38, "0.0405 above the market's, more than 0.0397"},
		"better":                               {-.01, .1, 150, ""},
		"behind beyond chance, on few days":    {.01, 0, 7, ""},
		"behind beyond chance, on days enough": {.01, 0, 8, "0.0100 above the market's, at least"},
	} {
		trials := window(c.days, good, good, nil, &good)
		for i := range trials {
			trials[i].Candidate.LogLoss += c.behind + c.noise*float64(1-i/2%2*2)
		}
		v := Judge(Evidence{Trials: trials}, theGate, 1)
		if (c.want == "") != v.Passed || !strings.Contains(strings.Join(v.Reasons, "\n"), c.want) {
			t.Errorf("%s: passed %v, reasons %q; want %q; %+v", name, v.Passed, v.Reasons, c.want, v.Groups[0].Excess)
		}
	}
}

func TestAFewMatchesThatTheMarketKnowsMoreOfRejectNobody(t *testing.T) {
	for name, c := range map[string]struct {
		behind float64 // on so many of 300 fixtures of 150 days; equal on the others
		on     int
		mean   float64
		passes bool
	}{
		"ten counted as far as they count": {1.9, 10, .3 * 10 / 300, true},
		"twenty are no few":                {.9, 21, .3 * 21 / 300, false},
		"what comes was all but excluded":  {2.1, 3, 2.1 * 3 / 300, false},
		"one impossible result":            {34, 1, 34. / 300, false},
		"better counts no more":            {-1.5, 30, -.3 * 30 / 300, true},
	} {
		trials := window(150, good, good, nil, &good)
		for i := range c.on {
			trials[i*300/c.on].Candidate.LogLoss += c.behind
		}
		rejected := false
		e := excessOf(part{against: Market, trials: trials}, theGate, NewDraws(1).ofDays(150))
		e.hold(part{against: Market}, true, func(string, ...any) { rejected = true })
		near(t, name, e.Value, c.mean)
		if rejected == c.passes {
			t.Errorf("%s: rejected %v; %+v", name, rejected, e)
		}
	}
}

func TestTheExcessHasTheIntervalThatOneLookInTwoHundredIsBelow(t *testing.T) {
	// 400 days of one fixture each, half .1 above and half .1 below: the mean of 400 draws
	// has a standard deviation of .1 / 20, and .5 % of a normal distribution lie 2.576 below.
	trials := window(200, good, good, nil, &good)
	for i := range trials {
		trials[i].Day = trials[0].Day.AddDate(0, 0, i)
		trials[i].Candidate.LogLoss += .1 * float64(1-i%2*2)
	}
	e := excessOf(part{against: Market, trials: trials}, theGate, NewDraws(1).ofDays(400))
	if math.Abs(e.Low+2.576*.005) > .0008 || math.Abs(e.High-2.576*.005) > .0008 {
		t.Errorf("%+v; want -0.0129 to 0.0129", e)
	}
}

func TestABetterCandidateIsNeverRejectedWhereAWorseOneIsNot(t *testing.T) {
	draw := NewDraws(1).ofDays(30)
	rapid.Check(t, func(t *rapid.T) {
		worse := window(rapid.IntRange(2, 30).Draw(t, "days"), good, good, nil, &good)
		amount, by := rapid.Float64Range(-.1, .12), rapid.Float64Range(0, .05)
		for i := range worse {
			worse[i].Candidate.LogLoss += amount.Draw(t, "behind")
		}
		better := append([]Trial{}, worse...)
		for i := range better {
			better[i].Candidate.LogLoss -= by.Draw(t, "better by")
		}
		rejected := func(trials []Trial) (yes bool) {
			p := part{against: Market, trials: trials}
			excessOf(p, theGate, draw).hold(p, true, func(string, ...any) { yes = true })
			return yes
		}
		if rejected(better) && !rejected(worse) {
			t.Fatal("the better one is rejected, the worse one not")
		}
	})
}
