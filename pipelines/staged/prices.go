// Package staged is what jobs read of the staged lake: coming fixtures, quotes,
// line-ups, endings and closing prices.
package staged

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"matchday"
	statements "matchday/sql"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// pricesOf is how many fixtures' prices are read at once, and pricesLimit what DuckDB may
// take for it. All prices of a backtest take a gigabyte; each further reading costs a
// look through all that there are.
const (
	pricesOf    = 8192
	pricesLimit = "300MB"
)

// EachPrices reads the books of each fixture on some markets as they stood at its
// time in until; moment is matchday.PreMatch or matchday.Closing. It calls visit with
// the place of each fixture, in the order of fixtureIDs, and with its books; a fixture
// without prices has none.
func EachPrices(ctx context.Context, lk lake.Lake, fixtureIDs []string, until []time.Time, moment matchday.Moment, markets []matchday.Market,
	visit func(place int, books []matchday.MarketBook) error,
) (err error) {
	if len(fixtureIDs) == 0 {
		return nil
	}
	temp, err := lk.Temp()
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	db, err := openStaged(ctx, lk, duck.Options{MemoryLimit: pricesLimit, TempDir: temp}, "odds")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for from := 0; from < len(fixtureIDs); from += pricesOf {
		to := min(from+pricesOf, len(fixtureIDs))
		books, err := readPrices(ctx, db, fixtureIDs[from:to], until[from:to], moment, markets)
		if err != nil {
			return err
		}
		for k := range books {
			if err := visit(from+k, books[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

// readPrices reads what EachPrices does, parallel to the fixtures.
func readPrices(ctx context.Context, db *sql.DB, fixtureIDs []string, until []time.Time, moment matchday.Moment, markets []matchday.Market) ([][]matchday.MarketBook, error) {
	text, err := statements.Text("bet/books.sql")
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, text, fixtureIDs, string(moment), until, marketNames(markets))
	if err != nil {
		return nil, fmt.Errorf("read %s prices: %w", moment, err)
	}
	defer rows.Close()
	books := make([][]matchday.MarketBook, len(fixtureIDs))
	for rows.Next() {
		var place int
		var b matchday.MarketBook
		var tenThousandths [matchday.NumOutcome]sql.NullInt64
		if err := rows.Scan(&place, &b.Market, &b.Line, &b.Bookmaker, &tenThousandths[0], &tenThousandths[1], &tenThousandths[2], &b.KnownAt); err != nil {
			return nil, fmt.Errorf("read %s prices: %w", moment, err)
		}
		b.Fill(tenThousandths)
		books[place-1] = append(books[place-1], b)
	}
	return books, rows.Err()
}

// openStaged opens an in-memory DuckDB with views on staged tables.
func openStaged(ctx context.Context, lk lake.Lake, o duck.Options, tables ...string) (*sql.DB, error) {
	manifest, err := lk.Current(lake.Staged)
	if err != nil {
		return nil, err
	}
	db, err := duck.Open(ctx, "", o)
	if err != nil {
		return nil, err
	}
	for _, table := range tables {
		paths, err := manifest.Paths(table)
		if err == nil {
			err = duck.View(ctx, db, table, paths)
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("read staged %s: %w", table, err), db.Close())
		}
	}
	return db, nil
}

// marketNames are markets as a statement's argument: the driver takes lists of
// plain text only.
func marketNames(markets []matchday.Market) []string {
	names := make([]string, len(markets))
	for i, m := range markets {
		names[i] = string(m)
	}
	return names
}
