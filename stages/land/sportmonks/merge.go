package sportmonks

import (
	"cmp"
	"encoding/json"
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
// files give the same bytes. A merged file says which files it holds, so that what
// these were decoded to serves on. Killed between the writing of a file and the
// removal of those that it replaces, it leaves rows twice, which readers must
// bear (a row's key is entity, id, request, fetched_at, sha256) and the next
// merging removes. The caller holds the lake's lock.
func Merge(l lake.Lake, before time.Time) (Merged, error) { return mergeBoth(l, before, false) }

// MergeDays is Merge of what has not been merged yet: it writes no more than has landed
// since the last one. Until the folder has many files it does nothing.
func MergeDays(l lake.Lake, before time.Time) (Merged, error) {
	for _, folder := range []string{answers.Folder, answers.SeenFolder} {
		if files, err := l.Listed(folder); err != nil || len(files) > manyFiles {
			if err != nil {
				return Merged{}, err
			}
			return mergeBoth(l, before, true)
		}
	}
	return Merged{}, nil
}

// manyFiles is about what the jobs of a day and a half land.
const manyFiles = 64

func mergeBoth(l lake.Lake, before time.Time, asLanded bool) (Merged, error) {
	raw, err := merge(l, answers.Folder, before, asLanded, func(r *answers.Raw) rowKey {
		return rowKey{r.Entity, r.ID, r.Request, r.SHA256, r.FetchedAt}
	}, writeRaw)
	if err != nil {
		return Merged{}, err
	}
	seen, err := merge(l, answers.SeenFolder, before, asLanded, func(r *answers.Seen) rowKey {
		return rowKey{r.Entity, r.ID, r.Request, r.SHA256, r.FetchedAt}
	}, writeSeen)
	return Merged{raw.Files + seen.Files, raw.Into + seen.Into, raw.Rows + seen.Rows}, err
}

// rowKey is what makes two rows the same.
type rowKey struct {
	entity, id, request, sum string
	at                       int64
}

// landedFile is a file of the lake.
type landedFile struct {
	lake.LandedFile
	holds   []answers.HeldFile // none: it is as it landed
	first   int64              // µs since 1970, of its earliest row
	payload int64              // bytes
}

func merge[T any](l lake.Lake, folder string, before time.Time, asLanded bool, key func(*T) rowKey, write func(string, []T, parquet.WriterOption) error) (Merged, error) {
	var total Merged
	files, err := filesOf(l, folder)
	if err != nil {
		return total, err
	}
	files, spare := withoutSpare(files)
	if err := removeSpare(l, folder, spare, files); err != nil {
		return total, err
	}
	total.Files += len(spare)
	if asLanded {
		files = slices.DeleteFunc(files, func(f landedFile) bool { return len(f.holds) > 0 })
	}
	if files, err = closed(files, before); err != nil {
		return total, err
	}
	for _, group := range groups(files) {
		rows, holds, err := rowsOf(group, key)
		if err != nil {
			return total, err
		}
		text, err := json.Marshal(holds)
		if err != nil {
			return total, err
		}
		if err := replace(l, folder, group, func(path string) error {
			return write(path, rows, parquet.KeyValueMetadata(answers.HeldKey, string(text)))
		}); err != nil {
			return total, err
		}
		total.Files += len(group)
		total.Into++
		total.Rows += len(rows)
	}
	return total, nil
}

// filesOf lists the files of a folder and what they hold.
func filesOf(l lake.Lake, folder string) ([]landedFile, error) {
	listed, err := l.Listed(folder)
	if err != nil {
		return nil, err
	}
	out := make([]landedFile, len(listed))
	for i, file := range listed {
		out[i] = landedFile{LandedFile: file}
		if out[i].holds, err = answers.HeldFiles(file.Path); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// closed lists the files that may be merged, the oldest first: the small ones of which
// every row was fetched before a moment.
func closed(files []landedFile, before time.Time) (out []landedFile, err error) {
	for _, f := range files {
		if err := f.Verify(); err != nil {
			return nil, err
		}
		rows, err := lake.ReadFile[fetchedRow](f.Path)
		if err != nil {
			return nil, err
		}
		f.first = before.UnixMicro()
		done := true
		for _, r := range rows {
			f.first = min(f.first, r.FetchedAt)
			done = done && r.FetchedAt < before.UnixMicro()
		}
		if f.payload, err = unpackedBytes(f.Path); err != nil {
			return nil, err
		}
		if done && f.payload < mergedBytes {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b landedFile) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.Path, b.Path))
	})
	return out, nil
}

