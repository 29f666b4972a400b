package models

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/deploy"
	"matchday/warehouse"
	"matchday/warehouse/wholefile"
)

// The names of the orders that move the champion.
const (
	orderDeploy   = "models deploy"
	orderRollback = "models rollback"
)

// ChangeOptions are what a person says with an order that moves the champion.
type ChangeOptions struct {
	Version string // to deploy, or to go back to; empty: the one before the champion
	From    string // a roll-back is refused unless this is the champion; empty: whichever is
	Why     string
	ID      string // the person's own name for the order; may be empty
	Again   bool   // the order is a second one, although it looks like the last
}

// ChampionReport names the version that predicts from now on.
type ChampionReport struct {
	deploy.Champion
	InPlaceOf string `json:"in_place_of"` // "" if it already was the champion, or is the first
	// Already is when the same order was carried out before; nil if it is a new one.
	Already *time.Time `json:"already,omitempty"`
	Moved   string     `json:"moved,omitempty"` // to which version it moved the champion then
	job.Committed
}

// WriteText prints one sentence.
func (r ChampionReport) WriteText(w io.Writer) error {
	text := r.Version + " is the champion already"
	switch {
	case r.Already != nil:
		text = fmt.Sprintf("Nothing moved: the same order was carried out at %s, which made %s the champion; %s is it now (--again makes a second order of it)",
			r.Already.Format(time.RFC3339), r.Moved, r.Version)
	case r.InPlaceOf == "" && r.Replaced == "":
		text = r.Version + " is the champion"
	case r.InPlaceOf != "":
		text = fmt.Sprintf("%s is the champion in place of %s, from the next job on", r.Version, r.InPlaceOf)
	}
	_, err := fmt.Fprintf(w, "%s\n%s", text, r.WarningLines())
	return err
}

// Deploy makes a version the champion because a person says so. It is a Refused if
// the version was fitted on features that the program does not compute.
func Deploy(ctx context.Context, env job.Env, o ChangeOptions) (ChampionReport, error) {
	return changeChampion(ctx, env, orderDeploy, o, func(r deploy.Registry) error {
		m, err := r.Manifest(o.Version)
		if err != nil {
			return err
		}
		if err := serves(r, o.Version); err != nil {
			return err
		}
		v, err := validationOf(m)
		if err != nil {
			return err
		}
		why := o.Why
		if !v.Passed {
			why += ", although the gate rejected it: " + strings.Join(v.Reasons, "; ")
		}
		_, err = r.Deploy(o.Version, why, env.Now())
		return err
	})
}

// Rollback makes the previous champion, or a named earlier one, the champion again.
// It takes effect at the next job. A version that could not predict is a Refused, as
// for Deploy, and so is a roll-back from a version that is not the champion any more.
func Rollback(ctx context.Context, env job.Env, o ChangeOptions) (ChampionReport, error) {
	return changeChampion(ctx, env, orderRollback, o, func(r deploy.Registry) error {
		current, err := r.Champion()
		if err != nil {
			return err
		}
		if o.From != "" && o.From != current.Version {
			return job.Refused{Reason: fmt.Sprintf("the champion is %s and not %s any more: nothing is rolled back", current.Version, o.From)}
		}
		to := o.Version
		if to == "" {
			to = current.Before()
		}
		if to != "" {
			if err := serves(r, to); err != nil {
				return err
			}
		}
		_, err = r.Rollback(to, o.Why, env.Now())
		return err
	})
}

// serves returns a Refused if a version was fitted on features that the program does
// not compute.
func serves(r deploy.Registry, version string) error {
	current, err := FeaturesServed()
	if err != nil {
		return err
	}
	_, _, err = r.Open(version, current)
	return RefusedFeatures(err)
}

// FeaturesServed describes the features that the program computes.
func FeaturesServed() (deploy.Features, error) {
	names, err := catalogue()
	if err != nil {
		return deploy.Features{}, err
	}
	return CurrentFeatures(names)
}

