package bets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/staged"
	"matchday/stages/bet"
	"matchday/warehouse"
)

// TodayReport lists the bets that a person can place now.
type TodayReport struct {
	Now  time.Time `json:"now"`
	Note string    `json:"note,omitempty"` // why there is nothing to place in this home; empty: there may be
	Bets []Advice  `json:"bets"`           // by kick-off
	// Gone counts the open bets that nobody has confirmed or declined and that are not
	// to be placed any more, by reason.
	Gone map[matchday.SkipReason]int `json:"gone"`
	// Skipped counts the selections that the last run did not bet on, by strategy
	// and reason.
	Skipped []live.Skipped `json:"skipped"`
	job.Copied

	zone *time.Location // of the person
}

// Why an advised bet is not to be placed any more, beside what bars new bets.
const (
	begun     matchday.SkipReason = "match begun"
	withdrawn matchday.SkipReason = "match withdrawn"
	moved     matchday.SkipReason = "match moved"
	unfunded  matchday.SkipReason = "beyond real money" // the real account leaves nothing for it
)

// Today lists the pending bets that nobody has confirmed or declined and that can be
// placed still, at kick-offs and prices as they are told now. Texts have the hours of
// the person's zone.
func Today(ctx context.Context, env job.Env, zone *time.Location) (TodayReport, error) {
	r := TodayReport{Now: env.Moment(), Bets: []Advice{}, Gone: map[matchday.SkipReason]int{}, Skipped: []live.Skipped{}, zone: zone}
	home, err := env.Open("today")
	if err != nil {
		return r, err
	}
	look, err := warehouse.LastLook(ctx, home)
	if err != nil {
		return r, err
	}
	r.Compare(ctx, env, home)
	staged.WarnOfUnknownBookmakers(ctx, env)
	switch {
	case look.Backtest:
		r.Note = "This home holds a backtest, whose bets are of the past: there is nothing to place. \"matchday bets list --all\" lists them."
		return r, nil
	case !look.Hourly.Valid:
		r.Note = "No run has looked for bets here yet: \"matchday hourly\" does."
	}
	slips, err := warehouse.Slips(ctx, home)
	if err != nil {
		return r, err
	}
	skips, err := warehouse.LastSkips(ctx, home)
	if err != nil {
		return r, err
	}
	for _, s := range skips {
		r.Skipped = append(r.Skipped, live.Skipped(s))
	}
	return r, r.advise(ctx, env, look, slips)
}

// advise fills in what is to be placed, and what no longer is.
func (r *TodayReport) advise(ctx context.Context, env job.Env, look warehouse.Look, slips []matchday.Slip) error {
	var open []matchday.Slip
	for _, s := range slips {
		if s.Status == matchday.Pending && s.Decision == matchday.Paper {
			open = append(open, s)
		}
	}
	if len(open) == 0 {
		return nil
	}
	now, err := readOffers(ctx, env, look, open)
	if err != nil {
		return err
	}
	for _, g := range grouped(open) {
		a, gone := now.advice(env.Config, g)
		if gone != "" {
			r.Gone[gone] += len(g)
			continue
		}
		a.MatchTotal, a.MatchPlaced = onMatch(slips, g[0].FixtureID)
		r.Bets = append(r.Bets, a)
	}
	slices.SortStableFunc(r.Bets, func(a, b Advice) int { return a.Kickoff.Compare(b.Kickoff) })
	return nil
}

// onMatch is what a person has at stake on a match with all that is advised, and what of
// it was placed.
func onMatch(slips []matchday.Slip, fixtureID string) (total, placed matchday.Money) {
	for _, s := range slips {
		switch {
		case s.FixtureID != fixtureID:
		case s.ReallyOpen():
			total.Decimal, placed.Decimal = total.Add(s.Placed.Stake.Decimal), placed.Add(s.Placed.Stake.Decimal)
		case s.Status == matchday.Pending && s.Decision == matchday.Paper:
			total.Decimal = total.Add(s.AskedStake)
		}
	}
	return total, placed
}

// offers is what the sources tell now of the matches that are bet on.
type offers struct {
	now       time.Time
	voidAfter time.Duration
	coming    map[string]coming
}

// coming is a match that is still to be played.
type coming struct {
	staged.Fixture
	barred matchday.SkipReason
	board  bet.Board
}

