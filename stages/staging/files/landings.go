package files

import (
	"context"
	"time"

	"matchday/warehouse/lake"
)

// Landings are the files that have landed so far.
type Landings struct {
	lake  lake.Lake
	last  map[string]int64           // checksum → last landing, in µs
	spans map[string]map[string]span // checksum → league → days, once somebody asked
}

// ReadLandings lists the files that have landed.
func ReadLandings(ctx context.Context, l lake.Lake) (*Landings, error) {
	rows, err := lake.ReadFolder[landing](ctx, l, Folder)
	known := &Landings{lake: l, last: map[string]int64{}}
	for _, r := range rows {
		known.last[r.SHA256] = max(known.last[r.SHA256], r.FetchedAt)
	}
	return known, err
}

// Has says whether a file has landed.
func (l *Landings) Has(sha256 string) bool { _, there := l.last[sha256]; return there }

// Overtaken says whether a file that lands again, beside the others that are given,
// is to be recorded: another file that tells of the same leagues and days has landed
// since, or the clock stood before one of the file's own results.
func (l *Landings) Overtaken(ctx context.Context, again Raw, given map[string]bool) (bool, error) {
	last := l.last[again.SHA256]
	if again.FetchedAt <= last {
		return false, nil
	}
	own := daysOf(again)
	for _, d := range own {
		if d.lastResult.UnixMicro() > last {
			return true, nil
		}
	}
	for sum, at := range l.last {
		if at <= last || given[sum] {
			continue
		}
		if err := l.readSpans(ctx, given); err != nil {
			return false, err
		}
		if overlap(own, l.spans[sum]) {
			return true, nil
		}
	}
	return false, nil
}

// readSpans reads the days of the files that have landed, but for the given ones.
func (l *Landings) readSpans(ctx context.Context, given map[string]bool) error {
	if l.spans != nil {
		return nil
	}
	raws, err := lake.ReadFolder[Raw](ctx, l.lake, Folder)
	if err != nil {
		return err
	}
	l.spans = map[string]map[string]span{}
	for _, r := range raws {
		if _, known := l.spans[r.SHA256]; !known && !given[r.SHA256] {
			l.spans[r.SHA256] = daysOf(r)
		}
	}
	return nil
}

// span is the days of a league in a file.
type span struct{ first, last, lastResult time.Time }

// daysOf lists the days of each league in a file, by its division or, in the second
// layout, by its country and name; none of a file that is not understood.
func daysOf(r Raw) map[string]span {
	parsed, err := Parse(r.Payload)
	if err != nil {
		return nil
	}
	out := map[string]span{}
	for _, row := range parsed.Rows {
		league := row.Division
		if row.Country != "" {
			league = row.Country + "/" + row.League
		}
		d, ok := out[league]
		if !ok || row.Date.Before(d.first) {
			d.first = row.Date
		}
		if row.Date.After(d.last) {
			d.last = row.Date
		}
		if row.Played() && row.Date.After(d.lastResult) {
			d.lastResult = row.Date
		}
		out[league] = d
	}
	return out
}

// overlap says whether two files tell of the same days of a league.
func overlap(a, b map[string]span) bool {
	for league, x := range a {
		if y, ok := b[league]; ok && !x.last.Before(y.first) && !y.last.Before(x.first) {
			return true
		}
	}
	return false
}
