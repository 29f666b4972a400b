// Package lineups lands tables of who played: it writes each file whole, beside
// where it came from and when, into lake/raw/lineups. What a table says is
// staging's business; landing only refuses what is no such table. A landing
// run's files appear together, by one rename, and landing a file again changes
// nothing unless another column is called its rating.
package land

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday/stages/staging/appearances"
	"matchday/warehouse/lake"
)

// Input is one landing run.
type AppearancesInput struct {
	Lake   lake.Lake
	Paths  []string  // files, or folders that are searched to their bottom
	Rating string    // the column of the players' rating; empty: "rating", if there is one
	Now    time.Time // the landing time of every file of the run
}

// Result counts what became of the files.
type AppearancesResult struct {
	Landed  int                  // new in the lake
	Skipped int                  // landed before, byte for byte, with the same rating
	Refused []AppearancesRefusal // not landed; the command then exits 1
	Bytes   int64                // landed
}

// Refusal names a file that was not landed, and why.
type AppearancesRefusal struct {
	Path string
	Err  error
}

func (r AppearancesRefusal) Error() string { return fmt.Sprintf("%s: %v", r.Path, r.Err) }

// Land lands the files below the paths. An error means that nothing was landed;
// files that are no tables of who played are in Result.Refused, the others
// landed.
func Appearances(ctx context.Context, in AppearancesInput) (AppearancesResult, error) {
	var result AppearancesResult
	known, err := landedAppearances(in.Lake)
	if err != nil {
		return result, err
	}
	var rows []appearances.Raw
	for _, root := range in.Paths {
		if target, err := filepath.EvalSymlinks(root); err == nil {
			root = target // WalkDir would not follow it
		}
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err == nil && path != root && strings.HasPrefix(entry.Name(), "."):
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			case err == nil && entry.IsDir():
				return nil
			}
			row, err := readAppearances(path, in.Rating, err)
			if err != nil {
				result.Refused = append(result.Refused, AppearancesRefusal{path, err})
				return nil
			}
			if rating, ok := known[row.SHA256]; ok && rating == in.Rating {
				result.Skipped++
				return nil
			}
			known[row.SHA256] = in.Rating
			result.Landed++
			result.Bytes += int64(len(row.Payload))
			row.FetchedAt = in.Now.UnixMicro()
			rows = append(rows, row)
			return nil
		})
		if err != nil {
			return AppearancesResult{}, err
		}
	}
	if len(rows) == 0 {
		return result, nil
	}
	return result, writeAppearances(in.Lake, rows)
}

// read returns a file as a row without its time, if it is a table of who played.
func readAppearances(path, rating string, err error) (appearances.Raw, error) {
	if err != nil {
		return appearances.Raw{}, err
	}
	payload, err := os.ReadFile(path)
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

// landed maps the checksums that the lake holds to the rating with which each
// was landed last.
func landedAppearances(l lake.Lake) (map[string]string, error) {
	files, err := l.Files(appearances.Folder)
	if err != nil {
		return nil, err
	}
	type landing struct {
		SHA256    string `parquet:"sha256"`
		Rating    string `parquet:"rating,dict"`
		FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"`
	}
	var all []landing
	for _, path := range files {
		rows, err := parquet.ReadFile[landing](path)
		if err != nil {
			return nil, fmt.Errorf("read landed file %s: %w; restore it from a backup", path, err)
		}
		all = append(all, rows...)
	}
	slices.SortStableFunc(all, func(a, b landing) int { return cmp.Compare(a.FetchedAt, b.FetchedAt) })
	known := map[string]string{}
	for _, r := range all {
		known[r.SHA256] = r.Rating
	}
	return known, nil
}

func writeAppearances(l lake.Lake, rows []appearances.Raw) error {
	dir, err := l.Temp()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "raw.parquet")
	// By default the writer would keep the least and greatest payload of each
	// page, which makes the file many times larger.
	err = lake.WriteParquet(path, rows, parquet.DataPageStatistics(false), parquet.SkipPageBounds("payload"))
	if err != nil {
		return err
	}
	_, err = l.Add(appearances.Folder, path)
	return err
}
