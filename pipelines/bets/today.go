package bets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/warehouse"
)

// TodayReport lists the bets that a person can place now.
type TodayReport struct {
	Now  time.Time `json:"now"`
	Bets []Advice  `json:"bets"` // by kick-off
	// Skipped counts the selections that the last run did not bet on, by strategy
	// and reason.
	Skipped []live.Skipped `json:"skipped"`
	job.Copied
}

// Advice is one bet to place.
type Advice struct {
	Number    string          `json:"number"` // the argument of confirm and decline
	BetID     string          `json:"bet_id"`
	Kickoff   time.Time       `json:"kickoff"`
	Division  string          `json:"division"`
	Home      string          `json:"home"`
	Away      string          `json:"away"`
	Market    matchday.Market `json:"market"`    // 1x2, total or handicap
	Line      *float64        `json:"line"`      // goals, or the home side's handicap; null for 1x2
	Selection string          `json:"selection"` // H, D or A; over or under
	Bookmaker string          `json:"bookmaker"`
	Price     matchday.Money  `json:"price"`
	// Lowest is the lowest price at the bookmaker that is still worth taking.
	Lowest   matchday.Money `json:"lowest_price"`
	Stake    matchday.Money `json:"stake"`
	Strategy string         `json:"strategy"`
	Why      string         `json:"why"`

	name string // of the selection, for people
}

// Today lists the pending bets on coming fixtures that nobody has confirmed or
// declined.
func Today(ctx context.Context, env job.Env) (TodayReport, error) {
	home, err := env.Open("today")
	if err != nil {
		return TodayReport{}, err
	}
	slips, err := warehouse.Slips(ctx, home)
	if err != nil {
		return TodayReport{}, err
	}
	skips, err := warehouse.LastSkips(ctx, home)
	if err != nil {
		return TodayReport{}, err
	}
	r := TodayReport{Now: env.Moment(), Bets: []Advice{}, Skipped: []live.Skipped{}}
	for _, s := range slips {
		if s.Status == matchday.Pending && s.Decision == matchday.Paper && s.Kickoff.After(r.Now) {
			r.Bets = append(r.Bets, advice(env.Config, s))
		}
	}
	slices.SortStableFunc(r.Bets, func(a, b Advice) int { return a.Kickoff.Compare(b.Kickoff) })
	for _, s := range skips {
		r.Skipped = append(r.Skipped, live.Skipped(s))
	}
	r.Compare(ctx, env, home)
	return r, nil
}

func advice(conf matchday.Config, s matchday.Slip) Advice {
	return Advice{
		Number: s.Number(), BetID: s.ID, Kickoff: s.Kickoff, Division: s.Division, Home: s.HomeTeam, Away: s.AwayTeam,
		Market: s.Market, Line: matchday.Pointer(s.Line), Selection: s.Selection, name: matchday.SelectionName(s.Bet, s.HomeTeam, s.AwayTeam),
		Bookmaker: s.Bookmaker, Price: matchday.Money{Decimal: s.Price},
		Lowest: matchday.Money{Decimal: lowestPrice(conf, s)},
		Stake:  matchday.Money{Decimal: s.Stake}, Strategy: s.Strategy,
		Why: fmt.Sprintf("%s; P(%s) = %.3f, expected value %+.3f per unit", s.Rule, matchday.SelectionText(s.Market, s.Selection, s.Line), s.Probability, s.ExpectedValue),
	}
}

// WriteText prints a block for each bet, and the counts of skipped selections.
func (r TodayReport) WriteText(w io.Writer) error {
	var b strings.Builder
	b.WriteString(r.OlderLine())
	fmt.Fprintf(&b, "%d bets to place as of %s\n", len(r.Bets), r.Now.Format(time.RFC3339))
	for _, a := range r.Bets {
		fmt.Fprintf(&b, "%s  %s  %s  %s - %s\n", a.Number, a.Kickoff.Format("Mon 02 Jan 15:04 UTC"), a.Division, a.Home, a.Away)
		fmt.Fprintf(&b, "          %s on %s at %s, %s; not below %s\n", a.Stake.StringFixed(2), a.name, a.Price.StringFixed(2), a.Bookmaker, a.Lowest.StringFixed(2))
		fmt.Fprintf(&b, "          %s: %s\n", a.Strategy, a.Why)
	}
	if len(r.Bets) > 0 {
		fmt.Fprintln(&b, "Record what you placed: matchday bets confirm --price P --stake S NUMBER, or matchday bets decline NUMBER")
	}
	fmt.Fprintf(&b, "Not bet on by the last run: %s\n", live.WhyNot(r.Skipped))
	_, err := io.WriteString(w, b.String())
	return err
}

// ErrNoSuchBet is wrapped by the error for a name that no bet, or more than one, has.
var ErrNoSuchBet = errors.New("see \"matchday bets list\"")

// slipNamed finds a bet by its number or its id.
func slipNamed(slips []matchday.Slip, name string) (matchday.Slip, error) {
	var found []matchday.Slip
	for _, s := range slips {
		if s.ID == name || s.Number() == name {
			found = append(found, s)
		}
	}
	switch len(found) {
	case 0:
		return matchday.Slip{}, fmt.Errorf("there is no bet %q: %w", name, ErrNoSuchBet)
	case 1:
		return found[0], nil
	}
	return matchday.Slip{}, fmt.Errorf("%d bets have the number %s: name one by its id; %w", len(found), name, ErrNoSuchBet)
}
