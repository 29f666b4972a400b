package land

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"

	"matchday/stages/staging/files"
	"matchday/warehouse/lake"
)

// FootballData lands match files of football-data.co.uk. An error means that
// nothing was landed. Files that are not the publisher's, or of which no row can
// be used, are in Result.Refused; the others are landed.
func FootballData(ctx context.Context, in Input) (Result, error) {
	type checksum struct {
		SHA256 string `parquet:"sha256"`
	}
	before, err := lake.ReadFolder[checksum](ctx, in.Lake, files.Folder)
	if err != nil {
		return Result{}, err
	}
	known := map[string]bool{}
	for _, r := range before {
		known[r.SHA256] = true
	}
	var result Result
	var rows []files.Raw
	err = eachFile(ctx, in.Paths, func(path string, err error) {
		payload, err := readFile(path, err)
		if err != nil {
			result.refuse(path, err)
			return
		}
		sum := sha256.Sum256(payload)
		sha := hex.EncodeToString(sum[:])
		if known[sha] {
			result.Skipped++
			return
		}
		warnings, err := files.Check(payload)
		if err != nil {
			result.refuse(path, err)
			return
		}
		result.warn(path, warnings)
		known[sha] = true
		result.Landed++
		result.Bytes += int64(len(payload))
		rows = append(rows, files.Raw{
			Source: files.Source, Entity: files.Entity, ID: filepath.ToSlash(filepath.Clean(path)),
			FetchedAt: in.Now.UnixMicro(), SHA256: sha, Payload: payload,
		})
	})
	if err != nil {
		return Result{}, err
	}
	return result, add(in.Lake, files.Folder, rows)
}
