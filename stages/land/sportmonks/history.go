package sportmonks

import (
	"strings"
	"time"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// LastLanded is the last UTC day up to which a history has landed whole, by
// whatever plan: the end of the latest window that a backfill noted. If none
// did, it is the day before the first that was ever asked for by date. ok is
// false if nothing was.
func LastLanded(l lake.Lake) (day time.Time, ok bool, err error) {
	err = eachRow(l, answers.SeenFolder, func(r landedRow) {
		if r.Entity != windowEntity {
			return
		}
		if w, isWindow := parseWindow(r.ID); isWindow && w.To.After(day) {
			day, ok = w.To, true
		}
	})
	if ok || err != nil {
		return day, ok, err
	}
	err = eachRow(l, answers.Folder, func(r landedRow) {
		_, rest, found := strings.Cut(r.Request, "/fixtures/between/")
		days, _, _ := strings.Cut(rest, "?")
		if w, isWindow := parseWindow(days); found && isWindow && (!ok || w.From.Before(day)) {
			day, ok = w.From, true
		}
	})
	return day.AddDate(0, 0, -1), ok, err
}

// landedRow is Raw or Seen without its payload.
type landedRow struct {
	Entity, ID, Request string
	FetchedAt           int64
}

// eachRow calls f for every row of a folder's files, their payloads not read; of the
// sightings of one payload by one request the last is one row.
func eachRow(l lake.Lake, folder string, f func(landedRow)) error {
	var err error
	if folder == answers.SeenFolder {
		_, err = answers.OpenSightings(l, func(s *answers.Sightings) bool {
			f(landedRow{s.Entity, s.ID, s.Request, s.Last})
			return false
		})
	} else {
		_, err = answers.Names(l, func(n *answers.Name) bool {
			f(landedRow{n.Entity, n.ID, n.Request, n.FetchedAt})
			return false
		})
	}
	return err
}

// parseWindow reads what Window's String writes.
func parseWindow(text string) (w Window, ok bool) {
	from, to, found := strings.Cut(text, "/")
	if to, _, _ = strings.Cut(to, "/"); !found { // a team may follow the days
		return w, false
	}
	var errs [2]error
	w.From, errs[0] = time.Parse(time.DateOnly, from)
	w.To, errs[1] = time.Parse(time.DateOnly, to)
	return w, errs[0] == nil && errs[1] == nil
}

// Window is a range of whole UTC days, both included.
type Window struct{ From, To time.Time }

// end is the first moment after the window.
func (w Window) end() time.Time { return w.To.AddDate(0, 0, 1) }

// String is "2024-01-01/2024-03-30".
func (w Window) String() string {
	return w.From.Format(time.DateOnly) + "/" + w.To.Format(time.DateOnly)
}

// windowsOf cuts a range of days into windows of at most so many days.
func windowsOf(from, to time.Time, days int) []Window {
	var out []Window
	from, to = day(from), day(to)
	for !from.After(to) {
		end := from.AddDate(0, 0, days-1)
		if end.After(to) {
			end = to
		}
		out = append(out, Window{from, end})
		from = end.AddDate(0, 0, 1)
	}
	return out
}

// day is midnight UTC of t's day.
func day(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
