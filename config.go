package matchday

import (
	"fmt"
	"net/url"
	"time"

	"github.com/shopspring/decimal"
)

// Config is everything that people may set in the configuration file, whose keys
// are the json names. The package config has the default values and reads the
// file.
type Config struct {
	Strategies []Strategy           `json:"strategies"`
	Staking    Staking              `json:"staking"`
	Bookmakers map[string]Bookmaker `json:"bookmakers"` // by the publisher's letters, e.g. "B365"
	// BetAt lists the bookmakers whose prices may be bet at; empty means all.
	BetAt []string `json:"bet_at"`
	Train Train    `json:"train"`
	Gate  Gate     `json:"gate"`
	Live  Live     `json:"live"`
	// FootballData is left out of a stored configuration that is older than it.
	FootballData FootballData `json:"footballdata,omitzero"`
	// LockWait is how long a job queues for the warehouse before it gives up
	// with exit code 75.
	LockWait Duration `json:"lock_wait"`
}

// Staking holds the fractions of the current bankroll that may be staked: of a
// strategy's own, and of the bankrolls of all strategies together, which are one
// person's money.
type Staking struct {
	KellyFraction float64 `json:"kelly_fraction"` // of the full Kelly stake
	MaxBet        float64 `json:"max_bet"`        // of the strategy's bankroll, one bet
	MaxOpen       float64 `json:"max_open"`       // of the strategy's bankroll, its open bets together
	MaxOutcome    float64 `json:"max_outcome"`    // of all bankrolls, the open bets of all strategies on one selection
	MaxFixture    float64 `json:"max_fixture"`    // of all bankrolls, the open bets of all strategies on one match
	MaxOpenTotal  float64 `json:"max_open_total"` // of all bankrolls, the open bets of all strategies together
	MinStake      string  `json:"min_stake"`      // decimal; nothing below it is bet
}

// Bookmaker is what a bookmaker or exchange takes beside its margin.
type Bookmaker struct {
	Commission float64 `json:"commission"` // fraction of net winnings
	Tax        float64 `json:"tax"`        // fraction of the stake, paid on top whatever the result
}

// Live sets how the live jobs behave.
type Live struct {
	// PriceAge is how long ago a price may last have been seen offered to be bet at.
	PriceAge Duration `json:"price_age"`
	// VoidAfter is the limit of the settlement rules, in backtests too: bets stand
	// on a fixture that kicks off no later than this after its schedule.
	VoidAfter Duration `json:"void_after"`
	// ConfirmAfter is how long the API must have shown the same score before the
	// score counts: it can show full time for minutes before extra time.
	ConfirmAfter Duration `json:"confirm_after"`
}

// FootballData sets what is downloaded of football-data.co.uk.
type FootballData struct {
	// Download lets the scheduled jobs fetch the files that they need.
	Download bool `json:"download"`
	// Divisions are the publisher's codes, e.g. E0 or ARG; "all", or none: every one.
	Divisions []string `json:"divisions"`
	// Since is the year in which the first season that is downloaded began.
	Since   int    `json:"since"`
	BaseURL string `json:"base_url"` // where the files stand; "": at the publisher
	// Pause is the time between two requests.
	Pause Duration `json:"pause"`
}

// FirstPublishedSeason is the year in which football-data.co.uk's first season began.
const FirstPublishedSeason = 1993

func (f FootballData) validate() error {
	if f.Since < FirstPublishedSeason || f.Since > 9999 {
		return fmt.Errorf("configuration key footballdata.since: %d is not the year of a season, %d or later", f.Since, FirstPublishedSeason)
	}
	if f.Pause < 0 || f.Pause > Duration(time.Minute) {
		return fmt.Errorf("configuration key footballdata.pause: %s is not between 0s and 1m", f.Pause)
	}
	if u, err := url.Parse(f.BaseURL); f.BaseURL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("configuration key footballdata.base_url: %q is no URL such as https://www.football-data.co.uk", f.BaseURL)
	}
	return nil
}

// Train sets how the four models are fitted.
type Train struct {
	Seed int64 `json:"seed"`
	// BurnInSeasons is how many years before the first prediction the
	// walk-forward starts, so that the ensemble has out-of-time predictions
	// to learn from.
	BurnInSeasons int `json:"burn_in_seasons"`
	// XGBoostEvery and EnsembleEvery are how often the two slow models are fitted
	// again. Elo and Dixon-Coles are fitted again at each step.
	XGBoostEvery  Duration `json:"xgboost_every"`
	EnsembleEvery Duration `json:"ensemble_every"`
	// EloYears, XGBoostYears and EnsembleYears are how many years of fixtures
	// a fit looks back on; Dixon-Coles forgets by its half-life.
	EloYears      int     `json:"elo_years"`
	XGBoostYears  int     `json:"xgboost_years"`
	EnsembleYears int     `json:"ensemble_years"`
	XGBoost       XGBoost `json:"xgboost"`
}

