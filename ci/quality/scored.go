package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"matchday"
	"matchday/ci/harness"
	statements "matchday/sql"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// fixture is a scored fixture with what was said of it.
type fixture struct {
	id, division string
	date         time.Time
	outcome      matchday.Outcome
	said         map[source]matchday.Probs
}

// inputs are the files that are joined.
type inputs struct {
	staged      lake.Manifest
	baselines   string              // CSV; empty: there is no baseline
	predictions map[string][]string // by market group, the backtests' files
}

// read joins the predictions with the fixtures of a set, in order of date and
// fixture.
func (in inputs) read(ctx context.Context, s set) (out []fixture, err error) {
	db, err := duck.Open(ctx, "", duck.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // an in-memory database of one's own
	views, err := in.views(s)
	if err != nil {
		return nil, err
	}
	for _, v := range views {
		if _, err := db.ExecContext(ctx, v); err != nil {
			return nil, fmt.Errorf("%s: %w", v, err)
		}
	}
	text, err := statements.Text("quality/scored.sql")
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("quality/scored.sql: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var f fixture
		var by source
		var p matchday.Probs
		if err := rows.Scan(&f.id, &f.division, &f.date, &f.outcome, &by.grp, &by.model, &p[0], &p[1], &p[2]); err != nil {
			return nil, err
		}
		if len(out) == 0 || out[len(out)-1].id != f.id {
			f.said = map[source]matchday.Probs{}
			out = append(out, f)
		}
		out[len(out)-1].said[by] = p.Normalised()
	}
	return out, rows.Err()
}

// views are the statements that make the inputs readable by their names.
func (in inputs) views(s set) ([]string, error) {
	var out []string
	for _, table := range []string{"fixtures", "scores", "odds"} {
		paths, err := in.staged.Paths(table)
		if err != nil {
			return nil, err
		}
		out = append(out, "create view "+table+" as from "+duck.Parquet(paths...))
	}
	baselines := "select '' as div, '' as season, null::date as date, '' as home, '' as away, null::double as p_home, null::double as p_draw, null::double as p_away where false"
	if in.baselines != "" {
		baselines = "from read_csv(" + duck.Literal(in.baselines) + ", types = {'season': 'varchar', 'date': 'date', 'p_home': 'double', 'p_draw': 'double', 'p_away': 'double'})"
	}
	out = append(out, "create view baselines as "+baselines)

	var wanted []string
	for _, span := range s.spans {
		for _, d := range span.divisions {
			for _, season := range span.seasons() {
				wanted = append(wanted, "("+duck.Literal(d)+", "+duck.Literal(season)+")")
			}
		}
	}
	out = append(out, "create table wanted as select * from (values "+strings.Join(wanted, ", ")+") as t (division, season)")

	var predictions []string
	for _, grp := range harness.Markets {
		if len(in.predictions[grp]) > 0 {
			predictions = append(predictions, "select "+duck.Literal(grp)+" as grp, fixture_id, model, p_home, p_draw, p_away from read_parquet(["+quoted(in.predictions[grp])+"])")
		}
	}
	return append(out, "create view predictions as "+strings.Join(predictions, " union all ")), nil
}

func quoted(paths []string) string {
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = duck.Literal(p)
	}
	return strings.Join(out, ", ")
}
