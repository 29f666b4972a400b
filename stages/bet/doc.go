// Package bet turns predictions and quotes into bets: which selections a strategy
// wants, at whose price, and how much of its bankroll it stakes.
//
// Input is what was known at a moment: the forecasts of its fixtures, their quotes
// (Screen), and the Accounts of the strategies. Output is bets and, for every
// selection that was wanted but not bet, a recorded reason. Nothing here reads a
// clock, a file or a database, and the same input gives the same bets in whatever
// order it comes and whatever the teams, divisions and strategies are called.
//
// A live run is one moment. A backtest replays time by asking, at each as-of in
// turn, first that what became known until then is settled and booked, in order of
// (known-at, fixture id), then that bets are placed on all fixtures of the as-of
// together; see the example of Accounts.
package bet

import "matchday"

// Rules is the number of the rules by which bets are placed. It changes with them,
// and each commit records it, so that replay knows whose bets it can place again.
//
//	1  a fixture at a time in the order of ids, by the model's own probabilities
//	2  a moment at a time by expected value, by believed probabilities, with limits
//	   for all strategies together
//	3  a model that is far apart from the sharp price is believed up to
//	   matchday.MostApart; what a person is told to stake goes by the real account
const Rules = 3

// The reasons not to bet.
const (
	RuleNotMet   matchday.SkipReason = "rule not met"        // the probabilities do not meet the strategy's rule
	NoScores     matchday.SkipReason = "no score matrix"     // the model says nothing of goals
	NoBelief     matchday.SkipReason = "no belief"           // nobody has learned how far the model is believed on the market
	NoSharp      matchday.SkipReason = "no sharp price"      // there is no price to hold the model against, see Market.Sharp
	NoPrice      matchday.SkipReason = "no price"            // no bookmaker that may be bet at quoted the selection
	PriceOutlier matchday.SkipReason = "price outlier"       // those that did are not believed, see Outlier
	Stale        matchday.SkipReason = "stale price"         // we have not seen the prices offered for too long
	Stopped      matchday.SkipReason = "price stopped"       // the bookmaker has taken the prices down
	NoEdge       matchday.SkipReason = "no edge"             // the best expected value is not above the strategy's
	AlreadyBet   matchday.SkipReason = "already bet"         // the strategy has a bet on the match's market
	Better       matchday.SkipReason = "better selection"    // another selection of the market is worth more
	BelowMinimum matchday.SkipReason = "stake below minimum" // the stake would be below the smallest
	OpenLimit    matchday.SkipReason = "open limit"          // the strategy's open bets leave too little, see staking.max_open
	OutcomeLimit matchday.SkipReason = "outcome limit"       // all strategies' bets on the selection do, see staking.max_outcome
	FixtureLimit matchday.SkipReason = "match limit"         // all strategies' bets on the match do, see staking.max_fixture
	TotalLimit   matchday.SkipReason = "total limit"         // all strategies' open bets do, see staking.max_open_total
)
