package weekly

import (
	"fmt"

	"matchday"
	"matchday/pipelines/models"
	"matchday/stages/deploy"
	"matchday/stages/train"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// trials are what the gate judges by.
type trials struct {
	list    []validate.Trial
	losses  []warehouse.VerdictLoss
	models  map[string]validate.Metrics // the candidate's four models, for the manifest
	reasons []string                    // against the candidate, beside the losses
	notes   []string                    // for people
}

// score asks the candidate, the champion, base rates and market about the
// window's fixtures.
func (w *weekly) score(registry deploy.Registry) error {
	said, err := w.validated.Predict(w.rows, w.at)
	if err != nil {
		return err
	}
	base, err := train.BaseRates(w.rows, w.at)
	if err != nil {
		return err
	}
	w.trials = trials{models: map[string]validate.Metrics{}}
	w.scoreModels(said)
	champion, err := w.askChampion(registry)
	if err != nil {
		return err
	}
	for k, i := range w.at {
		f := &w.rows.Fixtures[i]
		candidate := w.scoreForecast(validate.Candidate, i, said[train.Ensemble][k])
		if candidate == nil {
			return fmt.Errorf("the candidate gives %s the probabilities %v: they are none", f.ID, said[train.Ensemble][k])
		}
		t := validate.Trial{FixtureID: f.ID, Division: f.Division, Day: f.MatchDate, Outcome: w.rows.Outcome(i), Candidate: *candidate}
		t.BaseRate = *w.scoreForecast(validate.BaseRate, i, base[k])
		t.Champion = w.scoreForecast(validate.Champion, i, champion[k])
		t.Market = w.scoreForecast(validate.Market, i, w.market[i])
		w.trials.list = append(w.trials.list, t)
	}
	return nil
}

// scoreModels fills in the metrics that the manifest keeps.
func (w *weekly) scoreModels(said map[string][]matchday.Probs) {
	outcomes := make([]matchday.Outcome, len(w.at))
	for k, i := range w.at {
		outcomes[k] = w.rows.Outcome(i)
	}
	for name, probs := range said {
		w.trials.models[name] = validate.Score(probs, outcomes)
	}
}

// scoreForecast is what a forecast lost on row i, kept in the warehouse; nil if it is none.
func (w *weekly) scoreForecast(who string, i int, p matchday.Probs) *validate.Loss {
	if !p.Valid() {
		return nil
	}
	f, outcome := &w.rows.Fixtures[i], w.rows.Outcome(i)
	l := validate.LossOf(p, outcome)
	w.trials.losses = append(w.trials.losses, warehouse.VerdictLoss{
		FixtureID: f.ID, Model: who, MatchDate: f.MatchDate, Division: f.Division, Probs: p, Outcome: outcome,
		LogLoss: l.LogLoss, Brier: l.Brier, Correct: l.Correct,
	})
	return &l
}

// askChampion gives what the champion's validated models say of the window's
// fixtures; of those that they learned from, nothing. A champion that cannot be
// read with today's features cannot predict either, and does not stand in the
// candidate's way.
func (w *weekly) askChampion(registry deploy.Registry) ([]matchday.Probs, error) {
	out := make([]matchday.Probs, len(w.at))
	if w.champion.Version == "" {
		return out, nil
	}
	hand, err := models.CurrentFeatures(w.rows.Names)
	if err != nil {
		return nil, err
	}
	manifest, models, err := models.Load(registry, w.champion.Version, models.ValidatedFolder, hand)
	if err != nil {
		w.trials.notes = append(w.trials.notes, "the champion was not compared: "+err.Error())
		return out, nil
	}
	w.trials.reasons = append(w.trials.reasons, validate.Narrower(w.training(), manifest.Training)...)
	said, err := models.Predict(w.rows, w.at)
	if err != nil {
		return nil, err
	}
	compared := 0
	for k, i := range w.at {
		if !w.rows.Fixtures[i].AsOf.Before(models.AsOf) {
			out[k] = said[train.Ensemble][k]
			compared++
		}
	}
	if compared == 0 {
		w.trials.reasons = append(w.trials.reasons, fmt.Sprintf("the champion %s has learned from every fixture of the window (it knew all up to %s): there is nothing to compare by",
			w.champion.Version, models.AsOf.Format("2006-01-02")))
	}
	return out, nil
}
