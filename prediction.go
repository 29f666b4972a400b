package matchday

import (
	"database/sql"
	"time"
)

// Said marks a prediction that the books hold.
type PriorPrediction struct {
	Time    time.Time
	AsOf    time.Time
	Lineups bool // it knew the line-ups
	Probs   Probs
}

// Prediction is what the ensemble said of one fixture at one moment.
type Prediction struct {
	ID                 string // PredictionID(FixtureID, Time)
	FixtureID          string
	Time               time.Time // the run's clock; in a backtest the as-of
	MatchDate          time.Time // midnight UTC
	HomeTeam, AwayTeam string
	League             string // division's name, or its code
	Venue              string
	Probs              Probs
	LineupAvailable    bool
	LineupCoverageHome sql.Null[float64] // 0 to 1
	LineupCoverageAway sql.Null[float64]
	ModelVersion       string
	RunID              string
	AsOf               time.Time
	Division, Season   string
	Kickoff            time.Time
	KickoffKnown       bool
}

// PredictionID is the natural key of a prediction.
func PredictionID(fixtureID string, at time.Time) string {
	return fixtureID + "@" + at.UTC().Format(time.RFC3339)
}

// ModelPrediction is what one model, benchmark or market said.
type ModelPrediction struct {
	PredictionID string
	Model        string
	Probs        Probs
}

// The markets of predictions that are not bet on.
const (
	MarketBothScore = "both_score" // selections "yes", "no"
	MarketScore     = "score"      // selections "2-1", … and "other"
)

// MarketPrediction is what the score matrix says of a selection.
type MarketPrediction struct {
	PredictionID string
	Market       string            // matchday.MarketTotal, …, MarketBothScore, MarketScore
	Line         sql.Null[float64] // of totals and handicaps
	Selection    string
	Chances      Chances
}
