package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	statements "matchday/sql"
	"matchday/stages/settle"
	"matchday/stages/staging/answers"
	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// BetAudit counts the demo's bets, with their profit by the ledger and by the raw answers.
type BetAudit struct {
	Placed  int `json:"placed"`
	Settled int `json:"settled"`
	Void    int `json:"void"`
	Open    int `json:"open"`
	// Staked and Profit are of settled bets, Profit by the ledger.
	Staked matchday.Money `json:"staked"`
	Profit matchday.Money `json:"profit"`
	Return float64        `json:"return"`
	// Recomputed is the profit by the API's raw answers, or by the raw files: the score
	// of the last answer after full time, at the bet's price, which an answer before the
	// bet must show.
	// Unseen counts the bets without such answers.
	Recomputed matchday.Money `json:"recomputed"`
	Unseen     int            `json:"unseen"`
}

// rawFixture is one fixture by the raw answers.
type rawFixture struct {
	goals  [2]int
	played bool
	quotes []rawQuote
}

// rawQuote is one price of an answer.
type rawQuote struct {
	fetchedAt time.Time
	price     decimal.Decimal
}

// bets sums up the bets, and compares the ledger with the raw answers.
func (d *demo) bets(ctx context.Context, slips []matchday.Slip) (b BetAudit, err error) {
	ledger, err := warehouse.Ledger(ctx, d.home)
	if err != nil {
		return b, err
	}
	for _, e := range ledger {
		if e.BetID != "" && !e.Real {
			b.Profit.Decimal = b.Profit.Add(e.Amount)
		}
	}
	read := d.rawFixtures
	if d.state.Files {
		read = d.rawFiles
	}
	raw, err := read(ctx, slips)
	if err != nil {
		return b, err
	}
	for _, s := range slips {
		b.Placed++
		switch s.Status {
		case matchday.Pending:
			b.Open++
		case matchday.Void:
			b.Void++
		case matchday.Settled:
			b.Settled++
			b.Staked.Decimal = b.Staked.Add(s.Stake)
			profit, seen, err := raw[s.FixtureID].profit(s)
			if err != nil {
				return b, err
			}
			if !seen {
				b.Unseen++
			}
			b.Recomputed.Decimal = b.Recomputed.Add(profit)
		}
	}
	if b.Staked.IsPositive() {
		b.Return = b.Profit.Div(b.Staked.Decimal).InexactFloat64()
	}
	return b, nil
}

// profit computes what a bet earned by the raw score and price.
func (f rawFixture) profit(s matchday.Slip) (profit decimal.Decimal, seen bool, err error) {
	result, err := settle.Grade(s.Market, s.Selection, s.Line, f.goals[0], f.goals[1])
	if err != nil || !f.played {
		return decimal.Zero, false, err
	}
	seen = slices.ContainsFunc(f.quotes, func(q rawQuote) bool { return !q.fetchedAt.After(s.Time) && q.price.Equal(s.Price) })
	half := decimal.NewFromFloat(0.5)
	one := decimal.NewFromInt(1)
	win := s.Stake.Mul(s.Price.Sub(one)).Mul(one.Sub(decimal.NewFromFloat(s.Commission)))
	tax := s.Stake.Mul(decimal.NewFromFloat(s.Tax))
	switch result {
	case matchday.Win:
		profit = win
	case matchday.HalfWin:
		profit = win.Mul(half)
	case matchday.HalfLoss:
		profit = s.Stake.Mul(half).Neg()
	case matchday.Loss:
		profit = s.Stake.Neg()
	}
	return profit.Sub(tax).Round(2), seen, nil
}

// rawFixtures reads the landed answers about the fixtures with bets, by fixture id.
func (d *demo) rawFixtures(ctx context.Context, slips []matchday.Slip) (out map[string]rawFixture, err error) {
	fixtureID, ids, err := d.sourceIDs(ctx, slips)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	db, err := duck.Open(ctx, "", duck.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	files, err := d.env.Lake().Files(answers.Folder)
	if err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, "create view raw as from "+duck.Parquet(files...)); err != nil {
		return nil, fmt.Errorf("read landed files: %w", err)
	}
	text, err := statements.Text("demo/raw_fixtures.sql")
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, text, ids)
	if err != nil {
		return nil, fmt.Errorf("read landed files: %w", err)
	}
	defer rows.Close()
	out = map[string]rawFixture{}
	for rows.Next() {
		var id string
		var at time.Time
		var payload []byte
		if err := rows.Scan(&id, &at, &payload); err != nil {
			return nil, fmt.Errorf("read landed files: %w", err)
		}
		f := out[fixtureID[id]]
		if err := f.add(at, payload); err != nil {
			return nil, fmt.Errorf("landed fixture %s: %w", id, err)
		}
		out[fixtureID[id]] = f
	}
	return out, rows.Err()
}

// sourceIDs returns the API's ids of the fixtures with bets, and our id of each.
func (d *demo) sourceIDs(ctx context.Context, slips []matchday.Slip) (fixtureID map[string]string, ids []string, err error) {
	bet := map[string]bool{}
	for _, s := range slips {
		bet[s.FixtureID] = true
	}
	fixtureID = map[string]string{}
	err = warehouse.Ask(ctx, d.home, "SELECT source_id, canonical_id FROM crosswalk WHERE entity = 'fixture' AND source = 'sportmonks'", func(scan func(...any) error) error {
		var source, canonical string
		err := scan(&source, &canonical)
		if bet[canonical] {
			fixtureID[source], ids = canonical, append(ids, source)
		}
		return err
	})
	return fixtureID, ids, err
}

// add takes in one answer; answers come in the order of their fetches.
func (f *rawFixture) add(at time.Time, payload []byte) error {
	x, err := answers.Decode[answers.Fixture](payload)
	if err != nil {
		return err
	}
	odds, _ := x.Odds.Decode() // a broken row has no price
	for _, o := range odds {
		if price, err := decimal.NewFromString(o.Value); err == nil {
			f.quotes = append(f.quotes, rawQuote{at, price})
		}
	}
	if !slices.Contains([]int64{answers.StateFullTime, answers.StateAfterExtraTime, answers.StateAfterPenalties}, x.StateID) {
		return nil
	}
	scores, _ := x.Scores.Decode()
	for _, s := range scores {
		side := map[string]int{"home": 1, "away": 2}[value(s.Score.Participant)]
		if s.TypeID == answers.ScoreSecondHalf && side > 0 {
			f.goals[side-1], f.played = int(*s.Score.Goals), true
		}
	}
	return nil
}

// value returns a text in lower case; "" if there is none.
func value(s *string) string {
	if s == nil {
		return ""
	}
	return strings.ToLower(*s)
}
