package warehouse_test

import (
	"database/sql"
	"testing"
	"time"

	"matchday/warehouse"

	"github.com/shopspring/decimal"

	"matchday"
)

func money(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// at is a moment of August 2015.
func at(day, hour int) time.Time { return time.Date(2015, 8, day, hour, 0, 0, 0, time.UTC) }

// newHome is an empty home in a folder whose name needs quoting.
func newHome(t testing.TB) warehouse.Home {
	t.Helper()
	return warehouse.Home{Dir: t.TempDir() + "/it's a home", Who: "test", Wait: 10 * time.Second}
}

// smallBatch is one backtest of two fixtures, one bet each, one of which is
// void; runID marks every row.
func smallBatch(runID string) warehouse.Batch {
	b := warehouse.Batch{Run: matchday.Run{
		ID: runID, Pipeline: "backtest", Kind: matchday.BacktestRun, StartedAt: at(20, 9), FinishedAt: at(20, 10), AsOf: at(11, 12),
		Status: matchday.RunDone, Config: `{"lock_wait":"1m"}`, Seed: 7,
	}}
	for i, f := range []struct{ id, home, away string }{
		{"E0/1516/Arsenal/West Ham/1", "Arsenal", "West Ham"},
		{"E0/1516/Stoke/Liverpool/1", "Stoke", "Liverpool"},
	} {
		moment := at(7+4*i, 12)
		p := matchday.Prediction{
			ID: matchday.PredictionID(f.id, moment), FixtureID: f.id, Time: moment, MatchDate: matchday.Date(2015, 8, 9+4*i),
			HomeTeam: f.home, AwayTeam: f.away, League: "Premier League", Probs: matchday.Probs{0.5, 0.3, 0.2},
			ModelVersion: "backtest", RunID: runID, AsOf: moment, Division: "E0", Season: "1516", Kickoff: at(9+4*i, 15),
		}
		b.Predictions = append(b.Predictions, p)
		b.ModelPredictions = append(b.ModelPredictions,
			matchday.ModelPrediction{PredictionID: p.ID, Model: "elo", Probs: matchday.Probs{0.4, 0.3, 0.3}},
			matchday.ModelPrediction{PredictionID: p.ID, Model: "ensemble", Probs: p.Probs})
		b.Bets = append(b.Bets, matchday.Bet{
			ID:        matchday.BetID("value", matchday.Market1X2, "H", sql.Null[float64]{}, p.ID),
			FixtureID: f.id, PredictionID: p.ID, Time: moment, Selection: "H", Stake: money("12.3400"), Price: money("2.2"),
			ExpectedValue: 0.1, Rule: "value", RunID: runID, Strategy: "value", Bookmaker: "B365", Market: matchday.Market1X2,
			QuotedAt: moment, Probability: 0.5, ModelProbability: matchday.Number(0.55), SharpProbability: matchday.Number(0.45), Decided: 1, Bankroll: money("1000"), AdvisedStake: money("11.22"), Status: matchday.Pending,
		})
	}
	b.Predictions[0].Goals = sql.Null[matchday.ScoreParameters]{V: matchday.ScoreParameters{HomeRate: 1.5, AwayRate: 1.25, Rho: -0.0625, Width: 0.9375}, Valid: true}
	won := &b.Bets[0]
	won.Status, won.ActualOutcome, won.Result, won.ProfitLoss = matchday.Settled, matchday.HomeWin, matchday.Win, decimal.NewNullDecimal(money("14.81"))
	won.SettledAt, won.ClosingPrice, won.ClosingProbability, won.CLV = at(9, 18), decimal.NewNullDecimal(money("2.1")), matchday.Number(0.46), matchday.Number(0.012)
	b.Results = []matchday.Result{{
		FixtureID: won.FixtureID, MatchDate: matchday.Date(2015, 8, 9), HomeTeam: "Arsenal", AwayTeam: "West Ham",
		HomeScore: 2, AwayScore: 0, Time: at(9, 18), RunID: runID,
	}}
	b.Ledger = []matchday.LedgerEntry{
		{ID: matchday.EntryID(matchday.Deposit, "value", 1), Strategy: "value", Time: at(7, 12), Kind: matchday.Deposit, Amount: money("1000"), RunID: runID},
		{ID: matchday.EntryID(matchday.Settlement, won.ID, 1), Strategy: "value", Time: at(9, 18), Kind: matchday.Settlement, BetID: won.ID, Amount: money("14.81"), RunID: runID},
	}
	return b
}
