package models

import (
	"errors"
	"path/filepath"

	"matchday/pipelines/job"
	"matchday/stages/deploy"
	"matchday/stages/train"
)

// The folders of a version: the models that serve, and those that the gate judged.
// A later candidate is compared with the latter, because they have not seen the
// fixtures of its window.
const (
	ServingFolder   = "serving"
	ValidatedFolder = "validated"
)

// Load loads one of the two fits of a version. It fails if a file is damaged or if
// the version was fitted on features that the program does not compute.
func Load(registry deploy.Registry, version, fit string) (deploy.Manifest, train.Models, error) {
	served, err := FeaturesServed()
	if err != nil {
		return deploy.Manifest{}, train.Models{}, err
	}
	manifest, dir, err := registry.Open(version, served)
	if err != nil {
		return manifest, train.Models{}, err
	}
	models, err := train.Load(filepath.Join(dir, fit))
	return manifest, models, err
}

// Champion loads the champion's models. The error wraps deploy.ErrNoChampion if no
// version was deployed yet, and is a Refused if the models were fitted on features that
// the program does not compute.
func Champion(env job.Env) (version string, models train.Models, err error) {
	registry := Registry(env)
	champion, err := registry.Champion()
	if err != nil {
		return "", train.Models{}, err
	}
	models, err = env.Cache.GetModels(champion.Version, func() (train.Models, error) {
		_, models, err := Load(registry, champion.Version, ServingFolder)
		return models, err
	})
	return champion.Version, models, RefusedFeatures(err)
}

// RefusedFeatures turns the registry's refusal of a model's features into a Refused.
func RefusedFeatures(err error) error {
	var other *deploy.FeaturesError
	if errors.As(err, &other) {
		return job.Refused{Reason: other.Error()}
	}
	return err
}
