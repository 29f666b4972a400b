// Package files knows the files of football-data.co.uk: the form in
// which lake/raw/footballdata keeps them, and what their bytes say. Landing
// writes that folder and staging reads it; both need this package, neither
// needs the other. Everything here is a pure function of bytes.
package files

import (
	"context"
	"time"

	"matchday/warehouse/lake"
)

// Folder is the lake's folder of landed files; each landing run adds one
// Parquet file of Raw rows.
const Folder = "raw/footballdata"

// The values of Raw's first two columns.
const (
	Source = "footballdata"
	Entity = "fixtures"
)

// Raw is one landed file, whole.
type Raw struct {
	Source    string `parquet:"source,dict"`
	Entity    string `parquet:"entity,dict"`
	ID        string `parquet:"id"`                                // the path under which it was landed
	FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"` // µs since 1970, UTC
	SHA256    string `parquet:"sha256"`                            // of the payload, hex
	Payload   []byte `parquet:"payload"`                           // the bytes as received
}

// Landed is one file of the source: where it came from, when, and what it
// says.
type Landed struct {
	ID       string
	SHA256   string
	LandedAt int64 // first, µs since 1970
	Again    int64 // last, if that was later; else 0
	in       lake.LandedFile
	says     summary
	names    map[ownLeague]string // the divisions of its leagues that are not listed
	unknown  []Reject             // its divisions that nobody knows, if it landed first of theirs
	parsed   File                 // while it is merged
}

// newest is when the file landed last.
func (f *Landed) newest() int64 { return max(f.LandedAt, f.Again) }

// parse reads what the file says. Its rows bear the divisions that were decided.
func (f *Landed) parse(payload []byte) {
	parsed, err := Parse(payload)
	if err != nil {
		parsed.Rejects = []Reject{{Reason: UnreadableFile, Detail: err.Error()}}
	}
	f.parsed = parsed
	f.rename()
}

// rename gives the rows of leagues that are not listed their divisions.
func (f *Landed) rename() {
	for i := range f.parsed.Rows {
		r := &f.parsed.Rows[i]
		r.Division = f.named(r.Division, r.Country, r.League)
	}
	f.parsed.Rejects = append(f.parsed.Rejects, f.unknown...)
}

// landing is what is asked of a landed file without its content.
type landing struct {
	ID        string `parquet:"id"`
	SHA256    string `parquet:"sha256"`
	FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"`
}

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
