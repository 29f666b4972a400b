// Package land takes files into the lake: it writes each file whole into a
// folder of lake/raw, beside where it came from and when. Match files of
// football-data.co.uk go to raw/footballdata, tables of who played to
// raw/lineups. What a file says is staging's business: landing refuses only what
// is no such file at all. The files of one run appear together, by one rename.
// Landing a file again changes nothing.
package land

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday/stages/staging/delimited"
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
	Landed   int       // new in the lake
	Skipped  int       // landed before, byte for byte
	Refused  []Refusal // not landed; the command then exits 1
	Warnings []Warning // of files that landed
	Bytes    int64     // landed
}

func (r *Result) refuse(path string, err error) {
	r.Refused = append(r.Refused, Refusal{path, err})
}

// shown is a path as it is printed: people's files have any names.
func shown(path string) string { return delimited.Shown(path, 1000) }

// Warning is what a person should look at in a file that landed.
type Warning struct {
	Path, Text string // of the first file that deserves it
	More       int    // further files that do
}

func (w Warning) String() string {
	if w.More > 0 {
		return fmt.Sprintf("%s and %d more: %s", shown(w.Path), w.More, w.Text)
	}
	return shown(w.Path) + ": " + w.Text
}

func (r *Result) warn(path string, warnings []string) {
	for _, text := range warnings {
		i := slices.IndexFunc(r.Warnings, func(w Warning) bool { return w.Text == text })
		if i >= 0 {
			r.Warnings[i].More++
			continue
		}
		r.Warnings = append(r.Warnings, Warning{Path: path, Text: text})
	}
}

// Refusal names a file that was not landed, and says why.
type Refusal struct {
	Path string
	Err  error
}

func (r Refusal) Error() string { return fmt.Sprintf("%s: %v", shown(r.Path), r.Err) }

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

// readFile reads a file whole, if it is one and not too large. Whatever is no
// file is refused before it is opened: a pipe would hold the lake's lock until
// somebody writes into it. err is what hides the file, if something does.
func readFile(path string, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	stat, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case stat.IsDir():
		return nil, errors.New("it is a link to a folder: name the folder itself")
	case !stat.Mode().IsRegular():
		return nil, fmt.Errorf("it is %s: expected a file", kindOf(stat.Mode()))
	case stat.Size() > delimited.MaxBytes:
		return nil, delimited.TooLarge(stat.Size())
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var content bytes.Buffer
	content.Grow(int(stat.Size()) + bytes.MinRead)
	if _, err := content.ReadFrom(io.LimitReader(f, delimited.MaxBytes+1)); err != nil {
		return nil, err
	}
	return content.Bytes(), nil
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "no regular file"
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
