package matchday

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/shopspring/decimal"
)

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

// Bet is a stake at a price that a bookmaker quoted, in the paper account of its
// strategy; what a person made of it is a Placement. What stands above the blank line
// is written once, when it is placed.
type Bet struct {
	ID            string // BetID(…)
	FixtureID     string
	PredictionID  string
	Time          time.Time // the run's clock; in a backtest the as-of
	Selection     string    // column bet_outcome: "H", "D", "A", "over", "under"
	Stake         decimal.Decimal
	Price         decimal.Decimal // column odds: decimal price taken, above 1
	ExpectedValue float64         // profit per unit staked, after commission and tax
	Rule          string          // column rule_applied: why the selection was a candidate, in words
	RunID         string
	Strategy      string
	Bookmaker     string
	Market        Market            // Market1X2, MarketTotal or MarketAsian
	Line          sql.Null[float64] // invalid for 1x2
	QuotedAt      time.Time
	// Probability is the believed one of the selection, and Decided the share of the
	// stake that is expected to be won or lost; see matchday.Chances.
	Probability, Decided float64
	// ModelProbability and SharpProbability are what was pooled to Probability: the
	// model's, and the margin-free one of the sharp price. Invalid for bets of before
	// they were recorded.
	ModelProbability, SharpProbability sql.Null[float64]
	Commission                         float64         // fraction of net winnings
	Tax                                float64         // fraction of the stake, paid whatever the result
	Bankroll                           decimal.Decimal // of the strategy's paper account, when the stake was set
	// AdvisedStake is what a person is told to stake: by the real account of the strategy
	// where it has one, 0 if that leaves nothing, else Stake.
	AdvisedStake decimal.Decimal

	Status             BetStatus
	VoidReason         VoidReason
	ActualOutcome      Outcome
	Result             BetResult
	ProfitLoss         decimal.NullDecimal
	SettledAt          time.Time
	ClosingPrice       decimal.NullDecimal // same bookmaker and selection
	ClosingProbability sql.Null[float64]   // margin-free, of the selection
	CLV                sql.Null[float64]   // Price × ClosingProbability − 1
}

// Chances are worth as much as those that the bet was placed on. Half wins, half
// losses and pushes are summed to one share of the stake that comes back.
func (b Bet) Chances() Chances {
	return Chances{Win: b.Decided * b.Probability, Loss: b.Decided * (1 - b.Probability), Push: 1 - b.Decided}
}

// Number is a short name for a bet, for people to type: the first eight hex
// digits of the SHA-256 of its id.
func (b Bet) Number() string {
	sum := sha256.Sum256([]byte(b.ID))
	return hex.EncodeToString(sum[:4])
}

// BetID is the natural key of a bet: on one prediction a strategy bets once on a
// selection of a market at a line.
func BetID(strategy string, market Market, selection string, line sql.Null[float64], predictionID string) string {
	if line.Valid {
		selection += "/" + strconv.FormatFloat(line.V, 'f', -1, 64)
	}
	return strategy + "/" + string(market) + "/" + selection + "/" + predictionID
}
