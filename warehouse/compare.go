package warehouse

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday"
	"matchday/warehouse/duck"
)

// Difference is one value in which the warehouses of two homes differ. If one of
// them lacks a row, the column is empty and its value is Absent.
type Difference struct {
	Table  string `json:"table"`
	Key    string `json:"key"`
	Column string `json:"column"`
	Stored string `json:"stored"`
	Rerun  string `json:"rerun"`
}

// Absent stands for a row that is not there, Present for one that is.
const (
	Absent  = "no row"
	Present = "a row"
)

// RunCommits are the commits of a run as of one moment, from First to Last.
type RunCommits struct {
	RunID       string
	AsOf        time.Time
	First, Last int64
	// OtherRules says that the run placed its bets by other rules than the program's:
	// what it bet on and what it did not is not compared.
	OtherRules bool
}

// commitTables are the tables in which a live run's commits leave rows: the
// condition for the rows of these commits ($1 run, $2 as-of, $3 and $4 the first
// and last commit), and the columns that tell one row from another. The database
// is attached as compared. otherRules is the condition where the bets were placed by
// other rules, if it is not the same.
var commitTables = []struct {
	name, rows, otherRules string
	key                    []string
}{
	{"predictions", "run_id = $1 and as_of = $2", "", []string{"prediction_id"}},
	{"model_predictions", ofPredictions, "", []string{"prediction_id", "model"}},
	{"bets", ofPredictions, "false", []string{"bet_id"}},
	{"bet_versions", "commit_no between $3 and $4", "commit_no between $3 and $4 and bet_id not in (select bet_id from compared.bets where " + ofPredictions + ")",
		[]string{"bet_id", "commit_no"}},
	{"skips", ofPredictions, "false", []string{"skip_id"}},
	{"ledger", "run_id = $1 and entry_time = $2", "", []string{"entry_id"}},
}

const ofPredictions = "prediction_id in (select prediction_id from compared.predictions where run_id = $1 and as_of = $2)"

// Compared is what Compare found: the number of rows in the first warehouse by
// table, and every value that differs in the second, by table and key.
type Compared struct {
	Rows        map[string]int
	KeptMarkets int // goals markets that the first keeps as rows, which are not compared to the bit
	Rounded     int // probabilities of the same predictions that are not the same to the bit
	Differences []Difference
}

// Compare compares what some commits of a run wrote in two homes, value by value
// and to the bit. What has happened to a bet since it was placed is compared in
// bet_versions, as of these commits. Goals markets are compared by the parameters of
// their score matrices, and those of predictions from before these were stored
// by their rows, to keptTolerance, as are the probabilities of these predictions.
func Compare(ctx context.Context, stored, rerun Home, c RunCommits) (out Compared, err error) {
	out.Rows = map[string]int{}
	left, err := attach(ctx, stored)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, left.Close()) }()
	right, err := attach(ctx, rerun)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, right.Close()) }()
	kept, err := keptPredictions(ctx, left, c)
	if err != nil {
		return out, err
	}
	for _, t := range commitTables {
		columns, err := comparedColumns(ctx, left, t.name)
		if err != nil {
			return out, err
		}
		rows := t.rows
		if c.OtherRules {
			rows = cmp.Or(t.otherRules, rows)
		}
		// Every statement takes all four arguments.
		text := fmt.Sprintf("select [%s], [%s] from compared.%s where (%s) and $1 is not null and $2 is not null and $3 <= $4",
			asText(t.key), asText(columns), t.name, rows)
		a, err := commitRows(ctx, left, text, c)
		if err != nil {
			return out, fmt.Errorf("read %s: %w", t.name, err)
		}
		b, err := commitRows(ctx, right, text, c)
		if err != nil {
			return out, fmt.Errorf("read %s: %w", t.name, err)
		}
		out.Rows[t.name] = len(a)
		out.add(t.name, columns, a, b, kept)
	}
	rows, differ, err := compareKept(ctx, left, rerun, kept)
	out.KeptMarkets, out.Differences = rows, append(out.Differences, differ...)
	return out, err
}

// attach opens a home's warehouse for reading, as the database compared.
func attach(ctx context.Context, h Home) (*sql.DB, error) {
	db, err := duck.Open(ctx, "", duck.Options{})
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "attach "+duck.Literal(h.log().Database)+" as compared (read_only)"); err != nil {
		return nil, errors.Join(busy(h.File(), err), db.Close())
	}
	return db, nil
}

// asText makes the terms of a list of texts. Each differs if its value does, were
// it in one bit of a DOUBLE.
func asText(columns []string) string {
	terms := make([]string, len(columns))
	for i, c := range columns {
		terms[i] = "coalesce(" + duck.Identifier(c) + "::varchar, 'NULL')"
	}
	return strings.Join(terms, ", ")
}

// comparedColumns are a table's columns; of bets only what is written once.
func comparedColumns(ctx context.Context, db *sql.DB, table string) (columns []string, err error) {
	err = query(ctx, db, "compared_columns", func(scan func(...any) error) error {
		columns = append(columns, "")
		return scan(&columns[len(columns)-1])
	}, table)
	return columns, err
}

// comparedRow is a row as texts.
type comparedRow struct {
	key    string
	values []string
}

