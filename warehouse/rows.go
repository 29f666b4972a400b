// Package warehouse keeps the books: what was predicted, bet, settled and
// earned, in one DuckDB file that jobs write in one short transaction each,
// and a published copy, analytics.duckdb, that people query.
package warehouse

import (
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// The row types below mirror the tables of sql/warehouse/migrations, where each
// column is documented. Conventions: times are UTC; an empty string, a zero
// time and an invalid sql.Null or decimal.NullDecimal are NULL; money is
// decimal with at most four places, and a fifth is an error.

// RunKind says whose clock a run followed.
type RunKind string

// The kinds of runs.
const (
	Backtest RunKind = "backtest" // replayed: the clock is each fixture's as-of
	Live     RunKind = "live"
)

// RunStatus is how a run ended.
type RunStatus string

// The ways in which a run can stand.
const (
	RunRunning RunStatus = "running"
	RunDone    RunStatus = "done"
	RunFailed  RunStatus = "failed"
	RunRefused RunStatus = "refused"
)

// Run is one execution of a pipeline.
type Run struct {
	ID          string
	Pipeline    string // "backtest", "weekly", …
	Kind        RunKind
	StartedAt   time.Time
	FinishedAt  time.Time // zero while running
	AsOf        time.Time // latest moment whose knowledge was used
	Status      RunStatus
	Stage       string // at which it failed or was refused
	Message     string // why it failed or was refused
	Config      string // JSON: the configuration in force
	Seed        int64
	GitRevision string
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
	Probs              matchday.Probs
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
	Probs        matchday.Probs
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
	Chances      matchday.Chances
}

// BetStatus is how a bet stands.
type BetStatus string

// The states of a bet.
const (
	Pending BetStatus = "pending"
	Settled BetStatus = "settled"
	Void    BetStatus = "void" // stake returned, profit 0
)

// BetResult is how a settled bet ended; empty unless settled.
type BetResult string

// The results of a settled bet; halves and pushes arise on quarter and whole
// lines.
const (
	Win      BetResult = "win"
	Loss     BetResult = "loss"
	Push     BetResult = "push"
	HalfWin  BetResult = "half_win"
	HalfLoss BetResult = "half_loss"
)

// Bet is a stake at a price that a bookmaker quoted. What stands above the
// blank line is written once, when it is placed.
type Bet struct {
	ID            string // BetID(…)
	FixtureID     string
	PredictionID  string
	Time          time.Time // the run's clock; in a backtest the as-of
	Selection     string    // column bet_outcome: "H", "D", "A", "over", "under"
	Stake         decimal.Decimal
	Price         decimal.Decimal // column odds: decimal price taken, above 1
	ExpectedValue float64         // profit per unit staked, after commission and tax
	Rule          string          // column rule_applied
	RunID         string
	Strategy      string
	Bookmaker     string
	Market        string            // matchday.Market1X2, …
	Line          sql.Null[float64] // invalid for 1x2
	QuotedAt      time.Time
	// Probability is ours of the selection, and Decided the share of the stake
	// that is expected to be won or lost; see matchday.Chances.
	Probability, Decided float64
	Commission           float64         // fraction of net winnings
	Tax                  float64         // fraction of the stake, paid whatever the result
	Bankroll             decimal.Decimal // the strategy's, when the stake was set

	Status             BetStatus
	ActualOutcome      matchday.Outcome
	Result             BetResult
	ProfitLoss         decimal.NullDecimal
	SettledAt          time.Time
	ClosingPrice       decimal.NullDecimal // same bookmaker and selection
	ClosingProbability sql.Null[float64]   // margin-free, of the selection
	CLV                sql.Null[float64]   // Price × ClosingProbability − 1
}

// Chances are as good as those that the bet was placed upon: halves and pushes
// are told as one share that comes back.
func (b Bet) Chances() matchday.Chances {
	return matchday.Chances{Win: b.Decided * b.Probability, Loss: b.Decided * (1 - b.Probability), Push: 1 - b.Decided}
}

// BetID is the natural key of a bet: a strategy bets once on a selection of a
// market and line upon one prediction.
func BetID(strategy, market, selection string, line sql.Null[float64], predictionID string) string {
	if line.Valid {
		selection += "/" + strconv.FormatFloat(line.V, 'f', -1, 64)
	}
	return strategy + "/" + market + "/" + selection + "/" + predictionID
}

// EntryKind is why money moved.
type EntryKind string

// The kinds of ledger entries.
const (
	Deposit    EntryKind = "deposit"
	Settlement EntryKind = "settlement" // amount is the bet's profit_loss
	Reversal   EntryKind = "reversal"   // undoes a settlement after a correction
	Withdrawal EntryKind = "withdrawal"
)

// LedgerEntry is one movement of a strategy's bankroll; the sum of all is the
// bankroll. Stakes of open bets are not entries.
type LedgerEntry struct {
	ID       string // EntryID(…)
	Strategy string
	Time     time.Time
	Kind     EntryKind
	BetID    string // of settlements and reversals
	Amount   decimal.Decimal
	RunID    string
}

// EntryID is the natural key of a ledger entry: of names the bet, or for
// deposits and withdrawals the strategy; n counts entries of that kind for it,
// from 1.
func EntryID(kind EntryKind, of string, n int) string {
	return fmt.Sprintf("%s/%d/%s", kind, n, of)
}

// Result is how a predicted fixture ended after 90 minutes and stoppage time.
type Result struct {
	FixtureID            string
	MatchDate            time.Time // midnight UTC
	HomeTeam, AwayTeam   string
	HomeScore, AwayScore int
	Time                 time.Time // column result_time: when it became known
	RunID                string
}

// Outcome is H, D or A, by the goals.
func (r Result) Outcome() matchday.Outcome { return matchday.OutcomeOf(r.HomeScore, r.AwayScore) }
