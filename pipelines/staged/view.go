package staged

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"matchday"
	statements "matchday/sql"
	"matchday/stages/features"
	"matchday/stages/settle"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// optionalTables are missing in a lake that holds match files alone. There, empty
// tables stand in for them, with the columns that the statements read.
var optionalTables = map[string]string{
	"quotes":           "fixture_id VARCHAR, bookmaker VARCHAR, market VARCHAR, selection VARCHAR, line DOUBLE, price DECIMAL(9,4), stopped BOOLEAN, known_at TIMESTAMPTZ, last_seen_at TIMESTAMPTZ, landed_at TIMESTAMPTZ",
	"lineups":          "fixture_id VARCHAR, source VARCHAR, side VARCHAR, version INTEGER, started BOOLEAN, known_at TIMESTAMPTZ, landed_at TIMESTAMPTZ",
	"fixture_versions": "fixture_id VARCHAR, source VARCHAR, source_id VARCHAR, state VARCHAR, kickoff TIMESTAMPTZ, known_at TIMESTAMPTZ, last_seen_at TIMESTAMPTZ, landed_at TIMESTAMPTZ",
	"listings":         "fixture_id VARCHAR, source VARCHAR, kickoff TIMESTAMPTZ, seen_at TIMESTAMPTZ, unlisted_at TIMESTAMPTZ",
	"gone_prices":      "fixture_id VARCHAR, bookmaker VARCHAR, market VARCHAR, selection VARCHAR, line DOUBLE, price DECIMAL(9,4), known_at TIMESTAMPTZ, gone_at TIMESTAMPTZ",
	"crosswalk":        "entity VARCHAR, source VARCHAR, source_id VARCHAR, canonical_id VARCHAR",
}

// View is an open DuckDB on the staged tables, for the statements of sql/bet.
type View struct {
	db  *sql.DB
	Raw string // fingerprint of what was staged
}

// Open opens a view on the staged tables that live jobs read.
func Open(ctx context.Context, lk lake.Lake) (View, error) {
	manifest, err := lk.Current(lake.Staged)
	if err != nil {
		return View{}, err
	}
	threads, err := features.ThreadsFor(manifest)
	if err != nil {
		return View{}, err
	}
	db, err := duck.Open(ctx, "", duck.Options{Threads: threads})
	if err != nil {
		return View{}, err
	}
	db.SetMaxOpenConns(1) // each connection has tables of its own
	for _, table := range []string{"fixtures", "scores", "odds", "leagues", "quotes", "lineups", "fixture_versions", "crosswalk", "listings", "gone_prices"} {
		statement := "CREATE TABLE " + table + " (" + optionalTables[table] + ")"
		if _, there := manifest.Tables[table]; there || optionalTables[table] == "" {
			paths, err := manifest.Paths(table)
			if err != nil {
				return View{}, errors.Join(err, db.Close())
			}
			statement = "create view " + table + " as from " + duck.Parquet(paths...)
		}
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return View{}, errors.Join(fmt.Errorf("read staged %s: %w", table, err), db.Close())
		}
	}
	return View{db, manifest.Raw}, nil
}

// Close closes the view.
func (v View) Close() error { return v.db.Close() }

// Query runs a statement of sql/bet and calls row with each row's Scan.
func (v View) Query(ctx context.Context, name string, row func(scan func(...any) error) error, args ...any) error {
	text, err := statements.Text("bet/" + name + ".sql")
	if err != nil {
		return err
	}
	rows, err := v.db.QueryContext(ctx, text, args...)
	if err != nil {
		return fmt.Errorf("query sql/bet/%s.sql: %w", name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return fmt.Errorf("query sql/bet/%s.sql: %w", name, err)
		}
	}
	return rows.Err()
}

// Fixture is a fixture that is soon to kick off.
type Fixture struct {
	ID, League, Venue string
	Kickoff           time.Time
	KickoffKnown      bool      // else Kickoff is nominal
	Date              time.Time // day of the match
	Landed            bool      // it had landed by the clock

	ToldAt   sql.NullTime // last fetch of the API that told of it; invalid if the API does not
	UntoldAt sql.NullTime // first one after it that had no kick-off; invalid if there is none
	ListedAt sql.NullTime // landing of the newest edition of a file that lists it; invalid if no newest one does
	Agreed   bool         // that file has this kick-off
}

// Coming returns the fixtures that kick off after now and by until.
func (v View) Coming(ctx context.Context, now, until time.Time) (out []Fixture, err error) {
	err = v.Query(ctx, "coming", func(scan func(...any) error) error {
		var c Fixture
		var league, venue sql.NullString
		err := scan(&c.ID, &league, &venue, &c.Kickoff, &c.KickoffKnown, &c.Date, &c.Landed, &c.ToldAt, &c.UntoldAt, &c.ListedAt, &c.Agreed)
		c.League, c.Venue = league.String, venue.String
		out = append(out, c)
		return err
	}, now, until)
	return out, err
}

// LineupStatus says how complete a fixture's line-ups are.
type LineupStatus struct {
	Found   [2]int    // starters, home and away
	KnownAt time.Time // when the newer one became known
}

// fullEleven is how many starters a complete line-up has.
const fullEleven = 11

// Complete reports whether both line-ups have all their starters.
func (s LineupStatus) Complete() bool { return s.Found[0] >= fullEleven && s.Found[1] >= fullEleven }

// Lineups returns the status of each fixture's newest line-ups, parallel to fixtureIDs.
func (v View) Lineups(ctx context.Context, fixtureIDs []string, now time.Time) ([]LineupStatus, error) {
	out := make([]LineupStatus, len(fixtureIDs))
	err := v.Query(ctx, "lineups", func(scan func(...any) error) error {
		var place int
		var e LineupStatus
		err := scan(&place, &e.Found[0], &e.Found[1], &e.KnownAt)
		if err == nil {
			out[place-1] = e
		}
		return err
	}, fixtureIDs, now)
	return out, err
}

// Endings returns what the sources say of each fixture's end, parallel to fixtureIDs.
func (v View) Endings(ctx context.Context, fixtureIDs []string, now time.Time) ([]settle.SourceEnding, error) {
	out := make([]settle.SourceEnding, len(fixtureIDs))
	err := v.Query(ctx, "endings", func(scan func(...any) error) error {
		var place int
		t := settle.SourceEnding{There: true}
		err := scan(&place, &t.State, &t.Kickoff, &t.KickoffKnown, &t.MatchDate, &t.HomeTeam, &t.AwayTeam, &t.Home, &t.Away, &t.KnownAt, &t.SaidFrom, &t.SaidUntil, &t.MovedOn)
		if err == nil {
			out[place-1] = t
		}
		return err
	}, fixtureIDs, now)
	return out, err
}

// Closing returns the last books before kick-off of each fixture on some markets,
// parallel to fixtureIDs.
func (v View) Closing(ctx context.Context, fixtureIDs []string, now time.Time, markets []matchday.Market) ([][]matchday.MarketBook, error) {
	out := make([][]matchday.MarketBook, len(fixtureIDs))
	err := v.Query(ctx, "closing", func(scan func(...any) error) error {
		var place int
		var b matchday.MarketBook
		var tenThousandths [matchday.NumOutcome]sql.NullInt64
		err := scan(&place, &b.Market, &b.Line, &b.Bookmaker, &tenThousandths[0], &tenThousandths[1], &tenThousandths[2])
		if err == nil {
			b.Fill(tenThousandths)
			out[place-1] = append(out[place-1], b)
		}
		return err
	}, fixtureIDs, now, marketNames(markets))
	return out, err
}
