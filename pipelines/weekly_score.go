package pipelines

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"matchday"
	"matchday/stages/deploy"
	"matchday/stages/train"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// The folders of a version: the models that serve, and those that the gate
// judged, which a later candidate is held against because they have not seen
// the fixtures either.
const (
	servingFolder   = "serving"
	validatedFolder = "validated"
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
		candidate := w.lost(validate.Candidate, i, said[train.Ensemble][k])
		if candidate == nil {
			return fmt.Errorf("the candidate gives %s the probabilities %v: they are none", f.ID, said[train.Ensemble][k])
		}
		t := validate.Trial{FixtureID: f.ID, Division: f.Division, Day: f.MatchDate, Outcome: w.rows.Outcome(i), Candidate: *candidate}
		t.BaseRate = *w.lost(validate.BaseRate, i, base[k])
		t.Champion = w.lost(validate.Champion, i, champion[k])
		t.Market = w.lost(validate.Market, i, w.market[i])
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

// lost is what a forecast lost on row i, noted for the books; nil if it is none.
func (w *weekly) lost(who string, i int, p matchday.Probs) *validate.Loss {
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
	hand, err := featuresAtHand(w.rows.Names)
	if err != nil {
		return nil, err
	}
	manifest, models, err := loadModels(registry, w.champion.Version, validatedFolder, hand)
	if err != nil {
		w.trials.notes = append(w.trials.notes, "the champion was not compared: "+err.Error())
		return out, nil
	}
	w.trials.reasons = append(w.trials.reasons, narrower(w.training(), manifest.Training)...)
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

// loadModels loads one of the two fits of a version, if its files are whole and
// its features those at hand.
func loadModels(registry deploy.Registry, version, fit string, hand deploy.Features) (deploy.Manifest, train.Models, error) {
	manifest, dir, err := registry.Open(version, hand)
	if err != nil {
		return manifest, train.Models{}, err
	}
	models, err := train.Load(filepath.Join(dir, fit))
	return manifest, models, err
}

// Champion loads the models that predict today; ErrNoChampion (wrapped) before
// the first was deployed, a Refused if rows have other features than they were
// fitted on.
func Champion(env Env, rows *matchday.Rows) (version string, models train.Models, err error) {
	registry := registryOf(env)
	champion, err := registry.Champion()
	if err != nil {
		return "", train.Models{}, err
	}
	hand, err := featuresAtHand(rows.Names)
	if err != nil {
		return "", train.Models{}, err
	}
	models, err = env.Memory.models(champion.Version, rows.Names, func() (train.Models, error) {
		_, models, err := loadModels(registry, champion.Version, servingFolder, hand)
		return models, err
	})
	return champion.Version, models, refusedFeatures(err)
}

// refusedFeatures makes the registry's refusal of a model one that the command
// tells from failures.
func refusedFeatures(err error) error {
	var other *deploy.FeaturesError
	if errors.As(err, &other) {
		return Refused{Reason: other.Error()}
	}
	return err
}

func joined(reasons []string) string { return strings.Join(reasons, "; ") }
