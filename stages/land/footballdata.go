// Package footballdata lands files of football-data.co.uk: it writes each file
// whole, beside where it came from and when, into lake/raw/footballdata. What
// a file says is staging's business; landing only refuses what is no such file
// at all. A landing run's files appear together, by one rename, and landing a
// file again changes nothing.
package land

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday/stages/staging/files"
	"matchday/warehouse/lake"
)

// Input is one landing run.
type FootballDataInput struct {
	Lake  lake.Lake
	Paths []string  // files, or folders that are searched to their bottom
	Now   time.Time // the landing time of every file of the run
}

// Result counts what became of the files.
type Result struct {
	Landed  int       // new in the lake
	Skipped int       // landed before, byte for byte
	Refused []Refusal // not landed; the command then exits 1
	Bytes   int64     // landed
}

// Refusal names a file that was not landed, and why.
type Refusal struct {
	Path string
	Err  error
}

func (r Refusal) Error() string { return fmt.Sprintf("%s: %v", r.Path, r.Err) }

// Land lands the files below the paths. An error means that nothing was landed;
// files that are not the publisher's are in Result.Refused, the others landed.
func FootballData(ctx context.Context, in FootballDataInput) (Result, error) {
	var result Result
	known, err := landed(in.Lake)
	if err != nil {
		return result, err
	}
	var rows []files.Raw
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
			payload, err := read(path, err)
			if err != nil {
				result.Refused = append(result.Refused, Refusal{path, err})
				return nil
			}
			sum := sha256.Sum256(payload)
			sha := hex.EncodeToString(sum[:])
			if known[sha] {
				result.Skipped++
				return nil
			}
			known[sha] = true
			result.Landed++
			result.Bytes += int64(len(payload))
			rows = append(rows, files.Raw{
				Source: files.Source, Entity: files.Entity, ID: filepath.ToSlash(filepath.Clean(path)),
				FetchedAt: in.Now.UnixMicro(), SHA256: sha, Payload: payload,
			})
			return nil
		})
		if err != nil {
			return Result{}, err
		}
	}
	if len(rows) == 0 {
		return result, nil
	}
	return result, write(in.Lake, rows)
}

// enough is more than any header needs.
const enough = 64 << 10

// read returns a file's bytes if it is one of the publisher's; it looks at the
// head of a file before it reads the rest.
func read(path string, err error) ([]byte, error) {
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

// landed is the set of checksums that the lake holds.
func landed(l lake.Lake) (map[string]bool, error) {
	known := map[string]bool{}
	files, err := l.Files(files.Folder)
	if err != nil {
		return nil, err
	}
	type checksum struct {
		SHA256 string `parquet:"sha256"`
	}
	for _, path := range files {
		rows, err := parquet.ReadFile[checksum](path)
		if err != nil {
			return nil, fmt.Errorf("read landed file %s: %w; restore it from a backup", path, err)
		}
		for _, r := range rows {
			known[r.SHA256] = true
		}
	}
	return known, nil
}

func write(l lake.Lake, rows []files.Raw) error {
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
	_, err = l.Add(files.Folder, path)
	return err
}
