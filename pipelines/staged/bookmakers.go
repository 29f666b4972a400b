package staged

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"matchday"
	"matchday/config"
	"matchday/pipelines/job"
	"matchday/stages/staging/answers"
	"matchday/stages/staging/files"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// NoBookmakerError says that the configuration names a bookmaker that neither the
// sources' lists nor the lake know. Nothing would ever be bet at it, or its commission
// never be taken.
type NoBookmakerError struct {
	Key, Name string
	Listed    []string // by the sources
	Priced    []string // in the lake; without any the name may be one that is still to come
}

func (e *NoBookmakerError) Error() string {
	text := fmt.Sprintf("configuration key %s: %q is no bookmaker that a source or the lake knows%s", e.Key, e.Name, config.DidYouMean(e.Name, slices.Concat(e.Priced, e.Listed)))
	if len(e.Priced) > 0 {
		text += "; the lake has prices of " + strings.Join(e.Priced, ", ")
	}
	return text
}

// KnowsBookmakers returns a NoBookmakerError for the first bookmaker of bet_at and
// bookmakers that nobody knows. It reads the lake only if one is in no list.
func KnowsBookmakers(ctx context.Context, lk lake.Lake, c matchday.Config) error {
	listed := slices.Concat(files.Bookmakers(), answers.Bookmakers())
	missing := unlisted(c, listed)
	if len(missing) == 0 {
		return nil
	}
	priced, err := pricedBookmakers(ctx, lk)
	if err != nil {
		return err
	}
	for _, m := range missing {
		if !slices.Contains(priced, m.Name) {
			m.Listed, m.Priced = listed, priced
			return m
		}
	}
	return nil
}

// unlisted are the bookmakers that a configuration names and no list has.
func unlisted(c matchday.Config, listed []string) (out []*NoBookmakerError) {
	add := func(key, name string) {
		if !slices.Contains(listed, name) && !answers.IsNumbered(name) {
			out = append(out, &NoBookmakerError{Key: key, Name: name})
		}
	}
	for _, name := range c.BetAt {
		add("bet_at", name)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Bookmakers)) {
		add("bookmakers", name)
	}
	return out
}

// pricedBookmakers are those of which the lake has a price, without the publisher's
// aggregates; none of an empty lake.
func pricedBookmakers(ctx context.Context, lk lake.Lake) (out []string, err error) {
	db, err := openStaged(ctx, lk, duck.Options{}, "odds")
	if errors.Is(err, lake.ErrEmpty) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, "select distinct bookmaker from odds order by bookmaker")
	if err != nil {
		return nil, fmt.Errorf("read the bookmakers of the lake: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		if name != matchday.BookmakerAverage && name != matchday.BookmakerBest {
			out = append(out, name)
		}
	}
	return out, rows.Err()
}

// WarnOfUnknownBookmakers logs what KnowsBookmakers finds, for commands that only look.
func WarnOfUnknownBookmakers(ctx context.Context, env job.Env) {
	if err := KnowsBookmakers(ctx, env.Lake(), env.Config); err != nil {
		env.Log.Warn(err.Error())
	}
}

// RefuseUnknownBookmakers is for jobs that bet: in a lake with prices what KnowsBookmakers
// finds is a BadInput, in one without it is a warning.
func RefuseUnknownBookmakers(ctx context.Context, env job.Env) error {
	err := KnowsBookmakers(ctx, env.Lake(), env.Config)
	var unknown *NoBookmakerError
	switch {
	case !errors.As(err, &unknown):
		return err
	case len(unknown.Priced) == 0:
		env.Log.Warn(unknown.Error())
		return nil
	}
	return job.BadInput{Reason: unknown.Error()}
}
