package lake

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// Manifest names the files of one generation of a layer.
type Manifest struct {
	// Tables maps a table to its files, relative to the layer's folder, with
	// forward slashes.
	Tables map[string]Files `json:"tables"`
	// Partitions says of a table's file which partition of its table it is. A file
	// that is not listed is the whole of its table, or its rows that belong to none.
	Partitions map[string]string `json:"partitions,omitempty"`
	// Keys say of each partition what its files were made from.
	Keys map[string]string `json:"keys,omitempty"`
	// Files are the sums of these files. A manifest of an older version has none.
	Files map[string]Sum `json:"files,omitempty"`
	// Raw is the fingerprint of what the layer was made from.
	Raw string `json:"raw"`
	// Sum is that of all else; empty in a manifest of an older version.
	Sum string `json:"sum,omitempty"`

	dir string
}

// Files are the files of one table, in the order in which their rows are read. A
// single file is written as a text, as older versions did.
type Files []string

// MarshalJSON writes one file as a text, several as a list.
func (f Files) MarshalJSON() ([]byte, error) {
	if len(f) == 1 {
		return json.Marshal(f[0])
	}
	return json.Marshal([]string(f))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (f *Files) UnmarshalJSON(text []byte) error {
	var one string
	if err := json.Unmarshal(text, &one); err == nil {
		*f = Files{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(f))
}

// Part is one file of a table: the whole of it, or a partition.
type Part struct{ Table, Partition, File string }

// Parts lists the files of all tables, table by table.
func (m Manifest) Parts() (out []Part) {
	for _, table := range sortedKeys(m.Tables) {
		for _, file := range m.Tables[table] {
			out = append(out, Part{table, m.Partitions[file], file})
		}
	}
	return out
}

// sum is what Sum is to be.
func (m Manifest) sum() (string, error) {
	m.Sum = ""
	return sumOfJSON(m)
}

// Paths are the files of a table, which are found as they were written. A table that
// the generation does not have, or a file that is damaged, is an error that names it.
func (m Manifest) Paths(table string) ([]string, error) {
	files, ok := m.Tables[table]
	if !ok {
		return nil, fmt.Errorf("%s has no table %q: publish the layer again", m.dir, table)
	}
	return m.paths(files)
}

// PathsOf are those files of a table that are one of the partitions; none if it has
// no rows there. A file that is no partition is always among them.
func (m Manifest) PathsOf(table string, partitions ...string) ([]string, error) {
	var files Files
	for _, file := range m.Tables[table] {
		if p, parted := m.Partitions[file]; !parted || slices.Contains(partitions, p) {
			files = append(files, file)
		}
	}
	return m.paths(files)
}

// Between names the partitions of which a table has a moment of a column from one moment
// to another, both included, by the files' own summaries. A file that cannot be read may
// have one: whoever reads its rows finds out.
func (m Manifest) Between(table, column string, from, to time.Time) (partitions []string) {
	for _, file := range m.Tables[table] {
		name, parted := m.Partitions[file]
		if !parted {
			continue
		}
		b, err := boundsOf(filepath.Join(m.dir, filepath.FromSlash(file)), column)
		if err != nil || b.first <= to.UnixMicro() && b.last >= from.UnixMicro() {
			partitions = append(partitions, name)
		}
	}
	return partitions
}

// Nearest names the partitions of a table, in the order in which the moments of a column
// are near to a moment. Those of which that is not known come first.
func (m Manifest) Nearest(table, column string, moment time.Time) (partitions []string) {
	away := map[string]int64{}
	for _, file := range m.Tables[table] {
		name, parted := m.Partitions[file]
		if !parted {
			continue
		}
		partitions = append(partitions, name)
		if b, err := boundsOf(filepath.Join(m.dir, filepath.FromSlash(file)), column); err == nil {
			away[name] = max(b.first-moment.UnixMicro(), moment.UnixMicro()-b.last, 0)
		}
	}
	slices.SortStableFunc(partitions, func(a, b string) int { return cmp.Compare(away[a], away[b]) })
	return partitions
}

// PathsOfFiles are files that the manifest names, which are found as they were written.
func (m Manifest) PathsOfFiles(files Files) ([]string, error) { return m.paths(files) }

// Path is the file of a table that is written as one.
func (m Manifest) Path(table string) (string, error) {
	paths, err := m.Paths(table)
	if err == nil && len(paths) != 1 {
		err = fmt.Errorf("%s has %d files of table %q, expected one: publish the layer again", m.dir, len(paths), table)
	}
	if err != nil {
		return "", err
	}
	return paths[0], nil
}

// Sound says whether all files of the generation are as they were written.
func (m Manifest) Sound() error {
	for _, table := range sortedKeys(m.Tables) {
		if _, err := m.Paths(table); err != nil {
			return err
		}
	}
	return nil
}

// paths are the paths of files, which are held against the manifest.
func (m Manifest) paths(files Files) ([]string, error) {
	out := make([]string, len(files))
	for i, file := range files {
		out[i] = filepath.Join(m.dir, filepath.FromSlash(file))
	}
	for i, err := range m.verify(files) {
		if err != nil {
			return nil, Damage{File: out[i], Problem: err.Error(), Hint: hintFor(filepath.Base(m.dir))}.err()
		}
	}
	return out, nil
}

// verify holds files against the manifest and says of each what is wrong with it.
func (m Manifest) verify(files Files) []error {
	wrong := make([]error, len(files))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, file := range files {
		g.Go(func() error {
			wrong[i] = verify(filepath.Join(m.dir, filepath.FromSlash(file)), file, m.Files[file])
			return nil
		})
	}
	_ = g.Wait() // each error is kept
	return wrong
}

// Current is what a layer holds now; ErrEmpty (wrapped) before the first
// Publish.
func (l Lake) Current(layer string) (Manifest, error) {
	dir := filepath.Join(l.Dir, layer)
	text, err := os.ReadFile(filepath.Join(dir, currentFile))
	if errors.Is(err, fs.ErrNotExist) {
		if layer == Staged && l.hasLanded() {
			return Manifest{}, fmt.Errorf("%s %w: it is gone, although files have landed; %s", filepath.Join(dir, currentFile), errDamaged, hintFor(layer))
		}
		return Manifest{}, fmt.Errorf("lake layer %s: %w", layer, ErrEmpty)
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("read lake layer %s: %w", layer, err)
	}
	m := Manifest{dir: dir}
	if err := parseManifest(text, &m); err != nil {
		return Manifest{}, fmt.Errorf("%s %w: %w; %s", filepath.Join(dir, currentFile), errDamaged, err, hintFor(layer))
	}
	return m, nil
}

// errDamaged says that a CURRENT cannot be understood, or is gone.
var errDamaged = errors.New("is damaged")

// parseManifest reads a manifest, whose files must lie in folders of the layer.
func parseManifest(text []byte, m *Manifest) error {
	if err := decodeStrictly(text, m); err != nil {
		return err
	}
	if err := sealed(m.Sum, m.sum); err != nil {
		return err
	}
	for table, files := range m.Tables {
		if len(files) == 0 {
			return fmt.Errorf("it names no file of table %q", table)
		}
		for _, file := range files {
			if !isFile(file) {
				return fmt.Errorf("it names %q as the file of table %q, which no job writes", file, table)
			}
		}
	}
	return nil
}