// fetchedRow is the column of Raw and Seen that tells which day a row is of.
type fetchedRow struct {
	FetchedAt int64 `parquet:"fetched_at,timestamp(microsecond)"`
}

// landed are the files as they landed whose rows a file holds, by their sums.
func (f landedFile) landed() []string {
	if len(f.holds) == 0 {
		return []string{f.Sum.SHA256}
	}
	var out []string
	for _, h := range f.holds {
		if out = append(out, h.Merged...); len(h.Merged) == 0 {
			out = append(out, h.SHA256)
		}
	}
	return out
}

// withoutSpare tells the files that another one holds whole, as a merging that was killed
// leaves them, from the others.
func withoutSpare(files []landedFile) (needed []landedFile, spare []string) {
	var merged []int
	held := make([]map[string]bool, len(files))
	for i, f := range files {
		if len(f.holds) == 0 {
			continue
		}
		merged, held[i] = append(merged, i), map[string]bool{}
		for _, sum := range f.landed() {
			held[i][sum] = true
		}
	}
	for i, f := range files {
		landed := f.landed()
		if slices.ContainsFunc(merged, func(k int) bool {
			more := len(held[k]) > len(landed) || k < i // of two that hold the same the first stays
			return k != i && more && !slices.ContainsFunc(landed, func(sum string) bool { return !held[k][sum] })
		}) {
			spare = append(spare, filepath.Base(f.Path))
		} else {
			needed = append(needed, f)
		}
	}
	return needed, spare
}

// removeSpare removes files that others hold whole, if these are as they were written.
func removeSpare(l lake.Lake, folder string, spare []string, others []landedFile) error {
	if len(spare) == 0 {
		return nil
	}
	for _, f := range others {
		if err := f.Verify(); err != nil {
			return err
		}
	}
	return l.Remove(folder, spare...)
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
func groups(files []landedFile) [][]landedFile {
	var out [][]landedFile
	var group []landedFile
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

// rowsOf reads the rows of a group, each once, and says which file gave how many.
func rowsOf[T any](group []landedFile, key func(*T) rowKey) (out []T, holds []answers.HeldFile, err error) {
	have := map[rowKey]bool{}
	for _, f := range group {
		rows, err := lake.ReadFile[T](f.Path)
		if err != nil {
			return nil, nil, err
		}
		before := len(out)
		for i := range rows {
			if k := key(&rows[i]); !have[k] {
				have[k] = true
				out = append(out, rows[i])
			}
		}
		h := answers.HeldFile{SHA256: f.Sum.SHA256, Rows: len(out) - before}
		if len(f.holds) > 0 {
			h.Merged = f.landed()
		}
		holds = append(holds, h)
	}
	return out, holds, nil
}

// replace adds a file that holds what a group held, then removes the group.
func replace(l lake.Lake, folder string, group []landedFile, write func(path string) error) (err error) {
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
		if base := filepath.Base(f.Path); base != name { // else the others were in it already
			merged = append(merged, base)
		}
	}
	return l.Remove(folder, merged...)
}

// writeRaw writes rows with the writer of a landing.
func writeRaw(path string, rows []answers.Raw, description parquet.WriterOption) error {
	w, err := newRawWriter(path, description)
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

func writeSeen(path string, rows []answers.Seen, description parquet.WriterOption) error {
	return lake.WriteParquet(path, rows, description)
}
