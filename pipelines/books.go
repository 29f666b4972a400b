package pipelines

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
	"matchday/warehouse"
	"matchday/warehouse/lake"
)

// bookRow is one bookmaker's 1X2 book of a fixture at one moment.
type bookRow struct {
	bookmaker string
	prices    [matchday.NumOutcome]decimal.NullDecimal
	knownAt   time.Time
}

// readBooks reads the 1X2 books of one moment for the fixtures named, each as
// it stood at its time in until, parallel to the list; a fixture without prices
// has none.
func readBooks(ctx context.Context, lk lake.Lake, fixtureIDs []string, until []time.Time, moment string) (books [][]bookRow, err error) {
	books = make([][]bookRow, len(fixtureIDs))
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
	rows, err := db.QueryContext(ctx, text, fixtureIDs, moment, until)
	if err != nil {
		return nil, fmt.Errorf("read %s prices: %w", moment, err)
	}
	defer rows.Close()
	for rows.Next() {
		var place int
		var b bookRow
		var tenThousandths [matchday.NumOutcome]stdsql.NullInt64
		if err := rows.Scan(&place, &b.bookmaker, &tenThousandths[0], &tenThousandths[1], &tenThousandths[2], &b.knownAt); err != nil {
			return nil, fmt.Errorf("read %s prices: %w", moment, err)
		}
		for i, v := range tenThousandths {
			if v.Valid {
				b.prices[i] = decimal.NewNullDecimal(decimal.New(v.Int64, -4))
			}
		}
		books[place-1] = append(books[place-1], b)
	}
	return books, rows.Err()
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

// quotesOf are a fixture's pre-match books as the quotes that bet.Screen reads.
func quotesOf(books []bookRow) []bet.Quote {
	quotes := make([]bet.Quote, 0, 3*len(books))
	for _, b := range books {
		for i, p := range b.prices {
			if p.Valid {
				quotes = append(quotes, bet.Quote{
					Bookmaker: b.bookmaker, Market: matchday.Market1X2, Selection: string(matchday.Outcomes[i]),
					Moment: matchday.PreMatch, Price: p.Decimal, KnownAt: b.knownAt,
				})
			}
		}
	}
	return quotes
}
