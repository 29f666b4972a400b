package check

import (
	"errors"

	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/stages/deploy"
	"matchday/warehouse"
)

// checkLake holds every file of the lake against its manifest.
func checkLake(home warehouse.Home) (warehouse.Finding, error) {
	f := warehouse.Finding{
		Check: "lake_files", Severity: warehouse.Broken, Sentence: "a file of the lake is gone, or is not as it was written",
		Hint: "what raw holds comes from a backup, all else is made again by \"matchday restore\" and \"matchday features\"", Columns: []string{"file", "problem", "what_to_do"},
	}
	damage, err := home.Lake().Verify()
	for _, d := range damage {
		f.Sample = append(f.Sample, []string{d.File, d.Problem, d.Hint})
	}
	f.Rows = len(damage)
	return f, err
}

// checkModels holds every model version against its manifest, and the champion
// against the versions.
func checkModels(env job.Env) (warehouse.Finding, error) {
	f := warehouse.Finding{
		Check: "model_files", Severity: warehouse.Broken, Sentence: "a model version is damaged, or the champion is none of the versions",
		Hint: "restore its folder from a backup, or make another version the champion with \"matchday models deploy VERSION\"", Columns: []string{"model", "problem"},
	}
	registry := models.Registry(env)
	versions, err := registry.Versions()
	for _, v := range versions {
		if _, err := registry.Verify(v); err != nil {
			f.Sample = append(f.Sample, []string{v, err.Error()})
		}
	}
	champion, currentErr := registry.Champion()
	if currentErr == nil {
		_, currentErr = registry.Manifest(champion.Version)
	}
	if currentErr != nil && !errors.Is(currentErr, deploy.ErrNoChampion) {
		f.Sample = append(f.Sample, []string{"CURRENT", currentErr.Error()})
	}
	f.Rows = len(f.Sample)
	return f, err
}
