package job

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"matchday/warehouse/lake"
)

// How far a clock may be from what tells of the true time.
const (
	clocksApart = 24 * time.Hour       // from the moment of a source's answer
	longSilence = 365 * 24 * time.Hour // after the newest landing, where no answer bears a moment
)

// DemoFile is the name of the file in a home that holds a demo.
const DemoFile = "demo.json"

// ClockIsNotAhead refuses a moment of --now that is later than the machine's clock, but
// in a demo: what is done then counts for every later run.
func (e Env) ClockIsNotAhead() error {
	if e.Machine == nil {
		return nil
	}
	now, machine := e.Moment(), e.Machine().UTC()
	if !now.After(machine) {
		return nil
	}
	if _, err := os.Stat(filepath.Join(e.Home, DemoFile)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return Refused{Reason: fmt.Sprintf("--now says %s, and the machine's clock %s: a moment to come is for demos and replays; run it when it has come, or put the machine's clock right",
		now.Format(time.RFC3339), machine.Format(time.RFC3339))}
}

// Answered holds the clock against an answer of a source before the answer counts. The
// clock may be a day apart from the answer's Date. Where --now gives a past moment, the
// machine's clock may be the one that is right: the person knows what day it is. An
// answer without a Date is a witness no better than the lake, see clockIsNotYearsAhead.
func (e Env) Answered(source string, header http.Header) error {
	if e.Machine == nil {
		return nil
	}
	told, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return e.clockIsNotYearsAhead()
	}
	if age, err := strconv.ParseUint(header.Get("Age"), 10, 31); err == nil {
		told = told.Add(time.Duration(age) * time.Second) // of an answer that a proxy has kept
	}
	if e.dated != nil {
		e.dated.Store(true)
	}
	now, machine := e.Moment(), e.Machine().UTC()
	if apart(now, told) <= clocksApart || apart(machine, told) <= clocksApart {
		return nil
	}
	return Refused{Reason: fmt.Sprintf("the clock says %s, and the answer of %s %s: nothing is landed, predicted, bet or settled by a wrong clock; put it right (NTP), or correct --now",
		now.Format(time.RFC3339), source, told.UTC().Format(time.RFC3339))}
}

func apart(a, b time.Time) time.Duration { return a.Sub(b).Abs() }

// clockHolds holds the clock of a run against the lake, if no answer has borne a Date.
func (e Env) clockHolds() error {
	if e.Machine == nil || e.dated != nil && e.dated.Load() {
		return nil
	}
	return e.clockIsNotYearsAhead()
}

// clockIsNotYearsAhead refuses a clock that is more than a year ahead of the newest
// landing.
func (e Env) clockIsNotYearsAhead() error {
	now := e.Moment()
	newest, err := newestLanding(e.Lake(), now.Add(-longSilence))
	if err != nil || newest.IsZero() || now.Sub(newest) <= longSilence {
		return err
	}
	return Refused{Reason: fmt.Sprintf("the clock says %s, and the newest fixture of the lake landed at %s, more than a year before: put the clock right if it is wrong; if it is right, land something new first, with \"matchday land\"",
		now.Format(time.RFC3339), newest.Format(time.RFC3339))}
}

// newestLanding is when the newest of the staged fixtures landed, or one that landed since
// a moment; zero if there is none, or if they cannot be read, which the stages that need
// them say.
func newestLanding(l lake.Lake, since time.Time) (newest time.Time, err error) {
	staged, err := l.Current(lake.Staged)
	if err != nil {
		return newest, nil
	}
	for _, file := range slices.Backward(staged.Tables["fixtures"]) { // later ones stand behind earlier ones
		paths, err := staged.PathsOfFiles(lake.Files{file})
		if err != nil {
			return time.Time{}, nil
		}
		last, err := lake.Newest(paths, "landed_at")
		if err != nil {
			return newest, err
		}
		if at := time.UnixMicro(last).UTC(); last > 0 && at.After(newest) {
			newest = at
		}
		if newest.After(since) {
			break
		}
	}
	return newest, nil
}
