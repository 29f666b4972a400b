package weekly

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"matchday/pipelines/hometest"
	statements "matchday/sql"
	"matchday/stages/validate"
)

// answer is what a home's published tables say, the header first.
func answer(t *testing.T, home, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(hometest.Query(t, home, text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// figures hold a row of an answer against what the job said.
func figures(t *testing.T, what string, row []string, want ...any) {
	t.Helper()
	if len(row) != len(want) {
		t.Fatalf("%s: %d columns; want %d: %v", what, len(row), len(want), row)
	}
	for i, w := range want {
		if x, ok := w.(float64); ok {
			var y float64
			if _, err := fmt.Sscan(row[i], &y); err != nil || math.Abs(x-y) > 1e-6 {
				t.Errorf("%s, column %d: SQL has %s, the job %v", what, i, row[i], x)
			}
		} else if row[i] != fmt.Sprint(w) {
			t.Errorf("%s, column %d: SQL has %s, the job %v", what, i, row[i], w)
		}
	}
}

// sqlAgrees computes the verdict again from what is stored, with nothing but
// SQL: each loss from its probabilities, the means from the losses, the whole
// verdict by the statement that people have.
func sqlAgrees(t *testing.T, c championed) {
	home, v := c.after, c.second.Validation
	if got := hometest.Query(t, home, `SELECT model, count(*) > 0 AS stored, count(*) FILTER (
			abs(log_loss + ln(greatest(p, 1e-15))) > 1e-12
			OR abs(brier - (home_win_prob - (outcome = 'H')::INT)^2 - (draw_prob - (outcome = 'D')::INT)^2
				- (away_win_prob - (outcome = 'A')::INT)^2) > 1e-12
			OR correct <> (p = greatest(home_win_prob, draw_prob, away_win_prob))
			OR abs(home_win_prob + draw_prob + away_win_prob - 1) > 1e-9) AS wrong
		FROM (SELECT *, CASE outcome WHEN 'H' THEN home_win_prob WHEN 'D' THEN draw_prob ELSE away_win_prob END AS p FROM verdict_losses)
		GROUP BY model ORDER BY model`); got != "model,stored,wrong\nbase_rate,true,0\ncandidate,true,0\nchampion,true,0\nmarket,true,0\nserving,true,0\n" {
		t.Errorf("losses that their probabilities do not give: %s", got)
	}

	means := answer(t, home, `SELECT v.fixtures, v.log_loss, v.brier, v.accuracy, v.difference, v.market_difference,
			count(*), avg(c.log_loss), avg(c.brier), avg(c.correct::INT), avg(c.log_loss - p.log_loss), avg(c.log_loss - m.log_loss)
		FROM verdicts v
		JOIN verdict_losses c ON c.model_version = v.model_version AND c.model = 'candidate'
		LEFT JOIN verdict_losses p ON (p.model_version, p.fixture_id, p.model) = (c.model_version, c.fixture_id, 'champion')
		LEFT JOIN verdict_losses m ON (m.model_version, m.fixture_id, m.model) = (c.model_version, c.fixture_id, 'market')
		WHERE v.model_version = '`+c.second.Version+`' GROUP BY ALL`)[1]
	s := v.Scores[validate.Candidate]
	said := []any{s.N, s.LogLoss, s.Brier, s.Accuracy, v.Difference.Value, v.AgainstMarket.Value}
	figures(t, "the stored figures and those of the stored rows", means, append(said, said...)...)

	text, err := statements.Text("analytics/verdicts.sql")
	if err != nil {
		t.Fatal(err)
	}
	rows := answer(t, home, text)
	if len(rows) != 3 {
		t.Fatalf("%d rows; want a header and one a candidate: %v", len(rows), rows)
	}
	g := v.Groups[0]
	e, low, high := g.Excess, g.Low, g.High
	d, m := v.Difference, v.AgainstMarket
	champion, _ := v.Furthest(validate.Champion)
	serving, _ := v.Furthest(validate.Serving)
	for _, d := range v.Divergences { // SQL has the largest, whatever is borne
		if d.Against == validate.Champion {
			champion.Value = max(champion.Value, d.Value)
		} else {
			serving.Value = max(serving.Value, d.Value)
		}
	}
	figures(t, "verdicts.sql", rows[2], c.second.Version, validate.Others, validate.Market, true, true, true, true, true, true, g.Candidate.N,
		e.Value, e.Low, e.High, e.Max, g.Candidate.LogLoss, low.LogLoss, g.Limits.LogLoss, g.Candidate.Brier, low.Brier, g.Limits.Brier,
		g.Candidate.Accuracy, high.Accuracy, g.Limits.Accuracy, g.Candidate.Calibration, g.Limits.Calibration,
		d.Value, d.Low, d.High, m.Value, m.Low, m.High, champion.Value, serving.Value)
	figures(t, "the stored group", answer(t, home, "FROM verdict_groups ORDER BY ALL")[2], c.second.Version, validate.Others, validate.Market, g.Candidate.N,
		g.Candidate.LogLoss, g.Limits.LogLoss, g.Candidate.Brier, g.Limits.Brier, g.Candidate.Accuracy, g.Limits.Accuracy,
		g.Candidate.Calibration, g.Limits.Calibration, low.LogLoss, high.LogLoss, low.Brier, high.Brier, low.Accuracy, high.Accuracy,
		e.Value, e.Low, e.High, e.Max, e.Sure)
	first := v.Divergences[0]
	figures(t, "the stored divergence", answer(t, home, "FROM verdict_divergences WHERE model_version = '"+c.second.Version+"' ORDER BY ALL")[1],
		c.second.Version, first.Against, first.Division, first.N, first.Value, first.Bound, first.Rejects)
	figures(t, "the stored intervals", answer(t, home, "SELECT difference_low, difference_high, market_low, market_high FROM verdicts ORDER BY model_version")[2], d.Low, d.High, m.Low, m.High)
	most := slices.MinFunc(v.Drift, func(a, b validate.Drift) int {
		return cmp.Or(cmp.Compare(b.Stability, a.Stability), cmp.Compare(a.Feature, b.Feature))
	})
	figures(t, "the stored drift", answer(t, home, "FROM verdict_drift WHERE model_version = '"+c.second.Version+"' ORDER BY stability DESC, feature")[1],
		c.second.Version, most.Feature, most.Stability, most.MissingLearned, most.MissingWindow)
}
