// Package land takes files into the lake: it writes each file whole into a
// folder of lake/raw, beside where it came from and when. Match files of
// football-data.co.uk go to raw/footballdata, tables of who played to
// raw/lineups. What a file says is staging's business: landing refuses only what
// is no such file at all. The files of one run appear together, by one rename.
// Landing a file again changes nothing.
package land

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday/warehouse/lake"
)

// Input is one landing run.
type Input struct {
	Lake  lake.Lake
	Paths []string  // files, or folders that are searched to their bottom
	Now   time.Time // the landing time of every file of the run
	// Name says where a file came from, by its path; nil: from there.
	Name func(path string) string
}

// name is where a file came from, as the lake and the refusals give it.
func (in Input) name(path string) string {
	if in.Name != nil {
		return in.Name(path)
	}
	return filepath.ToSlash(filepath.Clean(path))
}

// Result counts what became of the files.
type Result struct {
	Landed  int       // new in the lake
	Skipped int       // landed before, byte for byte
	Refused []Refusal // not landed; the command then exits 1
	Bytes   int64     // landed
}

// Refusal names a file that was not landed, and says why.
type Refusal struct {
	Path string
	Err  error
}

func (r Refusal) Error() string { return fmt.Sprintf("%s: %v", r.Path, r.Err) }

// eachFile calls take with every file below the paths, or with the error that
// hides it. It follows a path that is a link, and leaves out what is hidden.
func eachFile(ctx context.Context, paths []string, take func(path string, err error)) error {
	for _, root := range paths {
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
			take(path, err)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// add writes the rows of one run as one file of the folder; none write nothing.
func add[R any](l lake.Lake, folder string, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
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
	_, err = l.Add(folder, path)
	return err
}