func commitRows(ctx context.Context, db *sql.DB, text string, c RunCommits) (out []comparedRow, err error) {
	err = each(ctx, db, text, func(scan func(...any) error) error {
		var key, values []any
		if err := scan(listOf{&key}, listOf{&values}); err != nil {
			return err
		}
		r := comparedRow{values: texts(values)}
		r.key = strings.Join(texts(key), " ")
		out = append(out, r)
		return nil
	}, c.RunID, c.AsOf.UTC(), c.First, c.Last)
	slices.SortFunc(out, func(a, b comparedRow) int { return strings.Compare(a.key, b.key) })
	return out, err
}

// listOf scans a list of DuckDB.
type listOf struct{ into *[]any }

// Scan takes what the driver gives for a list.
func (l listOf) Scan(v any) error {
	list, ok := v.([]any)
	if !ok {
		return fmt.Errorf("%T is not a list", v)
	}
	*l.into = list
	return nil
}

func texts(values []any) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = fmt.Sprint(v)
	}
	return out
}

// add compares two lists of rows of a table, which are in the order of their keys. A
// stored value that was not recorded agrees with any.
func (c *Compared) add(table string, columns []string, a, b []comparedRow, kept map[string]bool) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].key < b[0].key:
			c.Differences = append(c.Differences, Difference{Table: table, Key: a[0].key, Stored: Present, Rerun: Absent})
			a = a[1:]
		case len(a) == 0 || b[0].key < a[0].key:
			c.Differences = append(c.Differences, Difference{Table: table, Key: b[0].key, Stored: Absent, Rerun: Present})
			b = b[1:]
		default:
			c.addRow(table, columns, a[0], b[0], kept)
			a, b = a[1:], b[1:]
		}
	}
}

// addRow compares two rows of one key.
func (c *Compared) addRow(table string, columns []string, a, b comparedRow, kept map[string]bool) {
	at := slices.Index(columns, "prediction_id")
	for i, name := range columns {
		switch {
		case a.values[i] == b.values[i] || unrecorded(table, a.key, name, a.values[i], kept):
		case at >= 0 && kept[a.values[at]] && rounded(name, a.values[i], b.values[i]):
			c.Rounded++
		default:
			c.Differences = append(c.Differences, Difference{table, a.key, name, a.values[i], b.values[i]})
		}
	}
}

// keptTable has the goals markets of predictions from before the parameters of the
// score matrix were stored.
const keptTable = "market_predictions_kept"

// keptTolerance is how far a goals market that was stored as a row may be from what
// follows from the parameters of today: the program of then summed the matrix in
// another order, which moves a probability by less than 3e-15. A probability of the same
// prediction may be as far: filters of then let the same time pass in more steps.
const keptTolerance = 1e-12

// rounded reports whether two values of a column are probabilities of a result that
// differ by less than keptTolerance.
func rounded(column, stored, rerun string) bool {
	if !slices.Contains([]string{"home_win_prob", "draw_prob", "away_win_prob"}, column) {
		return false
	}
	a, err := strconv.ParseFloat(stored, 64)
	b, err2 := strconv.ParseFloat(rerun, 64)
	return err == nil && err2 == nil && math.Abs(a-b) <= keptTolerance
}

// unrecorded reports whether a stored value agrees with any, since the program that
// stored it recorded none. kept are the predictions whose goals markets are compared
// instead of their parameters.
func unrecorded(table, key, column, stored string, kept map[string]bool) bool {
	switch {
	case column == "void_reason":
		return stored == string(matchday.VoidUnrecorded)
	case table == "predictions" && slices.Contains([]string{"home_rate", "away_rate", "rho", "width"}, column):
		return stored == "NULL" && kept[key]
	}
	return false
}

// keptPredictions are those of the commits whose goals markets are kept as rows.
func keptPredictions(ctx context.Context, stored *sql.DB, c RunCommits) (map[string]bool, error) {
	kept := map[string]bool{}
	err := each(ctx, stored, "select distinct prediction_id from compared."+keptTable+" where "+ofPredictions, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		kept[id] = true
		return err
	}, c.RunID, c.AsOf.UTC())
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", keptTable, err)
	}
	return kept, nil
}

// compareKept compares the goals markets of kept predictions with those of the rerun.
func compareKept(ctx context.Context, stored *sql.DB, rerun Home, kept map[string]bool) (rows int, differ []Difference, err error) {
	if len(kept) == 0 {
		return 0, nil, nil
	}
	if _, err := stored.ExecContext(ctx, "attach "+duck.Literal(rerun.log().Database)+" as rerun (read_only)"); err != nil {
		return 0, nil, busy(rerun.File(), err)
	}
	err = query(ctx, stored, "kept_markets", func(scan func(...any) error) error {
		var key string
		var a, b sql.NullString
		var apart sql.NullFloat64
		if err := scan(&key, &a, &b, &apart); err != nil {
			return err
		}
		rows++
		if !apart.Valid || !(apart.Float64 <= keptTolerance) {
			differ = append(differ, Difference{keptTable, key, "", cmp.Or(a.String, Absent), cmp.Or(b.String, Absent)})
		}
		return nil
	}, slices.Sorted(maps.Keys(kept)))
	return rows, differ, err
}
