package weekly

import (
	"fmt"
	"time"

	"matchday"
	"matchday/pipelines/models"
	"matchday/stages/deploy"
	"matchday/stages/train"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// trials is what the gate judges by.
type trials struct {
	list    []validate.Trial
	losses  []warehouse.VerdictLoss
	models  map[string]validate.Metrics // the candidate's four models, for the manifest
	reasons []string                    // against the candidate, beside the losses
	notes   []string                    // for people
	// fitted and changed are those of validate.Evidence.
	fitted  map[string]time.Time
	changed string
}

// score scores the candidate, the champion, base rates and market on the window's
// fixtures.
func (w *weekly) score(registry deploy.Registry) error {
	predicted, err := w.validated.Predict(w.rows, w.at)
	if err != nil {
		return err
	}
	serving, err := w.serving.Predict(w.rows, w.at)
	if err != nil {
		return err
	}
	base, err := train.BaseRates(w.rows, w.at)
	if err != nil {
		return err
	}
	w.trials = trials{models: map[string]validate.Metrics{}, fitted: map[string]time.Time{validate.Candidate: w.validated.AsOf, validate.Serving: w.serving.AsOf}}
	w.scoreModels(predicted)
	champion, err := w.predictChampion(registry)
	if err != nil {
		return err
	}
	for k, i := range w.at {
		f := &w.rows.Fixtures[i]
		candidate := w.scoreForecast(validate.Candidate, i, predicted[train.Ensemble][k])
		if candidate == nil {
			return fmt.Errorf("the candidate predicts %v for fixture %s: these are no probabilities", predicted[train.Ensemble][k], f.ID)
		}
		t := validate.Trial{FixtureID: f.ID, Division: f.Division, Day: f.MatchDate, Outcome: w.rows.Outcome(i), Candidate: *candidate}
		t.BaseRate = *w.scoreForecast(validate.BaseRate, i, base[k])
		t.Champion = w.scoreForecast(validate.Champion, i, champion[k])
		t.Market = w.scoreForecast(validate.Market, i, w.market[i])
		if t.Serving = w.scoreForecast(validate.Serving, i, serving[train.Ensemble][k]); t.Serving == nil {
			return fmt.Errorf("the candidate's fit to date predicts %v for fixture %s: these are no probabilities", serving[train.Ensemble][k], f.ID)
		}
		w.trials.list = append(w.trials.list, t)
	}
	return nil
}

// evidence is what the gate judges by.
func (w *weekly) evidence() validate.Evidence {
	e := validate.Evidence{Trials: w.trials.list, Fitted: w.trials.fitted, Changed: w.trials.changed, Learned: map[string]int{}}
	for who, at := range e.Fitted {
		e.Learned[who] = len(w.rows.KnownBefore(time.Time{}, at))
	}
	return e
}

// scoreModels fills in the metrics that the manifest keeps.
func (w *weekly) scoreModels(predicted map[string][]matchday.Probs) {
	outcomes := make([]matchday.Outcome, len(w.at))
	for k, i := range w.at {
		outcomes[k] = w.rows.Outcome(i)
	}
	for name, probs := range predicted {
		w.trials.models[name] = validate.Score(probs, outcomes)
	}
}

// scoreForecast returns a forecast's loss on row i and keeps it for the warehouse; nil
// if p is no forecast.
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

// predictChampion predicts the window's fixtures with the champion's validated
// models, except those that they were trained on. A champion that cannot read the
// current features could not serve: it is not compared.
func (w *weekly) predictChampion(registry deploy.Registry) ([]matchday.Probs, error) {
	out := make([]matchday.Probs, len(w.at))
	if w.champion.Version == "" {
		return out, nil
	}
	manifest, models, err := models.Load(registry, w.champion.Version, models.ValidatedFolder)
	if err != nil {
		w.trials.notes = append(w.trials.notes, "the champion was not compared: "+err.Error())
		return out, nil
	}
	w.trials.reasons = append(w.trials.reasons, validate.Narrower(w.training(), manifest.Training)...)
	w.trials.fitted[validate.Champion] = models.AsOf
	w.trials.changed = w.changedSince(manifest)
	predicted, err := models.Predict(w.rows, w.at)
	if err != nil {
		return nil, err
	}
	compared := 0
	for k, i := range w.at {
		if !w.rows.Fixtures[i].AsOf.Before(models.AsOf) {
			out[k] = predicted[train.Ensemble][k]
			compared++
		}
	}
	if compared == 0 {
		w.trials.reasons = append(w.trials.reasons, fmt.Sprintf("the champion %s was trained on every fixture of the window (all known by %s): there is no fixture to compare on",
			w.champion.Version, models.AsOf.Format("2006-01-02")))
	}
	return out, nil
}
