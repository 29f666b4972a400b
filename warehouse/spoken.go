package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	"matchday"
	statements "matchday/sql"
)

// Spoken is a prediction with everything that the published books say of it.
type Spoken struct {
	matchday.Prediction
	Bets  []matchday.Slip // by id
	Skips []matchday.Skip // likewise
}

// FixturesNamed lists the ids of the published copy's fixtures that a text
// means: the one of that id; else those whose "home - away" contains it, whatever
// the case, and that have been predicted; else all that it is contained in. The
// latest kick-offs come first, at most limit.
func (h Home) FixturesNamed(ctx context.Context, text string, limit int) (ids []string, err error) {
	query, err := statements.Text("warehouse/fixtures_named.sql")
	if err != nil {
		return nil, err
	}
	err = h.reading(ctx, func(db *sql.DB) error {
		return each(ctx, db, query, func(scan func(...any) error) error {
			ids = append(ids, "")
			return scan(&ids[len(ids)-1])
		}, text, limit)
	})
	return ids, err
}

// Spoken lists what the published copy says of a fixture, in order of time. It
// returns ErrNoAnalytics (wrapped) when nothing has been published.
func (h Home) Spoken(ctx context.Context, fixtureID string) (out []Spoken, err error) {
	err = h.reading(ctx, func(db *sql.DB) error {
		if out, err = spoken(ctx, db, fixtureID); err != nil || len(out) == 0 {
			return err
		}
		place := map[string]*Spoken{}
		for i := range out {
			place[out[i].ID] = &out[i]
		}
		all, err := slips(ctx, db)
		if err != nil {
			return err
		}
		for _, s := range all {
			if p := place[s.PredictionID]; p != nil {
				p.Bets = append(p.Bets, s)
			}
		}
		return each(ctx, db, `SELECT prediction_id, strategy, market, selection, line, reason, expected_value FROM skips
			WHERE fixture_id = $1 ORDER BY skip_id`, func(scan func(...any) error) error {
			var s matchday.Skip
			var selection sql.NullString
			err := scan(&s.PredictionID, &s.Strategy, &s.Market, &selection, &s.Line, &s.Reason, &s.ExpectedValue)
			s.Selection = selection.String
			if p := place[s.PredictionID]; p != nil {
				p.Skips = append(p.Skips, s)
			}
			return err
		}, fixtureID)
	})
	if err != nil {
		return nil, fmt.Errorf("read what was said of %s: %w", fixtureID, err)
	}
	return out, nil
}

func spoken(ctx context.Context, db *sql.DB, fixtureID string) (out []Spoken, err error) {
	err = each(ctx, db, `SELECT prediction_id, prediction_time, as_of, kickoff, home_team, away_team, division, model_version, run_id, lineup_available,
			home_win_prob, draw_prob, away_win_prob
		FROM predictions WHERE fixture_id = $1 ORDER BY prediction_time, prediction_id`, func(scan func(...any) error) error {
		s := Spoken{Prediction: matchday.Prediction{FixtureID: fixtureID}}
		var p matchday.Probs
		err := scan(&s.ID, &s.Time, &s.AsOf, &s.Kickoff, &s.HomeTeam, &s.AwayTeam, &s.Division, &s.ModelVersion, &s.RunID, &s.LineupAvailable, &p[0], &p[1], &p[2])
		s.Probs = p
		out = append(out, s)
		return err
	}, fixtureID)
	return out, err
}
