package validate

import (
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
)

// forecast are trials of two divisions, whose candidate says told, the champion
// and the fit that would serve what they are given.
func forecast(told, champion, serving matchday.Probs) []Trial {
	rates := LossOf(matchday.Probs{.45, .27, .28}, matchday.HomeWin)
	trials := window(20, LossOf(told, matchday.HomeWin), rates, nil, nil)
	for i := range trials {
		c, s := LossOf(champion, matchday.HomeWin), LossOf(serving, matchday.HomeWin)
		trials[i].Champion, trials[i].Serving = &c, &s
		trials[i].Division = []string{"E0", "E1"}[i/2%2]
	}
	return trials
}

func TestForecastsThatDifferFromTheChampionsAreRejectedUnlessByIntent(t *testing.T) {
	told, near, far := matchday.Probs{.6, .24, .16}, matchday.Probs{.61, .235, .155}, matchday.Probs{.53, .26, .21}
	at := time.Date(2024, 3, 3, 2, 0, 0, 0, time.UTC)
	weeks := func(champion, serving int) map[string]time.Time {
		return map[string]time.Time{Candidate: at, Champion: at.AddDate(0, 0, -7*champion), Serving: at.AddDate(0, 0, 7*serving)}
	}
	const noted = "its forecasts of E0 differ from the champion's by 0.0122 nats in the mean, more than 0.0010"
	for name, c := range map[string]struct {
		evidence Evidence
		reason   string // of the first
		note     string
	}{
		"refit noise":                  {Evidence{Trials: forecast(told, near, near), Fitted: weeks(1, 10)}, "", ""},
		"another candidate":            {Evidence{Trials: forecast(told, far, told), Fitted: weeks(1, 10)}, noted + ", though neither program nor settings changed", ""},
		"other settings":               {Evidence{Trials: forecast(told, far, told), Fitted: weeks(1, 10), Changed: "the settings of training"}, "", noted + " (changed too: the settings of training)"},
		"a champion of four years ago": {Evidence{Trials: forecast(told, far, told), Fitted: weeks(208, 10)}, "", ""},
		"another fit would serve": {Evidence{Trials: forecast(told, told, far), Fitted: weeks(1, 11), Changed: "the settings of training"},
			"the fit that would serve differs in its forecasts of E0 from the one that was judged by 0.0117 nats in the mean, more than 0.0055", ""},
		"another candidate in a young home": {Evidence{Trials: forecast(told, far, told), Fitted: weeks(1, 10), Learned: map[string]int{Champion: 900, Candidate: 1000}},
			"", noted + " (10 % of the results that it learned from are new)"},
		"another candidate in an old home": {Evidence{Trials: forecast(told, far, told), Fitted: weeks(1, 10), Learned: map[string]int{Champion: 9900, Candidate: 10000}},
			noted + ", though neither program nor settings changed", ""},
		"another fit would serve a young home": {Evidence{Trials: forecast(told, told, far), Fitted: weeks(1, 11), Learned: map[string]int{Candidate: 900, Serving: 1000}},
			"", "the fit that would serve differs in its forecasts of E0 from the one that was judged by 0.0117 nats in the mean, more than 0.0055 (10 % of the results that it learned from are new)"},
	} {
		// What came is that of which the candidate said a little less or more: losses do not matter here.
		gate := theGate
		gate.MaxWorse, gate.LogLoss, gate.Brier = 1, 2, 2
		for i := range c.evidence.Trials {
			c.evidence.Trials[i].Champion.LogLoss = c.evidence.Trials[i].Candidate.LogLoss
		}
		v := Judge(c.evidence, gate, 1)
		has := func(texts []string, want string) bool {
			return want == "" && len(texts) == 0 || want != "" && len(texts) == 2 && texts[0] == want && strings.Contains(texts[1], "E1")
		}
		if !has(v.Reasons, c.reason) || !has(v.Notes, c.note) || v.Passed != (c.reason == "") {
			t.Errorf("%s: reasons %q, notes %q", name, v.Reasons, v.Notes)
		}
		if rejects := slices.ContainsFunc(v.Divergences, func(d DivisionDivergence) bool { return d.Rejects }); rejects == v.Passed || len(v.Divergences) != 4 {
			t.Errorf("%s: %+v", name, v.Divergences)
		}
	}
}

func TestACandidateThatIsBetterBeyondChanceMayDiffer(t *testing.T) {
	trials := forecast(matchday.Probs{.6, .24, .16}, matchday.Probs{.5, .26, .24}, matchday.Probs{.6, .24, .16})
	if v := Judge(Evidence{Trials: trials}, theGate, 1); !v.Passed || len(v.Notes) != 2 || !strings.Contains(v.Notes[0], "below the champion's beyond chance") {
		t.Errorf("reasons %q, notes %q", v.Reasons, v.Notes)
	}
}

func TestADivisionOfFewFixturesIsNotCompared(t *testing.T) {
	trials := forecast(matchday.Probs{.6, .24, .16}, matchday.Probs{.2, .2, .6}, matchday.Probs{.2, .2, .6})[:38]
	v := Judge(Evidence{Trials: trials, Changed: "the program"}, theGate, 1)
	if len(v.Divergences) != 2 || v.Divergences[0].Division != "E0" {
		t.Errorf("%+v", v.Divergences)
	}
	if d, ok := v.Furthest(Serving); !ok || d.Division != "E0" || d.N != 20 {
		t.Errorf("furthest %+v", d)
	}
	if _, ok := v.Furthest(Market); ok {
		t.Error("the market is compared")
	}
}
