package bets

import (
	"cmp"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"matchday"
)

// group is the bets of several strategies on one selection that stand alike: one bet to
// the person who places it, with a part for each strategy. It is in the order of the
// strategies' names.
type group []matchday.Slip

// selection is what one bet at a bookmaker is about.
type selection struct {
	fixture string
	market  matchday.Market
	line    sql.Null[float64]
	name    string
}

func selectionOf(s matchday.Slip) selection {
	return selection{s.FixtureID, s.Market, s.Line, s.Selection}
}

// grouped puts bets on one selection together if a person has said the same of them and
// they have the same status, on paper and for real. Groups are in the order of their
// first bets. Parts that the real account leaves nothing for stand apart.
func grouped(slips []matchday.Slip) (out []group) {
	type standing struct {
		selection
		decision matchday.Decision
		status   matchday.BetStatus
		advised  bool
		returned bool
	}
	at := map[standing]int{}
	for _, s := range slips {
		key := standing{selectionOf(s), s.Decision, s.Status, s.AskedStake.IsPositive(), s.Placed.Returned.Valid}
		i, there := at[key]
		if !there {
			i = len(out)
			at[key], out = i, append(out, nil)
		}
		out[i] = append(out[i], s)
	}
	for _, g := range out {
		slices.SortFunc(g, func(a, b matchday.Slip) int {
			return cmp.Or(strings.Compare(a.Strategy, b.Strategy), strings.Compare(a.ID, b.ID))
		})
	}
	return out
}

// number is a short name for people to type: the bet's own, or of several parts one of
// the selection.
func (g group) number() string {
	if len(g) == 1 {
		return g[0].Number()
	}
	// No strategy has an empty name, so that no bet has this id.
	of := g[0]
	sum := sha256.Sum256([]byte(matchday.BetID("", of.Market, of.Selection, of.Line, of.FixtureID)))
	return hex.EncodeToString(sum[:4])
}

// asked is the price and stake that a person was told, and placed those of a bet that was
// confirmed.
func asked(s matchday.Slip) (price, stake decimal.Decimal) { return s.AskedPrice, s.AskedStake }

func placed(s matchday.Slip) (price, stake decimal.Decimal) {
	return s.Placed.Price.Decimal, s.Placed.Stake.Decimal
}

// stake is of all parts together.
func (g group) stake(of func(matchday.Slip) (price, stake decimal.Decimal)) (sum decimal.Decimal) {
	for _, s := range g {
		_, stake := of(s)
		sum = sum.Add(stake)
	}
	return sum
}

// priceOf is that of all parts; of parts at several prices it is the mean by stake, which
// returns what they return.
func (g group) priceOf(of func(matchday.Slip) (price, stake decimal.Decimal)) decimal.Decimal {
	first, _ := of(g[0])
	same := true
	var returned decimal.Decimal
	for _, s := range g {
		price, stake := of(s)
		same = same && price.Equal(first)
		returned = returned.Add(stake.Mul(price))
	}
	if sum := g.stake(of); !same && sum.IsPositive() {
		return returned.DivRound(sum, 4)
	}
	return first
}

// each lists what the parts have, each once, in their order.
func (g group) each(of func(matchday.Slip) string) string {
	var names []string
	for _, s := range g {
		if name := of(s); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " + ")
}

// split divides a stake in whole cents over the parts in proportion to what was advised
// of each, or on paper if nothing was. No part is left without a cent; ok is false if
// there are fewer cents than parts.
func (g group) split(stake decimal.Decimal) (parts []decimal.Decimal, ok bool) {
	cent := decimal.New(1, -2)
	if stake.LessThan(cent.Mul(decimal.NewFromInt(int64(len(g))))) {
		return nil, false
	}
	weights := make([]decimal.Decimal, len(g))
	for i, s := range g {
		weights[i] = s.AskedStake
		if !g.stake(asked).IsPositive() {
			weights[i] = s.Stake
		}
	}
	parts = divide(stake, weights)
	for i := range parts {
		if parts[i].IsZero() {
			most := slices.IndexFunc(parts, func(p decimal.Decimal) bool { return p.Equal(decimal.Max(parts[0], parts[1:]...)) })
			parts[i], parts[most] = cent, parts[most].Sub(cent)
		}
	}
	return parts, true
}

// divide divides a sum in whole cents in proportion to weights. What is left of the cents
// goes to the parts that lack most of one.
func divide(sum decimal.Decimal, weights []decimal.Decimal) []decimal.Decimal {
	cent := decimal.New(1, -2)
	var all decimal.Decimal
	for _, w := range weights {
		all = all.Add(w)
	}
	parts := make([]decimal.Decimal, len(weights))
	lacks := make([]decimal.Decimal, len(weights)) // times all, so that nothing is rounded
	order, left := make([]int, len(weights)), sum
	for i, w := range weights {
		whole, rest := sum.Mul(w).QuoRem(all, 2)
		parts[i], lacks[i], order[i] = whole, rest, i
		left = left.Sub(whole)
	}
	slices.SortStableFunc(order, func(a, b int) int { return lacks[b].Cmp(lacks[a]) })
	for i := 0; left.IsPositive(); i++ {
		parts[order[i]] = parts[order[i]].Add(cent)
		left = left.Sub(cent)
	}
	return parts
}

// ErrNoSuchBet is wrapped by the error for a name that no bet, or more than one, has.
var ErrNoSuchBet = errors.New("see \"matchday bets list\"")

// named finds the bets that a person names: one by its own number or id, or all parts by
// the number that is shown of them. Of parts that stand apart under one such number,
// those count of which nobody has said anything.
func named(slips []matchday.Slip, name string) (group, error) {
	var found []group
	for _, s := range slips {
		if s.ID == name || s.Number() == name {
			found = append(found, group{s})
		}
	}
	if len(found) == 0 {
		for _, g := range grouped(slips) {
			if len(g) > 1 && g.number() == name {
				found = append(found, g)
			}
		}
	}
	if open := slices.IndexFunc(found, func(g group) bool {
		return len(g) > 1 && g[0].Decision == matchday.Paper && g[0].Status == matchday.Pending && g[0].AskedStake.IsPositive()
	}); open >= 0 {
		return found[open], nil
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("there is no bet %q: %w", name, ErrNoSuchBet)
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("%d bets have the number %s: name one by its id; %w", len(found), name, ErrNoSuchBet)
}
