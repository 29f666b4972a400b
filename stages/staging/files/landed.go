// Package files knows the files of football-data.co.uk: the form in
// which lake/raw/footballdata keeps them, and what their bytes say. Landing
// writes that folder and staging reads it; both need this package, neither
// needs the other. Everything here is a pure function of bytes.
package files

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"matchday/stages/staging/parallel"
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
	parsed   File
}

// newest is when the file landed last.
func (f *Landed) newest() int64 { return max(f.LandedAt, f.Again) }

// Read reads and parses every file that had landed by until, in µs. They
// come sorted by checksum. A checksum that landed twice was known from its first
// landing, and is as new as its last.
func Read(ctx context.Context, l lake.Lake, until int64) ([]Landed, error) {
	raws, err := lake.ReadFolder[Raw](ctx, l, Folder)
	if err != nil {
		return nil, err
	}
	raws = slices.DeleteFunc(raws, func(r Raw) bool { return r.FetchedAt > until })
	slices.SortFunc(raws, func(a, b Raw) int {
		return cmp.Or(strings.Compare(a.SHA256, b.SHA256), cmp.Compare(a.FetchedAt, b.FetchedAt), strings.Compare(a.ID, b.ID))
	})
	again := map[string]int64{}
	for _, r := range raws {
		again[r.SHA256] = r.FetchedAt
	}
	raws = slices.CompactFunc(raws, func(a, b Raw) bool { return a.SHA256 == b.SHA256 })
	landed := make([]Landed, len(raws))
	parallel.Each(len(raws), func(i int) {
		r := &raws[i]
		landed[i] = Landed{ID: r.ID, SHA256: r.SHA256, LandedAt: r.FetchedAt}
		if last := again[r.SHA256]; last > r.FetchedAt {
			landed[i].Again = last
		}
		parsed, err := Parse(r.Payload)
		if err != nil {
			parsed.Rejects = []Reject{{Reason: UnreadableFile, Detail: err.Error()}}
		}
		landed[i].parsed = parsed
		r.Payload = nil
	})
	nameDivisions(landed)
	return landed, nil
}
