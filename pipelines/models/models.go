// Package models keeps the versions of the models: the champion, how it changes, and
// what people see of the versions.
package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"matchday/pipelines/job"
	"matchday/stages/deploy"
	"matchday/stages/train"
	"matchday/stages/train/belief"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// Registry is the home's folder of model versions.
func Registry(e job.Env) deploy.Registry {
	return deploy.Registry{Dir: filepath.Join(e.Home, "models")}
}

// Lock takes the lock that guards the registry: its versions and its champion.
func Lock(ctx context.Context, home warehouse.Home) (*warehouse.Lock, error) {
	return warehouse.Acquire(ctx, filepath.Join(home.Dir, "models.lock"), home.Who, home.Wait)
}

// Line describes a version in the list.
type Line struct {
	Version  string           `json:"version"`
	Champion bool             `json:"champion"`
	AsOf     time.Time        `json:"as_of"`
	Market   string           `json:"market"`
	Rows     int              `json:"rows"`
	Passed   bool             `json:"passed"` // the gate
	Window   validate.Metrics `json:"window"` // of the ensemble on the gate's fixtures
}

// ListReport lists the versions, oldest first.
type ListReport struct {
	Models  []Line `json:"models"`
	Problem string `json:"problem,omitempty"` // why none is the champion, if that is damage
}

// List returns all versions.
func List(env job.Env) (ListReport, error) {
	registry := Registry(env)
	manifests, err := registry.List()
	if err != nil {
		return ListReport{}, err
	}
	out := ListReport{Models: []Line{}}
	champion, err := registry.Champion()
	switch {
	case errors.Is(err, deploy.ErrDamaged):
		out.Problem = err.Error()
	case err != nil && !errors.Is(err, deploy.ErrNoChampion):
		return ListReport{}, err
	}
	for _, m := range manifests {
		v, err := validationOf(m)
		if err != nil {
			return ListReport{}, err
		}
		out.Models = append(out.Models, Line{
			Version: m.Version, Champion: m.Version == champion.Version, AsOf: m.AsOf, Market: m.Market,
			Rows: m.Training.Rows, Passed: v.Passed, Window: v.Models[train.Ensemble],
		})
	}
	return out, nil
}

// validationOf reads the gate's verdict from a manifest.
func validationOf(m deploy.Manifest) (v Validation, err error) {
	if err = json.Unmarshal(m.Validation, &v); err != nil {
		err = fmt.Errorf("read the validation of model %s: %w", m.Version, err)
	}
	return v, err
}

