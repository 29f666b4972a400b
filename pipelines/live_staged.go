package pipelines

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	statements "matchday/sql"
	"matchday/stages/bet"
	"matchday/stages/features"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// optionalTables are those that a lake of files alone has not: they are empty
// there, with the columns that the statements read.
var optionalTables = map[string]string{
	"quotes":           "fixture_id VARCHAR, bookmaker VARCHAR, market VARCHAR, selection VARCHAR, line DOUBLE, price DECIMAL(9,4), stopped BOOLEAN, known_at TIMESTAMPTZ, last_seen_at TIMESTAMPTZ, landed_at TIMESTAMPTZ",
	"lineups":          "fixture_id VARCHAR, source VARCHAR, side VARCHAR, version INTEGER, started BOOLEAN, known_at TIMESTAMPTZ, landed_at TIMESTAMPTZ",
	"fixture_versions": "fixture_id VARCHAR, source VARCHAR, source_id VARCHAR, state VARCHAR, kickoff TIMESTAMPTZ, known_at TIMESTAMPTZ, last_seen_at TIMESTAMPTZ, landed_at TIMESTAMPTZ",
}

// stagedView is what is staged, as the statements of sql/bet ask it.
type stagedView struct {
	db  *sql.DB
	raw string // fingerprint of what was staged
}

// openLive opens the staged tables that live jobs read.
func openLive(ctx context.Context, lk lake.Lake) (stagedView, error) {
	manifest, err := lk.Current(lake.Staged)
	if err != nil {
		return stagedView{}, err
	}
	threads, err := features.ThreadsFor(manifest)
	if err != nil {
		return stagedView{}, err
	}
	db, err := duck.Open(ctx, "", duck.Options{Threads: threads})
	if err != nil {
		return stagedView{}, err
	}
	db.SetMaxOpenConns(1) // the tables that stand in for missing ones stay in sight
	for _, table := range []string{"fixtures", "scores", "odds", "leagues", "quotes", "lineups", "fixture_versions"} {
		statement := "CREATE TABLE " + table + " (" + optionalTables[table] + ")"
		if _, there := manifest.Tables[table]; there || optionalTables[table] == "" {
			path, err := manifest.Path(table)
			if err != nil {
				return stagedView{}, errors.Join(err, db.Close())
			}
			statement = "CREATE VIEW " + table + " AS FROM " + duck.Parquet(path)
		}
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return stagedView{}, errors.Join(fmt.Errorf("read staged %s: %w", table, err), db.Close())
		}
	}
	return stagedView{db, manifest.Raw}, nil
}

func (v stagedView) close() error { return v.db.Close() }

// ask runs a statement of sql/bet and hands over each row's Scan.
func (v stagedView) ask(ctx context.Context, name string, row func(scan func(...any) error) error, args ...any) error {
	text, err := statements.Text("bet/" + name + ".sql")
	if err != nil {
		return err
	}
	rows, err := v.db.QueryContext(ctx, text, args...)
	if err != nil {
		return fmt.Errorf("ask for %s: %w", name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return fmt.Errorf("ask for %s: %w", name, err)
		}
	}
	return rows.Err()
}

// comingFixture is a fixture that is soon to kick off.
type comingFixture struct {
	id, league, venue string
	kickoff           time.Time
	landed            bool // by the clock
}

func (v stagedView) coming(ctx context.Context, now, until time.Time) (out []comingFixture, err error) {
	err = v.ask(ctx, "coming", func(scan func(...any) error) error {
		var c comingFixture
		var league, venue sql.NullString
		err := scan(&c.id, &league, &venue, &c.kickoff, &c.landed)
		c.league, c.venue = league.String, venue.String
		out = append(out, c)
		return err
	}, now, until)
	return out, err
}

// quotes are those of each fixture on some markets, parallel to the list.
func (v stagedView) quotes(ctx context.Context, fixtureIDs []string, now time.Time, markets []string) ([][]bet.Quote, error) {
	out := make([][]bet.Quote, len(fixtureIDs))
	err := v.ask(ctx, "quotes", func(scan func(...any) error) error {
		var place int
		var tenThousandths int64
		q := bet.Quote{Moment: matchday.PreMatch}
		err := scan(&place, &q.Bookmaker, &q.Market, &q.Line, &q.Selection, &tenThousandths, &q.KnownAt, &q.SeenAt, &q.Stopped)
		if err == nil {
			q.Price = decimal.New(tenThousandths, -4)
			out[place-1] = append(out[place-1], q)
		}
		return err
	}, fixtureIDs, now, markets)
	return out, err
}

// elevens is what is known of both sides' line-ups.
type elevens struct {
	found   [2]int // starters, home and away
	knownAt time.Time
}

// fullEleven is how many starters make a line-up: fewer are a partial answer.
const fullEleven = 11

func (e elevens) available() bool { return e.found[0] >= fullEleven && e.found[1] >= fullEleven }

// lineups are the newest of each fixture, parallel to the list.
func (v stagedView) lineups(ctx context.Context, fixtureIDs []string, now time.Time) ([]elevens, error) {
	out := make([]elevens, len(fixtureIDs))
	err := v.ask(ctx, "lineups", func(scan func(...any) error) error {
		var place int
		var e elevens
		err := scan(&place, &e.found[0], &e.found[1], &e.knownAt)
		if err == nil {
			out[place-1] = e
		}
		return err
	}, fixtureIDs, now)
	return out, err
}

// told is what the sources say of how a fixture ended.
type told struct {
	state               string
	kickoff, matchDate  time.Time
	homeTeam, awayTeam  string
	home, away          sql.NullInt64
	knownAt             sql.NullTime
	saidFrom, saidUntil sql.NullTime // of the API's fixtures
	movedOn             sql.NullTime
	there               bool
}

// endings are those of each fixture, parallel to the list.
func (v stagedView) endings(ctx context.Context, fixtureIDs []string, now time.Time) ([]told, error) {
	out := make([]told, len(fixtureIDs))
	err := v.ask(ctx, "endings", func(scan func(...any) error) error {
		var place int
		t := told{there: true}
		err := scan(&place, &t.state, &t.kickoff, &t.matchDate, &t.homeTeam, &t.awayTeam, &t.home, &t.away, &t.knownAt, &t.saidFrom, &t.saidUntil, &t.movedOn)
		if err == nil {
			out[place-1] = t
		}
		return err
	}, fixtureIDs, now)
	return out, err
}

// closing are the last books of each fixture on some markets, parallel to the
// list.
func (v stagedView) closing(ctx context.Context, fixtureIDs []string, now time.Time, markets []string) ([][]bookRow, error) {
	out := make([][]bookRow, len(fixtureIDs))
	err := v.ask(ctx, "closing", func(scan func(...any) error) error {
		var place int
		var b bookRow
		var tenThousandths [matchday.NumOutcome]sql.NullInt64
		err := scan(&place, &b.market, &b.line, &b.bookmaker, &tenThousandths[0], &tenThousandths[1], &tenThousandths[2])
		if err == nil {
			b.fill(tenThousandths)
			out[place-1] = append(out[place-1], b)
		}
		return err
	}, fixtureIDs, now, markets)
	return out, err
}
