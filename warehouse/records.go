package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	"matchday"
)

// PredictionRecord is a prediction with all that the published copy says of it.
type PredictionRecord struct {
	matchday.Prediction
	Bets  []matchday.Slip // by id
	Skips []matchday.Skip // likewise
}

// FixturesNamed lists the ids of the published copy's fixtures that a text
// means: the one of that id; else those whose "home - away" contains it, whatever
// the case, and that have been predicted; else all whose "home - away" contains
// it. The latest kick-offs come first, at most limit.
func FixturesNamed(ctx context.Context, h Home, text string, limit int) (ids []string, err error) {
	err = readCopy(ctx, h, func(db *sql.DB) error {
		return query(ctx, db, "fixtures_named", func(scan func(...any) error) error {
			ids = append(ids, "")
			return scan(&ids[len(ids)-1])
		}, text, limit)
	})
	return ids, err
}

// PredictionRecords lists the predictions of a fixture in the published copy, in
// order of time. It returns ErrNoAnalytics (wrapped) when nothing has been
// published.
func PredictionRecords(ctx context.Context, h Home, fixtureID string) (out []PredictionRecord, err error) {
	err = readCopy(ctx, h, func(db *sql.DB) error {
		if out, err = predictionRecords(ctx, db, fixtureID); err != nil || len(out) == 0 {
			return err
		}
		place := map[string]*PredictionRecord{}
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
		return query(ctx, db, "fixture_skips", func(scan func(...any) error) error {
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
		return nil, fmt.Errorf("read the predictions of %s: %w", fixtureID, err)
	}
	return out, nil
}

func predictionRecords(ctx context.Context, db *sql.DB, fixtureID string) (out []PredictionRecord, err error) {
	err = query(ctx, db, "prediction_records", func(scan func(...any) error) error {
		r := PredictionRecord{Prediction: matchday.Prediction{FixtureID: fixtureID}}
		err := scan(&r.ID, &r.Time, &r.AsOf, &r.Kickoff, &r.HomeTeam, &r.AwayTeam, &r.Division, &r.ModelVersion, &r.RunID, &r.LineupAvailable,
			&r.Probs[0], &r.Probs[1], &r.Probs[2])
		out = append(out, r)
		return err
	}, fixtureID)
	return out, err
}