// changeChampion moves the pointer, and writes that into the warehouse. An order that
// was carried out before moves nothing.
func changeChampion(ctx context.Context, env job.Env, name string, o ChangeOptions, move func(deploy.Registry) error) (report ChampionReport, err error) {
	home, err := env.Open("models")
	if err != nil {
		return report, err
	}
	lock, err := Lock(ctx, home)
	if err != nil {
		return report, err
	}
	defer func() {
		if released := lock.Release(); released != nil {
			report.Warn(env, released)
		}
	}()
	registry := Registry(env)
	registry.Order = &deploy.Order{ID: o.ID, Name: name, Version: o.Version}
	before, err := registry.Champion()
	damaged := errors.Is(err, deploy.ErrDamaged)
	if err != nil && !damaged && !errors.Is(err, deploy.ErrNoChampion) {
		return report, err
	}
	report.Champion = before
	if !o.Again && givenLast(before, registry.Order, o.From, env.Now()) {
		report.Already, report.Moved = &before.Since, before.Version
		follow(ctx, env, home, registry, &report.Committed)
		report.PublishDue(ctx, env, home)
		return report, nil
	}
	// What a job that died may not have written comes first.
	if !damaged {
		if err := RecordChampion(ctx, env, home, registry, &report.Committed); err != nil {
			return report, err
		}
	}
	if given, err := givenEarlier(ctx, home, registry.Order); err != nil || given != nil {
		if given != nil {
			report.Already, report.Moved = &given.At, given.Subject
			report.PublishDue(ctx, env, home)
		}
		return report, err
	}
	if err := Move(ctx, env, home, registry, &report.Committed, func() error { return move(registry) }); err != nil {
		return report, err
	}
	if report.Champion, err = registry.Champion(); err != nil {
		return report, err
	}
	if before.Version != report.Version {
		report.InPlaceOf = before.Version
	}
	report.Committed.Publish(ctx, env, home)
	return report, nil
}

// givenLast says that an order is the one that made the champion: it bears the same
// id, or neither names one, they ask the same, and they came at about the same time.
func givenLast(champion deploy.Champion, o *deploy.Order, from string, now time.Time) bool {
	last := champion.Order
	switch {
	case last == nil:
		return false
	case o.Name != last.Name || o.Version != last.Version || from != "" && from != champion.Replaced:
		return false
	case o.ID != "":
		return o.ID == last.ID
	}
	return matchday.Near(now, champion.Since)
}

// givenEarlier finds an order by its id among all that the warehouse knows. An id that
// another order bears is BadInput.
func givenEarlier(ctx context.Context, home warehouse.Home, o *deploy.Order) (given *matchday.Command, err error) {
	if o.ID == "" {
		return nil, nil
	}
	err = warehouse.ReadLive(ctx, home, func(ctx context.Context, tx *warehouse.Transaction) error {
		done, err := tx.Commands(ctx)
		if err != nil {
			return err
		}
		if c, there := (matchday.Command{ID: o.ID}).GivenBefore(done); there {
			given = &c
		}
		return nil
	})
	if err == nil && given != nil && (given.Name != o.Name || o.Version != "" && o.Version != given.Subject) {
		err = job.BadInput{Reason: fmt.Sprintf("the id %q is that of another order, %s %s at %s: give this one another", o.ID, given.Name, given.Subject, given.At.UTC().Format(time.RFC3339))}
	}
	return given, err
}

// Move moves the champion's pointer, and the warehouse follows. Once the pointer has
// moved, another version predicts: what fails from then on is a warning.
func Move(ctx context.Context, env job.Env, home warehouse.Home, registry deploy.Registry, after *job.Committed, move func() error) error {
	err := move()
	if errors.As(err, new(*wholefile.UnsyncedError)) {
		after.Warn(env, err)
	} else if err != nil {
		return err
	}
	follow(ctx, env, home, registry, after)
	return nil
}

// follow writes the champion into the warehouse; if that fails it is a warning.
func follow(ctx context.Context, env job.Env, home warehouse.Home, registry deploy.Registry, after *job.Committed) {
	err := env.Reach("pointer moved")
	if err == nil {
		err = RecordChampion(ctx, env, home, registry, after)
	}
	if err != nil {
		after.Warn(env, fmt.Errorf("the champion has changed, and the warehouse does not say so until the next weekly or models command: %w", err))
	}
}

// RecordChampion writes the registry's champion into the warehouse, where it may be
// missing if a job died, with the order that made it the champion.
func RecordChampion(ctx context.Context, env job.Env, home warehouse.Home, registry deploy.Registry, after *job.Committed) error {
	champion, err := registry.Champion()
	if errors.Is(err, deploy.ErrNoChampion) {
		return nil
	}
	if err != nil {
		return err
	}
	return after.Append(ctx, env, home, func(ctx context.Context, tx *warehouse.Transaction) error {
		fresh, err := tx.InsertDeployment(ctx, warehouse.Deployment{
			Version: champion.Version, At: champion.Since, Replaced: champion.Replaced, Why: champion.Why,
		})
		if err != nil || !fresh || champion.Order == nil {
			return err
		}
		return tx.InsertCommand(ctx, matchday.Command{
			ID: champion.Order.ID, Name: champion.Order.Name, Subject: champion.Version, At: champion.Since,
			RunID: "models-" + champion.Since.UTC().Format("20060102T150405Z"),
		})
	})
}