// WriteText prints one line for each version, the champion with a star.
func (r ListReport) WriteText(w io.Writer) error {
	if len(r.Models) == 0 {
		_, err := fmt.Fprintln(w, "There are no model versions yet: run \"matchday weekly\".")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tversion\tas of\tmarket\tfixtures\tgate\tjudged on\tlog loss\taccuracy")
	for _, m := range r.Models {
		mark, gate := "", "rejected"
		if m.Champion {
			mark = "*"
		}
		if m.Passed {
			gate = "passed"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%s\t%d\t%.4f\t%.1f %%\n", mark, m.Version, m.AsOf.Format(time.RFC3339), m.Market,
			m.Rows, gate, m.Window.N, m.Window.LogLoss, 100*m.Window.Accuracy)
	}
	if r.Problem != "" {
		fmt.Fprintln(t, "There is no champion: "+r.Problem)
	}
	return t.Flush()
}

// ShowReport is the manifest of a version whose files are undamaged.
type ShowReport struct {
	deploy.Manifest
	Champion bool `json:"champion"`
}

// Show returns a version's manifest after it has checked the files.
func Show(env job.Env, version string) (ShowReport, error) {
	registry := Registry(env)
	m, err := registry.Verify(version)
	if err != nil {
		return ShowReport{}, err
	}
	champion, err := registry.Champion()
	if err != nil && !errors.Is(err, deploy.ErrNoChampion) {
		return ShowReport{}, err
	}
	return ShowReport{Manifest: m, Champion: champion.Version == version}, nil
}

// WriteText prints the manifest without its long lists.
func (r ShowReport) WriteText(w io.Writer) error {
	v, err := validationOf(r.Manifest)
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(key, format string, args ...any) { fmt.Fprintf(t, "%s\t%s\n", key, fmt.Sprintf(format, args...)) }
	row("version", "%s%s", r.Version, map[bool]string{true: " (champion)"}[r.Champion])
	row("created at", "%s", r.CreatedAt.Format(time.RFC3339))
	row("refitted", "%s", map[bool]string{true: "on all fixtures to date, with the validated settings", false: "no: the validated models serve"}[r.Refitted])
	row("learned from", "%d fixtures of %d divisions, %s to %s, as of %s", r.Training.Rows, len(r.Training.Divisions), r.Training.First, r.Training.Last, r.AsOf.Format(time.RFC3339))
	row("validated", "fitted as of %s, judged on %d fixtures", r.ValidatedAsOf.Format(time.RFC3339), v.Scores[validate.Candidate].N)
	row("gate", "%s", map[bool]string{true: "passed", false: "rejected: " + strings.Join(v.Reasons, "; ")}[v.Passed])
	for _, finding := range v.findings() {
		row("", "%s", finding)
	}
	for _, name := range append(append([]string{}, train.Base...), train.Ensemble) {
		if m, ok := v.Models[name]; ok {
			row(name, "log loss %.4f, Brier %.4f, RPS %.4f, accuracy %.1f %%, ECE %.1f %%", m.LogLoss, m.Brier, m.RPS, 100*m.Accuracy, 100*m.ECE)
		}
	}
	row("market", "%s", r.Market)
	if v.Belief == nil {
		v.Belief = belief.Default(r.Market)
	}
	for i, line := range v.Belief.Lines() {
		row(map[bool]string{true: "believed"}[i == 0], "%s", line)
	}
	row("seed", "%d", r.Seed)
	row("features", "%d, fingerprint %.16s", len(r.Features.Names), r.Features.Fingerprint)
	row("training rows", "fingerprint %.16s", r.Training.Fingerprint)
	row("git revision", "%s", r.Revision)
	row("built with", "%s", r.Libraries.Go)
	for _, name := range slices.Sorted(maps.Keys(r.Libraries.Modules)) {
		row("", "%s %s", name, r.Libraries.Modules[name])
	}
	for _, f := range r.Files {
		row("file", "%s, %d bytes, SHA-256 %.16s", f.Path, f.Bytes, f.SHA256)
	}
	return t.Flush()
}

// DiffReport lists in what two versions differ.
type DiffReport struct {
	A       string          `json:"a"`
	B       string          `json:"b"`
	Changes []deploy.Change `json:"changes"`
}

// Diff compares the manifests of two versions.
func Diff(env job.Env, a, b string) (DiffReport, error) {
	registry := Registry(env)
	left, err := registry.Manifest(a)
	if err != nil {
		return DiffReport{}, err
	}
	right, err := registry.Manifest(b)
	if err != nil {
		return DiffReport{}, err
	}
	changes, err := deploy.Diff(left, right)
	return DiffReport{A: a, B: b, Changes: changes}, err
}

// WriteText prints one line for each difference; long values are cut.
func (r DiffReport) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "\t%s\t%s\n", r.A, r.B)
	short := func(s string) string {
		if len(s) > 40 {
			return s[:40] + "…"
		}
		return s
	}
	for _, c := range r.Changes {
		fmt.Fprintf(t, "%s\t%s\t%s\n", c.Key, short(c.A), short(c.B))
	}
	return t.Flush()
}

// PruneReport lists the versions that were removed.
type PruneReport struct {
	Removed []string `json:"removed"`
}

// Prune removes all versions but the newest keep, the champion and the one before
// it. Their rows in the warehouse stay.
func Prune(ctx context.Context, env job.Env, keep int) (report PruneReport, err error) {
	home, err := env.Open("models")
	if err != nil {
		return report, err
	}
	lock, err := Lock(ctx, home)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	removed, err := Registry(env).Prune(keep)
	return PruneReport{Removed: append([]string{}, removed...)}, err
}

// WriteText prints the removed versions.
func (r PruneReport) WriteText(w io.Writer) error {
	text := "Nothing to remove"
	if len(r.Removed) > 0 {
		text = "Removed " + strings.Join(r.Removed, ", ")
	}
	_, err := fmt.Fprintln(w, text)
	return err
}
