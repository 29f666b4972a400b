package demo

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/stages/staging/files"
	"matchday/warehouse/lake"
)

// rawFiles reads the landed files about the fixtures with bets, by fixture id. It reads
// them by itself, so that it does not repeat a mistake of the parser.
func (d *demo) rawFiles(ctx context.Context, slips []matchday.Slip) (map[string]rawFixture, error) {
	landed, err := lake.ReadFolder[files.Raw](ctx, d.env.Lake(), files.Folder)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(landed, func(a, b files.Raw) int { return cmp.Compare(a.FetchedAt, b.FetchedAt) })
	fixtureID := map[string]string{}
	for _, s := range slips {
		fixtureID[strings.Join([]string{s.Division, s.HomeTeam, s.AwayTeam, s.Kickoff.In(matchday.London).Format("02/01/2006")}, ",")] = s.FixtureID
	}
	out := map[string]rawFixture{}
	for _, f := range landed {
		rows, err := csv.NewReader(bytes.NewReader(f.Payload)).ReadAll()
		if err != nil {
			return nil, fmt.Errorf("landed file %s: %w", f.ID, err)
		}
		for _, cells := range rows[1:] {
			row := map[string]string{}
			for i, name := range rows[0] {
				row[name] = cells[i]
			}
			id, bet := fixtureID[strings.Join([]string{row["Div"], row["HomeTeam"], row["AwayTeam"], row["Date"]}, ",")]
			if !bet {
				continue
			}
			x := out[id]
			x.addRow(time.UnixMicro(f.FetchedAt), row)
			out[id] = x
		}
	}
	return out, nil
}

// addRow takes in one row; rows come in the order of their landings.
func (f *rawFixture) addRow(at time.Time, row map[string]string) {
	for name, cell := range row {
		ofResult := strings.HasSuffix(name, "H") || strings.HasSuffix(name, "D") || strings.HasSuffix(name, "A")
		if price, err := decimal.NewFromString(cell); err == nil && ofResult {
			f.quotes = append(f.quotes, rawQuote{at, price})
		}
	}
	home, noHome := strconv.Atoi(row["FTHG"])
	away, noAway := strconv.Atoi(row["FTAG"])
	if noHome == nil && noAway == nil {
		f.goals, f.played = [2]int{home, away}, true
	}
}
