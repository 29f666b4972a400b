package ingest_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/warehouse"
)

// dater gives every answer a Date, and an age in a proxy; zero: none.
type dater struct {
	http.RoundTripper
	told time.Time
	age  time.Duration
}

func (d *dater) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := d.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Header.Del("Date")
	if !d.told.IsZero() {
		resp.Header.Set("Date", d.told.Format(http.TimeFormat))
	}
	if d.age > 0 {
		resp.Header.Set("Age", strconv.Itoa(int(d.age.Seconds())))
	}
	return resp, nil
}

// asked is a home whose jobs ask a source that says when it is.
type asked struct {
	name  string
	env   job.Env
	dates *dater
	fetch job.Fetch
}

// bothSources are the API and the publisher, each in a world as of Saturday, and a home of
// each, in which files of March have landed.
func bothSources(t *testing.T) []asked {
	t.Helper()
	home := t.TempDir()
	hometest.LandEdition(t, home, hometest.LiveFriday)
	s := hometest.NewSource(t, hometest.Saturday, world.Options{Seed: 5, Seasons: 1, Leagues: hometest.SmallLeague})
	api := &dater{RoundTripper: s.Options.HTTP.Transport}
	s.Options.HTTP = &http.Client{Transport: api}
	server := httptest.NewServer(matchfiles.Handler(world.New(world.Options{Seed: 5, Start: hometest.Saturday, Seasons: 1})))
	t.Cleanup(server.Close)
	publisher := &dater{RoundTripper: server.Client().Transport}
	files := ingest.DownloadOptions{
		HTTP: &http.Client{Transport: publisher}, Sleep: func(context.Context, time.Duration) error { return nil },
		FootballData: matchday.FootballData{Divisions: []string{"E0"}, Since: 2024, BaseURL: server.URL},
	}
	env := hometest.Env(home, hometest.Saturday)
	s.Env.Home = hometest.Copy(t, home)
	return []asked{
		{"the API", s.Env, api, ingest.Sources{API: &s.Options}.Coming(48 * time.Hour)},
		{"football-data.co.uk", env, publisher, ingest.Sources{Files: &files}.Coming(48 * time.Hour)},
	}
}

// run runs a job that fetches and then settles nothing, with a clock of its own.
func (a asked) run(t *testing.T, now, machine time.Time) error {
	t.Helper()
	env := a.env
	env.Now, env.Machine = func() time.Time { return now }, func() time.Time { return machine }
	_, err := job.Execute(t.Context(), env, job.Job{Name: "hourly", Slot: time.Hour, When: "0 * * * *"}, a.fetch, func(ctx context.Context, r *job.Run) error {
		return r.Write(ctx, func(context.Context, *warehouse.Transaction) error { return nil })
	})
	return err
}

func TestAClockADayApartFromTheSourcesDateIsRefusedAndNothingLands(t *testing.T) {
	for _, a := range bothSources(t) {
		lake := filepath.Join(a.env.Home, "lake")
		before := hometest.Tree(t, lake)
		for _, off := range []time.Duration{25 * time.Hour, -25 * time.Hour, 20 * 365 * 24 * time.Hour} {
			clock := hometest.Saturday.Add(off)
			a.dates.told = hometest.Saturday
			err := a.run(t, clock, clock)
			var refused job.Refused
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), clock.Format(time.RFC3339)) ||
				!strings.Contains(err.Error(), hometest.Saturday.Format(time.RFC3339)) || !strings.Contains(err.Error(), a.name) {
				t.Errorf("%s, clock off by %s: %v", a.name, off, err)
			}
			if !reflect.DeepEqual(before, hometest.Tree(t, lake)) {
				t.Errorf("%s, clock off by %s: something has landed", a.name, off)
			}
		}
		if err := warehouse.Publish(t.Context(), a.env.Uninspected("test")); err != nil {
			t.Fatal(err)
		}
		if got := hometest.QueryOne(t, a.env.Home, "SELECT count(*) || ' ' || min(status) || ' ' || max(status) || ' ' || (SELECT count(*) FROM commits) FROM runs"); got != "3 refused refused 0" {
			t.Errorf("%s: %s", a.name, got)
		}
		// Less than a day is no wrong clock, and the refused ones stop nobody.
		for _, off := range []time.Duration{-23 * time.Hour, 0, 23 * time.Hour} {
			a.dates.told = hometest.Saturday.Add(off)
			if err := a.run(t, hometest.Saturday, hometest.Saturday); err != nil {
				t.Errorf("%s, %s: %v", a.name, off, err)
			}
		}
	}
}

func TestAPastMomentOfNowIsNoWrongClock(t *testing.T) {
	for _, a := range bothSources(t) {
		a.dates.told = hometest.Saturday.AddDate(1, 0, 0)
		if err := a.run(t, hometest.Saturday, a.dates.told); err != nil {
			t.Errorf("%s: %v", a.name, err)
		}
	}
}

func TestAnAnswerThatAProxyHasKeptIsAsOldAsItSays(t *testing.T) {
	for _, a := range bothSources(t) {
		a.dates.told, a.dates.age = hometest.Saturday.Add(-72*time.Hour), 72*time.Hour
		if err := a.run(t, hometest.Saturday, hometest.Saturday); err != nil {
			t.Errorf("%s: %v", a.name, err)
		}
	}
}

func TestWithoutADateAClockAYearAheadOfTheNewestLandingIsRefusedAndNothingLands(t *testing.T) {
	for _, a := range bothSources(t) {
		before := hometest.Tree(t, filepath.Join(a.env.Home, "lake"))
		clock := hometest.LiveFriday.Add(366 * 24 * time.Hour)
		err := a.run(t, clock, clock)
		if !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), clock.Format(time.RFC3339)) || !strings.Contains(err.Error(), hometest.LiveFriday.Format(time.RFC3339)) {
			t.Errorf("%s: %v", a.name, err)
		}
		if after := hometest.Tree(t, filepath.Join(a.env.Home, "lake")); !reflect.DeepEqual(before, after) {
			t.Errorf("%s: the lake has changed", a.name)
		}
		// Where the answer says what day it is, a pause of a year is no matter.
		a.dates.told = clock
		if err := a.run(t, clock, clock); err != nil {
			t.Errorf("%s: %v", a.name, err)
		}
	}
}