// XGBoost holds the parameters handed to the library.
type XGBoost struct {
	MaxDepth       int     `json:"max_depth"`
	Eta            float64 `json:"eta"`
	MinChildWeight float64 `json:"min_child_weight"`
	Subsample      float64 `json:"subsample"`
	ColsampleTree  float64 `json:"colsample_bytree"`
	Lambda         float64 `json:"lambda"`
	MaxBin         int     `json:"max_bin"`
	MaxRounds      int     `json:"max_rounds"`
	EarlyStopping  int     `json:"early_stopping_rounds"`
	Seeds          int     `json:"seeds"`   // boosters averaged, each with a seed of its own
	Threads        int     `json:"threads"` // boosters grown at once; the model does not depend on it
}

// Validate names the first key whose value cannot be used.
func (c Config) Validate() error {
	fraction := func(key string, v float64) error {
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("configuration key %s: %v is not between 0 and 1", key, v)
		}
		return nil
	}
	for _, f := range []struct {
		key string
		v   float64
	}{
		{"staking.kelly_fraction", c.Staking.KellyFraction}, {"staking.max_bet", c.Staking.MaxBet}, {"staking.max_open", c.Staking.MaxOpen},
		{"staking.max_outcome", c.Staking.MaxOutcome}, {"staking.max_fixture", c.Staking.MaxFixture}, {"staking.max_open_total", c.Staking.MaxOpenTotal},
	} {
		if err := fraction(f.key, f.v); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		key      string
		v, least Duration
	}{
		{"lock_wait", c.LockWait, 0},
		{"live.price_age", c.Live.PriceAge, 0}, {"live.void_after", c.Live.VoidAfter, 0}, {"live.confirm_after", c.Live.ConfirmAfter, 0},
		{"train.xgboost_every", c.Train.XGBoostEvery, Duration(day)}, {"train.ensemble_every", c.Train.EnsembleEvery, Duration(day)},
		{"gate.window", c.Gate.Window, Duration(day)},
	} {
		if f.v < f.least {
			return fmt.Errorf("configuration key %s: %s; want at least %s", f.key, f.v, f.least)
		}
	}
	if d, err := decimal.NewFromString(c.Staking.MinStake); err != nil || !d.IsPositive() {
		return fmt.Errorf("configuration key staking.min_stake: %.40q is not an amount of money above 0, e.g. \"1.00\"", c.Staking.MinStake)
	}
	for name, b := range c.Bookmakers {
		if err := fraction("bookmakers."+name+".commission", b.Commission); err != nil {
			return err
		}
		if err := fraction("bookmakers."+name+".tax", b.Tax); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for i, s := range c.Strategies {
		if s.Name == "" || seen[s.Name] {
			return fmt.Errorf("configuration key strategies[%d].name: %q is empty or used twice", i, s.Name)
		}
		seen[s.Name] = true
		if s.Rule != RuleThresholds && s.Rule != RuleValue {
			return fmt.Errorf("configuration key strategies[%d].rule: %q is neither %q nor %q", i, s.Rule, RuleThresholds, RuleValue)
		}
		if s.Rule == RuleThresholds && !(s.MinHome > 0 && s.MinAway > 0) {
			return fmt.Errorf("configuration key strategies[%d]: min_home %v and min_away %v must be above 0, or every fixture is bet", i, s.MinHome, s.MinAway)
		}
		if err := s.validateMarkets(); err != nil {
			return fmt.Errorf("configuration key strategies[%d].markets: %w", i, err)
		}
		if d, err := decimal.NewFromString(s.Bankroll); err != nil || !d.IsPositive() || d.GreaterThan(decimal.NewFromInt(1_000_000_000)) || !d.Equal(d.Truncate(2)) {
			return fmt.Errorf("configuration key strategies[%d].bankroll: %.40q is not an amount of money above 0 in whole cents, e.g. \"1000.00\"", i, s.Bankroll)
		}
	}
	for _, f := range []struct {
		key      string
		v, least int
	}{
		{"burn_in_seasons", c.Train.BurnInSeasons, 0},
		{"elo_years", c.Train.EloYears, 1}, {"xgboost_years", c.Train.XGBoostYears, 1}, {"ensemble_years", c.Train.EnsembleYears, 1},
	} {
		if f.v < f.least {
			return fmt.Errorf("configuration key train.%s: %d; want at least %d", f.key, f.v, f.least)
		}
	}
	if err := c.FootballData.validate(); err != nil {
		return err
	}
	return c.Gate.validate()
}
