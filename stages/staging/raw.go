package staging

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"matchday/stages/staging/files"
	"matchday/warehouse/lake"
)

// landedFile is one file of the source: where it came from, when, and what it
// says.
type landedFile struct {
	id       string
	sha256   string
	landedAt int64 // µs since 1970
	parsed   files.File
}

// readRaw reads and parses every file that had landed by until, in µs. They
// come sorted by checksum; a checksum landed twice (by two jobs at once) counts
// from its first landing.
func readRaw(ctx context.Context, l lake.Lake, until int64) ([]landedFile, error) {
	paths, err := l.Files(files.Folder)
	if err != nil {
		return nil, err
	}
	var raws []files.Raw
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rows, err := parquet.ReadFile[files.Raw](path)
		if err != nil {
			return nil, fmt.Errorf("read landed file %s: %w; restore it from a backup", path, err)
		}
		raws = append(raws, rows...)
	}
	raws = slices.DeleteFunc(raws, func(r files.Raw) bool { return r.FetchedAt > until })
	slices.SortFunc(raws, func(a, b files.Raw) int {
		return cmp.Or(strings.Compare(a.SHA256, b.SHA256), cmp.Compare(a.FetchedAt, b.FetchedAt), strings.Compare(a.ID, b.ID))
	})
	raws = slices.CompactFunc(raws, func(a, b files.Raw) bool { return a.SHA256 == b.SHA256 })
	landed := make([]landedFile, len(raws))
	each(len(raws), func(i int) {
		r := &raws[i]
		landed[i] = landedFile{id: r.ID, sha256: r.SHA256, landedAt: r.FetchedAt}
		parsed, err := files.Parse(r.Payload, r.ID)
		if err != nil {
			parsed.Rejects = []files.Reject{{Reason: files.UnreadableFile, Detail: err.Error()}}
		}
		landed[i].parsed = parsed
		r.Payload = nil
	})
	return landed, nil
}
