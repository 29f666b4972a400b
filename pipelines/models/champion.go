package models

import (
	"errors"
	"path/filepath"
	"strings"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/deploy"
	"matchday/stages/train"
)

// The folders of a version: the models that serve, and those that the gate
// judged, which a later candidate is held against because they have not seen
// the fixtures either.
const (
	ServingFolder   = "serving"
	ValidatedFolder = "validated"
)

// Load loads one of the two fits of a version, if its files are whole and
// its features those at hand.
func Load(registry deploy.Registry, version, fit string, current deploy.Features) (deploy.Manifest, train.Models, error) {
	manifest, dir, err := registry.Open(version, current)
	if err != nil {
		return manifest, train.Models{}, err
	}
	models, err := train.Load(filepath.Join(dir, fit))
	return manifest, models, err
}

// Champion loads the models that predict today; ErrNoChampion (wrapped) before
// the first was deployed, a Refused if rows have other features than they were
// fitted on.
func Champion(env job.Env, rows *matchday.Rows) (version string, models train.Models, err error) {
	registry := Registry(env)
	champion, err := registry.Champion()
	if err != nil {
		return "", train.Models{}, err
	}
	current, err := CurrentFeatures(rows.Names)
	if err != nil {
		return "", train.Models{}, err
	}
	models, err = env.Cache.GetModels(champion.Version, rows.Names, func() (train.Models, error) {
		_, models, err := Load(registry, champion.Version, ServingFolder, current)
		return models, err
	})
	return champion.Version, models, RefusedFeatures(err)
}

// RefusedFeatures makes the registry's refusal of a model one that the command
// tells from failures.
func RefusedFeatures(err error) error {
	var other *deploy.FeaturesError
	if errors.As(err, &other) {
		return job.Refused{Reason: other.Error()}
	}
	return err
}

func Joined(reasons []string) string { return strings.Join(reasons, "; ") }
