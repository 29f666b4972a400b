package features

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"matchday"
	statements "matchday/sql"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// The models of sql/features in the order in which they are built: what
// everything reads; what the ratings read; what runs beside the ratings; what
// reads them.
var (
	matchesModel  = model{"int_matches", table, nil}
	beforeRatings = []model{{"int_consensus", table, nil}}
	meetingsModel = model{"int_meetings", table, []string{"h2h"}}
	h2hModel      = model{"ftr_h2h", table, nil}
	afterRatings  = []model{
		{"ftr_form", view, nil}, {"ftr_venue", view, nil}, {"ftr_rating", view, nil}, {"ftr_table", view, nil}, {"ftr_schedule", view, nil},
		{"ftr_base", view, nil}, {"ftr_past", view, nil}, {"ftr_market", view, nil}, {"ftr_lineup", view, nil},
	}
)

// The tables that Go computes of int_rating_input, match by match: ratings and prices,
// and the records of clubs and divisions.
const (
	sequentialTable = "sequential"
	recordsTable    = "records"
)

// model is one statement of sql/features, how its rows are kept, and the groups that
// read it, where they are not all.
type model struct {
	name, kind string
	groups     []string
}

const (
	table = "table" // computed once
	view  = "view"  // computed when it is read
)

// session is an in-memory DuckDB in which the models are built.
type session struct{ db *sql.DB }

// memoryLimit leaves room beside DuckDB for the matches and ratings in Go.
const memoryLimit = "900MB"

// groupRows is how many rows stand in one row group of a written file, 30
// vectors of DuckDB's. Half its default: each thread holds a group of a wide
// table whole before it compresses it.
const groupRows = 30 * 2048

// openSession starts an empty DuckDB that spills into the folder temp and works
// with so many threads, 0 for one a processor; asOf is the clock of a live run,
// else zero.
func openSession(ctx context.Context, temp string, threads int, asOf time.Time) (*session, error) {
	db, err := duck.Open(ctx, "", duck.Options{Threads: threads, MemoryLimit: memoryLimit, TempDir: temp, First: []string{
		fmt.Sprintf("set variable min_overround = %v", matchday.MinOverround),
		fmt.Sprintf("set variable max_overround = %v", matchday.MaxOverround),
		"set variable as_of = " + timestamp(asOf),
	}})
	return &session{db}, err
}

func (s *session) close() error { return s.db.Close() }

// attach makes Parquet files readable under a table's name, of their rows those
// that meet the conditions.
func (s *session) attach(ctx context.Context, name string, paths []string, conditions ...string) error {
	return duck.View(ctx, s.db, name, paths, conditions...)
}

// attachStaged makes the staged tables readable, as far as a run whose clock is asOf may
// see them.
func (s *session) attachStaged(ctx context.Context, staged lake.Manifest, asOf time.Time) error {
	for _, name := range stagedTables {
		paths, err := staged.Paths(name)
		if err == nil {
			err = s.attach(ctx, name, paths, seenBy(name, asOf)...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// createAs makes a table of the rows of a statement of sql/features.
func (s *session) createAs(ctx context.Context, table, statement string, args ...any) error {
	text, err := statementOf(statement)
	if err == nil {
		_, err = s.db.ExecContext(ctx, "create table "+table+" as "+text, args...)
	}
	return wrap("make "+table+" by "+statement, err)
}

// create builds those of some models that the plan needs, in order.
func (s *session) create(ctx context.Context, p plan, models ...model) error {
	models, texts, err := p.models(models)
	if err != nil {
		return err
	}
	for k, m := range models {
		if _, err := s.db.ExecContext(ctx, "create "+m.kind+" "+m.name+" as "+texts[k]); err != nil {
			return fmt.Errorf("build model %s: %w", m.name, err)
		}
	}
	return nil
}

// export writes the rows of a statement of sql/features into a Parquet file and
// counts them.
func (s *session) export(ctx context.Context, name, path string) (rows int, err error) {
	text, err := statementOf(name)
	if err != nil {
		return 0, err
	}
	result, err := s.db.ExecContext(ctx, fmt.Sprintf("copy (%s) to %s (format parquet, row_group_size %d)", text, duck.Literal(path), groupRows))
	if err != nil {
		return 0, fmt.Errorf("write model %s: %w", name, err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// provide makes columns that Go computed readable as a table, one row for each of
// int_matches and in their order.
func (s *session) provide(ctx context.Context, name string, rows int, columns []column) error {
	out := make([]duck.Column, len(columns))
	for i, c := range columns {
		out[i] = duck.Column{Name: c.name, Values: c.values}
	}
	return duck.Columns(ctx, s.db, name, rowID, rows, out)
}

// drop frees tables that nothing reads any more.
func (s *session) drop(ctx context.Context, names ...string) error {
	for _, name := range names {
		if _, err := s.db.ExecContext(ctx, "drop table if exists "+name); err != nil {
			return fmt.Errorf("drop %s: %w", name, err)
		}
	}
	return nil
}

// statementOf is the text of a model.
func statementOf(name string) (string, error) { return statements.Text("features/" + name + ".sql") }

// wrap says what failed, and nothing if nothing did.
func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
