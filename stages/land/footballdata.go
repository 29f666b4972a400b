package land

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"matchday/stages/staging/files"
	"matchday/warehouse/lake"
)

// FootballData lands match files of football-data.co.uk. An error means that
// nothing was landed. Files that are not the publisher's are in Result.Refused;
// the others are landed.
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
		payload, err := readFootballData(path, err)
		if err != nil {
			if in.Name != nil {
				path = in.Name(path)
			}
			result.Refused = append(result.Refused, Refusal{path, err})
			return
		}
		sum := sha256.Sum256(payload)
		sha := hex.EncodeToString(sum[:])
		if known[sha] {
			result.Skipped++
			return
		}
		known[sha] = true
		result.Landed++
		result.Bytes += int64(len(payload))
		rows = append(rows, files.Raw{
			Source: files.Source, Entity: files.Entity, ID: in.name(path),
			FetchedAt: in.Now.UnixMicro(), SHA256: sha, Payload: payload,
		})
	})
	if err != nil {
		return Result{}, err
	}
	return result, add(in.Lake, files.Folder, rows)
}

// enough is more than any header needs.
const enough = 64 << 10

// readFootballData returns a file's bytes if it is one of the publisher's; it
// looks at the head of a file before it reads the rest.
func readFootballData(path string, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, enough))
	if err != nil {
		return nil, err
	}
	if err := files.Recognise(head); err != nil {
		return nil, err
	}
	rest, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return bytes.Join([][]byte{head, rest}, nil), nil
}