// readOffers asks the staged lake as a live run would, but for what the last run of
// hourly asked the API already.
func readOffers(ctx context.Context, env job.Env, look warehouse.Look, open []matchday.Slip) (o offers, err error) {
	o = offers{now: env.Moment(), voidAfter: time.Duration(env.Config.Live.VoidAfter), coming: map[string]coming{}}
	v, err := staged.Open(ctx, env.Lake())
	if err != nil {
		return o, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	all, err := v.Coming(ctx, o.now, o.now.AddDate(1, 0, 0))
	if err != nil {
		return o, err
	}
	var fixtures []staged.Fixture
	var markets []matchday.Market
	for _, f := range all {
		if f.Landed && slices.ContainsFunc(open, func(s matchday.Slip) bool { return s.FixtureID == f.ID }) {
			fixtures = append(fixtures, f)
		}
	}
	for _, s := range open {
		if !slices.Contains(markets, s.Market) {
			markets = append(markets, s.Market)
		}
	}
	by := staged.Asking{Now: o.now, PriceAge: time.Duration(env.Config.Live.PriceAge)}
	quotes, err := v.Offered(ctx, fixtures, by, markets)
	if err != nil {
		return o, err
	}
	asked, until, err := lastAsked(look)
	for k, f := range fixtures {
		c := coming{Fixture: f, barred: f.Barred(by), board: bet.ScreenLive(quotes[k], o.now, by.PriceAge)}
		if c.barred == "" && !asked.IsZero() && !f.Kickoff.After(until) {
			c.barred = f.Barred(staged.Asking{Now: o.now, Asked: asked, PriceAge: by.PriceAge})
		}
		o.coming[f.ID] = c
	}
	return o, err
}

// lastAsked is when the last run of hourly began to ask the API, and until which
// kick-off it asked; zero if it did not ask.
func lastAsked(look warehouse.Look) (asked, until time.Time, err error) {
	var arguments job.Arguments
	if !look.Hourly.Valid {
		return asked, until, nil
	}
	if err := json.Unmarshal([]byte(look.Arguments), &arguments); err != nil {
		return asked, until, fmt.Errorf("read the arguments of the last run of hourly: %w", err)
	}
	return arguments.Asked, look.Hourly.Time.Add(time.Duration(arguments.Hours * float64(time.Hour))), nil
}

// advice is how a bet stands now, or why it is not to be placed.
func (o offers) advice(conf matchday.Config, g group) (Advice, matchday.SkipReason) {
	c, there := o.coming[g[0].FixtureID]
	then := g[0].Kickoff
	switch {
	case !there && !then.After(o.now):
		return Advice{}, begun
	case !there:
		return Advice{}, withdrawn
	case c.barred != "":
		return Advice{}, c.barred
	case !g.stake(asked).IsPositive():
		return Advice{}, unfunded
	}
	a := Advice{
		Number: g.number(), Kickoff: c.Kickoff, KickoffKnown: c.KickoffKnown, Division: g[0].Division, Home: g[0].HomeTeam, Away: g[0].AwayTeam,
		Market: g[0].Market, Line: matchday.Pointer(g[0].Line), Selection: g[0].Selection, Stake: matchday.Money{Decimal: g.stake(asked)},
		name: matchday.SelectionName(g[0].Bet, g[0].HomeTeam, g[0].AwayTeam), day: c.Date,
	}
	worth := false
	for _, s := range g {
		p := partOf(conf, s, c.board)
		worth = worth || p.PriceNow != nil && !p.PriceNow.LessThan(p.Lowest.Decimal)
		a.Parts = append(a.Parts, p)
	}
	a.lead()
	if !c.Kickoff.Equal(then) {
		a.Was = &then
		// Bets on a match that is put off for longer are void.
		if !worth || c.Kickoff.After(then.Add(o.voidAfter)) {
			return a, moved
		}
	}
	return a, ""
}

// partOf is what one strategy advises, beside the price now.
func partOf(conf matchday.Config, s matchday.Slip, board bet.Board) Part {
	p := Part{
		Number: s.Number(), BetID: s.ID, Strategy: s.Strategy, Bookmaker: s.Bookmaker, Price: matchday.Price{Decimal: s.Price},
		Lowest: matchday.Price{Decimal: lowestPrice(conf, s)}, Stake: matchday.Money{Decimal: s.AskedStake},
		Why: fmt.Sprintf("%s; P(%s) = %.3f, expected value %+.3f per unit", s.Rule, matchday.SelectionText(s.Market, s.Selection, s.Line), s.Probability, s.ExpectedValue),
	}
	price, why := board.PriceAt(s.Bookmaker, s.Market, s.Line, s.Selection)
	if why == "" {
		p.PriceNow = &matchday.Price{Decimal: price}
	}
	p.NotOffered = why
	return p
}
