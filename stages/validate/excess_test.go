package validate

import (
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
		"more behind than chance":              {.0041, 0, 150, "0.0041 above the market's, at least 0.0041 (90 % interval) and more than 0.0040"},
		"more behind, within chance":           {.0195, .5, 150, ""},
		"far behind, within chance":            {.0205, .5, 150, "0.0205 above the market's, more than 0.0200"},
		"far behind on a quarter, by chance":   {.0395, .5, 38, ""},
		"further behind on a quarter":          {.0405, .5, 38, "0.0405 above the market's, more than 0.0397"},
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
