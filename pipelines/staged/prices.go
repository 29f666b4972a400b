// Package staged is what jobs read of the staged lake: coming fixtures, quotes,
// line-ups, endings and closing prices.
package staged

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"matchday"
	statements "matchday/sql"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// ReadPrices reads the books of each fixture on some markets as they stood at its
// time in until; moment is matchday.PreMatch or matchday.Closing. The result is
// parallel to fixtureIDs; a fixture without prices has no books.
func ReadPrices(ctx context.Context, lk lake.Lake, fixtureIDs []string, until []time.Time, moment matchday.Moment, markets []matchday.Market) (books [][]matchday.MarketBook, err error) {
	books = make([][]matchday.MarketBook, len(fixtureIDs))
	if len(fixtureIDs) == 0 {
		return books, nil
	}
	db, err := openStaged(ctx, lk, "odds")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	text, err := statements.Text("bet/books.sql")
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, text, fixtureIDs, string(moment), until, marketNames(markets))
	if err != nil {
		return nil, fmt.Errorf("read %s prices: %w", moment, err)
	}
	defer rows.Close()
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
func openStaged(ctx context.Context, lk lake.Lake, tables ...string) (*sql.DB, error) {
	manifest, err := lk.Current(lake.Staged)
	if err != nil {
		return nil, err
	}
	db, err := duck.Open(ctx, "", duck.Options{})
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
