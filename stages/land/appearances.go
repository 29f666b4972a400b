package land

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"

	"matchday/stages/staging/appearances"
	"matchday/warehouse/lake"
)

// Appearances lands tables of who played. rating names their column of the
// players' rating; empty: "rating", if there is one. A table that landed with
// another rating lands again. An error means that nothing was landed. Files that
// are no tables of who played are in Result.Refused; the others are landed.
func Appearances(ctx context.Context, in Input, rating string) (Result, error) {
	type landing struct {
		SHA256    string `parquet:"sha256"`
		Rating    string `parquet:"rating,dict"`
		FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"`
	}
	before, err := lake.ReadFolder[landing](ctx, in.Lake, appearances.Folder)
	if err != nil {
		return Result{}, err
	}
	slices.SortStableFunc(before, func(a, b landing) int { return cmp.Compare(a.FetchedAt, b.FetchedAt) })
	known := map[string]string{} // checksum → rating of the last landing
	for _, r := range before {
		known[r.SHA256] = r.Rating
	}
	var result Result
	var rows []appearances.Raw
	err = eachFile(ctx, in.Paths, func(path string, err error) {
		row, err := readAppearances(path, rating, err)
		if err != nil {
			result.refuse(path, err)
			return
		}
		if last, ok := known[row.SHA256]; ok && last == rating {
			result.Skipped++
			return
		}
		known[row.SHA256] = rating
		result.Landed++
		result.Bytes += int64(len(row.Payload))
		row.FetchedAt = in.Now.UnixMicro()
		rows = append(rows, row)
	})
	if err != nil {
		return Result{}, err
	}
	return result, add(in.Lake, appearances.Folder, rows)
}

// readAppearances returns a file as a row without its time, if it is a table of
// who played.
func readAppearances(path, rating string, err error) (appearances.Raw, error) {
	payload, err := readFile(path, err)
	if err != nil {
		return appearances.Raw{}, err
	}
	if err := appearances.Check(payload, rating); err != nil {
		return appearances.Raw{}, err
	}
	sum := sha256.Sum256(payload)
	return appearances.Raw{
		Source: appearances.Source, Entity: appearances.Entity, ID: filepath.ToSlash(filepath.Clean(path)),
		Rating: rating, SHA256: hex.EncodeToString(sum[:]), Payload: payload,
	}, nil
}
