package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"matchday"
	"matchday/stages/train"
	"matchday/stages/validate"
	"matchday/warehouse/duck"
)

// read joins the backtests of the market groups, in order of as-of and fixture.
// What any group lacks is left out.
func read(ctx context.Context, paths map[string]string) (out []fixture, err error) {
	db, err := duck.Open(ctx, "", duck.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	query := ""
	for group, path := range paths {
		if query != "" {
			query += " union all "
		}
		query += "select " + duck.Literal(group) + " as grp, * from " + duck.Parquet(path)
	}
	rows, err := db.QueryContext(ctx, "select grp, fixture_id, division, left(kickoff, 10), as_of, outcome, model, p_home, p_draw, p_away from ("+query+
		") where outcome <> '' and model in ($1, $2, $3) order by as_of, fixture_id", train.Ensemble, validate.BaseRate, validate.MarketPre)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		f := fixture{said: map[string]matchday.Probs{}}
		var group, model, day, asOf string
		var p matchday.Probs
		if err := rows.Scan(&group, &f.id, &f.division, &day, &asOf, &f.outcome, &model, &p[0], &p[1], &p[2]); err != nil {
			return nil, err
		}
		if len(out) == 0 || out[len(out)-1].id != f.id {
			var bad, worse error
			f.day, bad = time.Parse(time.DateOnly, day)
			f.asOf, worse = time.Parse(time.RFC3339, asOf)
			if err := errors.Join(bad, worse); err != nil {
				return nil, fmt.Errorf("fixture %s: %w", f.id, err)
			}
			out = append(out, f)
		}
		f = out[len(out)-1]
		switch model {
		case train.Ensemble:
			f.said[group] = p.Normalised()
		case validate.BaseRate:
			out[len(out)-1].base = p.Normalised()
		default:
			out[len(out)-1].market = p.Normalised()
		}
	}
	return out, rows.Err()
}
