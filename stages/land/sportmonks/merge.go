package sportmonks

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// mergedBytes is about how much payload a merged file holds; larger files are
// left alone.
const mergedBytes = 256 << 20

// Merged counts what a merging did.
type Merged struct {
	Files int `json:"files"` // that there were
	Into  int `json:"into"`  // that took their place
	Rows  int `json:"rows"`
}

// Merge joins the small files of closed days, whose rows were all fetched
// before a moment, into few. No row changes, not a byte of a payload; the same
// files give the same bytes. Killed between the writing of a file and the
// removal of those that it replaces, it leaves rows twice, which readers must
// bear (a row's key is entity, id, request, fetched_at, sha256) and the next
// merging removes. The caller holds the lake's lock.
func Merge(l lake.Lake, before time.Time) (Merged, error) {
	raw, err := merge(l, answers.Folder, before, func(r *answers.Raw) rowKey {
		return rowKey{r.Entity, r.ID, r.Request, r.SHA256, r.FetchedAt}
	}, writeRaw)
	if err != nil {
		return Merged{}, err
	}
	seen, err := merge(l, answers.SeenFolder, before, func(r *answers.Seen) rowKey {
		return rowKey{r.Entity, r.ID, r.Request, r.SHA256, r.FetchedAt}
	}, func(path string, rows []answers.Seen) error { return lake.WriteParquet(path, rows) })
	return Merged{raw.Files + seen.Files, raw.Into + seen.Into, raw.Rows + seen.Rows}, err
}

// rowKey is what makes two rows the same.
type rowKey struct {
	entity, id, request, sum string
	at                       int64
}

// closedFile is a file that may be merged.
type closedFile struct {
	path    string
	first   int64 // µs since 1970, of its earliest row
	payload int64 // bytes
}

func merge[T any](l lake.Lake, folder string, before time.Time, key func(*T) rowKey, write func(string, []T) error) (Merged, error) {
	var total Merged
	files, err := closedFiles(l, folder, before)
	if err != nil {
		return total, err
	}
	for _, group := range groups(files) {
		rows, err := rowsOf(group, key)
		if err != nil {
			return total, err
		}
		if err := replace(l, folder, group, func(path string) error { return write(path, rows) }); err != nil {
			return total, err
		}
		total.Files += len(group)
		total.Into++
		total.Rows += len(rows)
	}
	return total, nil
}

// closedFiles lists the files of which every row was fetched before a moment,
// the oldest first.
func closedFiles(l lake.Lake, folder string, before time.Time) ([]closedFile, error) {
	paths, err := l.Files(folder)
	if err != nil {
		return nil, err
	}
	var out []closedFile
	for _, path := range paths {
		rows, err := lake.ReadFile[landedRow](path)
		if err != nil {
			return nil, err
		}
		f := closedFile{path: path, first: before.UnixMicro()}
		closed := true
		for _, r := range rows {
			f.first = min(f.first, r.FetchedAt)
			closed = closed && r.FetchedAt < before.UnixMicro()
		}
		if f.payload, err = unpackedBytes(path); err != nil {
			return nil, err
		}
		if closed && f.payload < mergedBytes {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b closedFile) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.path, b.path))
	})
	return out, nil
}

// unpackedBytes is about how much a file holds in memory.
func unpackedBytes(path string) (n int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	p, err := parquet.OpenFile(file, info.Size())
	if err != nil {
		return 0, fmt.Errorf("read landed file %s: %w; restore it from a backup", path, err)
	}
	for _, group := range p.Metadata().RowGroups {
		n += group.TotalByteSize
	}
	return n, nil
}

// groups puts neighbours together until they hold enough; a file alone stays
// as it is.
func groups(files []closedFile) [][]closedFile {
	var out [][]closedFile
	var group []closedFile
	var size int64
	end := func() {
		if len(group) > 1 {
			out = append(out, group)
		}
		group, size = nil, 0
	}
	for _, f := range files {
		if size+f.payload > mergedBytes {
			end()
		}
		group, size = append(group, f), size+f.payload
	}
	end()
	return out
}

// rowsOf reads the rows of a group, each once.
func rowsOf[T any](group []closedFile, key func(*T) rowKey) ([]T, error) {
	have := map[rowKey]bool{}
	var out []T
	for _, f := range group {
		rows, err := lake.ReadFile[T](f.path)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			if k := key(&rows[i]); !have[k] {
				have[k] = true
				out = append(out, rows[i])
			}
		}
	}
	return out, nil
}

// replace adds a file that holds what a group held, then removes the group.
func replace(l lake.Lake, folder string, group []closedFile, write func(path string) error) (err error) {
	dir, err := l.Temp()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "merged.parquet")
	if err := write(path); err != nil {
		return err
	}
	name, err := l.Add(folder, path)
	if err != nil {
		return err
	}
	var merged []string
	for _, f := range group {
		if base := filepath.Base(f.path); base != name { // else the others were in it already
			merged = append(merged, base)
		}
	}
	return l.Remove(folder, merged...)
}

// writeRaw writes rows with the writer of a landing.
func writeRaw(path string, rows []answers.Raw) error {
	w, err := newRawWriter(path)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := w.add(row); err != nil {
			return errors.Join(err, w.close())
		}
	}
	return w.close()
}
