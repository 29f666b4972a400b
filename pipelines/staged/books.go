package staged

import (
	"context"
	stdsql "database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/sql"
	"matchday/stages/bet"
	"matchday/stages/settle"
	"matchday/warehouse"
	"matchday/warehouse/lake"
)

// BookRow is one bookmaker's book of a fixture's market at one line and moment.
type BookRow struct {
	market    string
	line      stdsql.Null[float64]
	bookmaker string
	prices    [matchday.NumOutcome]decimal.NullDecimal // in the order of matchday.Selections
	knownAt   time.Time
}

// fill takes the prices, which the statements give in ten-thousandths.
func (b *BookRow) fill(tenThousandths [matchday.NumOutcome]stdsql.NullInt64) {
	for i, v := range tenThousandths {
		if v.Valid {
			b.prices[i] = decimal.NewNullDecimal(decimal.New(v.Int64, -4))
		}
	}
}

// ReadBooks reads the books of one moment and of some markets for the fixtures
// named, each as it stood at its time in until, parallel to the list; a fixture
// without prices has none.
func ReadBooks(ctx context.Context, lk lake.Lake, fixtureIDs []string, until []time.Time, moment string, markets []string) (books [][]BookRow, err error) {
	books = make([][]BookRow, len(fixtureIDs))
	if len(fixtureIDs) == 0 {
		return books, nil
	}
	db, err := openStaged(ctx, lk, "odds")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	text, err := sql.Text("bet/books.sql")
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, text, fixtureIDs, moment, until, markets)
	if err != nil {
		return nil, fmt.Errorf("read %s prices: %w", moment, err)
	}
	defer rows.Close()
	for rows.Next() {
		var place int
		var b BookRow
		var tenThousandths [matchday.NumOutcome]stdsql.NullInt64
		if err := rows.Scan(&place, &b.market, &b.line, &b.bookmaker, &tenThousandths[0], &tenThousandths[1], &tenThousandths[2], &b.knownAt); err != nil {
			return nil, fmt.Errorf("read %s prices: %w", moment, err)
		}
		b.fill(tenThousandths)
		books[place-1] = append(books[place-1], b)
	}
	return books, rows.Err()
}

// ClosingOf fills in what the market said at kick-off of a bet, by the closing
// books of its fixture at its line: the publisher's average, else Pinnacle's; the
// median of the named books where there is no average, but three of them. The
// bookmaker's own closing price stands beside it.
func ClosingOf(b matchday.Bet, books []BookRow) matchday.Bet {
	var average, pinnacle matchday.Book
	var named []matchday.Book
	var own decimal.NullDecimal
	selections := matchday.Selections(b.Market)
	for _, row := range books {
		if row.market != b.Market || row.line != b.Line {
			continue
		}
		prices := make(matchday.Book, len(selections))
		for i := range prices {
			prices[i] = row.prices[i].Decimal.InexactFloat64()
		}
		switch row.bookmaker {
		case matchday.BookmakerAverage:
			average = prices
		case matchday.BookmakerBest:
		case "PS":
			pinnacle = prices
			named = append(named, prices)
		default:
			named = append(named, prices)
		}
		i := matchday.SelectionIndex(b.Market, b.Selection)
		if row.bookmaker == b.Bookmaker && i >= 0 && row.prices[i].Decimal.GreaterThan(decimal.NewFromInt(1)) {
			own = row.prices[i]
		}
	}
	line := settle.ClosingLine(average, pinnacle)
	if len(named) > 2 && !average.Complete() {
		line = settle.Consensus(named)
	}
	return settle.WithClosing(b, line, own)
}

// openStaged opens a DuckDB in memory with views on staged tables.
func openStaged(ctx context.Context, lk lake.Lake, tables ...string) (*stdsql.DB, error) {
	manifest, err := lk.Current(lake.Staged)
	if err != nil {
		return nil, err
	}
	db, err := warehouse.OpenMemory(ctx, warehouse.Options{})
	if err != nil {
		return nil, err
	}
	for _, table := range tables {
		path, err := manifest.Path(table)
		if err == nil {
			_, err = db.ExecContext(ctx, fmt.Sprintf("CREATE VIEW %s AS FROM read_parquet('%s')", table, strings.ReplaceAll(path, "'", "''")))
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("read staged %s: %w", table, err), db.Close())
		}
	}
	return db, nil
}

// QuotesOf are a fixture's pre-match books as the quotes that bet.Screen reads.
func QuotesOf(books []BookRow) []bet.Quote {
	quotes := make([]bet.Quote, 0, 3*len(books))
	for _, b := range books {
		for i, selection := range matchday.Selections(b.market) {
			if p := b.prices[i]; p.Valid {
				quotes = append(quotes, bet.Quote{
					Bookmaker: b.bookmaker, Market: b.market, Line: b.line, Selection: selection,
					Moment: matchday.PreMatch, Price: p.Decimal, KnownAt: b.knownAt,
				})
			}
		}
	}
	return quotes
}
