package staged

import (
	"context"
	"database/sql"
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
	Raw string // fingerprint of what was staged

	db     *sql.DB
	staged lake.Manifest
	parts  *[]string       // partitions whose rows are read; nil: all
	made   map[string]bool // tables that a statement has asked for
}

// Open opens a view on the staged tables that live jobs read.
func Open(ctx context.Context, lk lake.Lake) (View, error) {
	manifest, err := lk.Current(lake.Staged)
	if err != nil {
		return View{}, err
	}
	return open(ctx, manifest, nil)
}

// OpenBetween is Open that reads the rows of some fixtures alone, of others perhaps:
// those with a kick-off, as a table has it, from one moment to another, both included.
func OpenBetween(ctx context.Context, lk lake.Lake, table string, from, to time.Time) (View, error) {
	manifest, err := lk.Current(lake.Staged)
	if err != nil {
		return View{}, err
	}
	parts := manifest.Between(table, "kickoff", from, to)
	return open(ctx, manifest, &parts)
}

func open(ctx context.Context, manifest lake.Manifest, parts *[]string) (View, error) {
	threads := 1 // few rows
	if parts == nil {
		threads = features.ThreadsFor(manifest)
	}
	db, err := duck.Open(ctx, "", duck.Options{Threads: threads})
	if err != nil {
		return View{}, err
	}
	db.SetMaxOpenConns(1) // each connection has tables of its own
	return View{manifest.Raw, db, manifest, parts, map[string]bool{}}, nil
}

// make makes a staged table readable. Each file is held against its sum, so only what
// is asked for is read.
func (v View) make(ctx context.Context, table string) error {
	if v.made[table] {
		return nil
	}
	statement := "create table " + table + " (" + optionalTables[table] + ")"
	if _, there := v.staged.Tables[table]; there || optionalTables[table] == "" {
		source, err := v.source(table)
		if err != nil {
			return err
		}
		statement = "create view " + table + " as from " + source
	}
	if _, err := v.db.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("read staged %s: %w", table, err)
	}
	v.made[table] = true
	return nil
}

// source is the SQL of the rows of a staged table that are read.
func (v View) source(table string) (string, error) {
	if v.parts != nil {
		paths, err := v.staged.PathsOf(table, *v.parts...)
		if err != nil || len(paths) > 0 {
			return duck.Parquet(paths...), err
		}
	}
	paths, err := v.staged.Paths(table)
	if err == nil && v.parts != nil { // no rows there: the columns of others, without theirs
		return duck.Parquet(paths[0]) + " where false", nil
	}
	return duck.Parquet(paths...), err
}

// Close closes the view.
func (v View) Close() error { return v.db.Close() }

// Query runs a statement of sql/bet and calls row with each row's Scan.
func (v View) Query(ctx context.Context, name string, row func(scan func(...any) error) error, args ...any) error {
	file := "bet/" + name + ".sql"
	text, err := statements.Text(file)
	if err != nil {
		return err
	}
	header, err := statements.HeaderOf(file)
	if err != nil {
		return err
	}
	for _, table := range header.Inputs {
		if err := v.make(ctx, table); err != nil {
			return err
		}
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
