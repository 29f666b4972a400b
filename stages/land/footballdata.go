package land

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"matchday/stages/staging/files"
)

// FootballData lands match files of football-data.co.uk. An error means that
// nothing was landed. Files that are not the publisher's, or of which no row can
// be used, are in Result.Refused; the others are landed. A file that has landed
// before, byte for byte, is landed again if that makes it the newest of its matches
// once more.
func FootballData(ctx context.Context, in Input) (Result, error) {
	before, err := files.ReadLandings(ctx, in.Lake)
	if err != nil {
		return Result{}, err
	}
	var result Result
	var rows, known []files.Raw
	given := map[string]bool{}
	err = eachFile(ctx, in.Paths, func(path string, err error) {
		payload, err := readFile(path, err)
		if err != nil {
			result.refuse(in.name(path), err)
			return
		}
		sum := sha256.Sum256(payload)
		row := files.Raw{
			Source: files.Source, Entity: files.Entity, ID: in.name(path),
			FetchedAt: in.Now.UnixMicro(), SHA256: hex.EncodeToString(sum[:]), Payload: payload,
		}
		switch {
		case given[row.SHA256]:
			result.Skipped++
			return
		case before.Has(row.SHA256):
			known = append(known, row)
		default:
			warnings, err := files.Check(payload, in.Now)
			if err != nil {
				result.refuse(in.name(path), err)
				return
			}
			result.warn(in.name(path), warnings)
			rows = append(rows, row)
		}
		given[row.SHA256] = true
	})
	if err != nil {
		return Result{}, err
	}
	again, err := overtaken(ctx, before, known, given)
	if err != nil {
		return Result{}, err
	}
	result.Skipped += len(known) - len(again)
	rows = append(rows, again...)
	for _, row := range rows {
		result.Landed++
		result.Bytes += int64(len(row.Payload))
	}
	return result, add(in.Lake, files.Folder, rows)
}

// overtaken are those of the known files that are to be landed again.
func overtaken(ctx context.Context, before *files.Landings, known []files.Raw, given map[string]bool) (again []files.Raw, err error) {
	for _, row := range known {
		is, err := before.Overtaken(ctx, row, given)
		if err != nil {
			return nil, err
		}
		if is {
			again = append(again, row)
		}
	}
	return again, nil
}
