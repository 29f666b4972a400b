package lake

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Generation is what is to be published in a layer.
type Generation struct {
	Written []Part // their files are paths of finished files, from Temp
	Kept    []Part // their files are names that an earlier manifest of the layer gave
	Keys    map[string]string
	Raw     string // fingerprint of what the layer was made from
}

// Publish publishes a generation of tables that are one file each: table → path,
// from Temp.
func (l Lake) Publish(layer string, tables map[string]string, fingerprint string) (Manifest, error) {
	g := Generation{Raw: fingerprint}
	for _, table := range sortedKeys(tables) {
		g.Written = append(g.Written, Part{Table: table, File: tables[table]})
	}
	return l.PublishParts(layer, g)
}

// Has says whether a file that a manifest of the layer named is there, undamaged.
func (l Lake) Has(layer, file string) bool {
	return verify(filepath.Join(l.Dir, layer, filepath.FromSlash(file)), file, Sum{}) == nil
}

// PublishParts moves finished files into a layer and then CURRENT, in one rename.
// The generation before is kept for its readers, older files are removed.
// Publishing the same content again changes nothing.
func (l Lake) PublishParts(layer string, g Generation) (Manifest, error) {
	before, err := l.Current(layer)
	if err != nil && !errors.Is(err, ErrEmpty) && !errors.Is(err, errDamaged) {
		return Manifest{}, err
	}
	m, err := l.place(layer, g)
	if err != nil {
		return Manifest{}, err
	}
	if m.Raw == before.Raw && maps.Equal(m.Keys, before.Keys) && reflect.DeepEqual(m.Parts(), before.Parts()) && maps.Equal(m.Files, before.Files) {
		return before, nil
	}
	if m.Sum, err = m.sum(); err != nil {
		return Manifest{}, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return Manifest{}, err
	}
	if err := l.writer().Write(filepath.Join(m.dir, currentFile), append(text, '\n')); err != nil {
		return Manifest{}, fmt.Errorf("move %s of lake layer %s: %w", currentFile, layer, err)
	}
	return m, removeOthers(m.dir, m, before)
}

// place moves the written files of a generation into their folders and finds the kept ones.
func (l Lake) place(layer string, g Generation) (Manifest, error) {
	dir := filepath.Join(l.Dir, layer)
	m := Manifest{Tables: map[string]Files{}, Files: map[string]Sum{}, Keys: g.Keys, Raw: g.Raw, dir: dir}
	parts := slices.Clone(g.Kept)
	for _, p := range g.Kept {
		if !l.Has(layer, p.File) {
			return Manifest{}, fmt.Errorf("publish lake layer %s: file %s of table %s is gone", layer, p.File, p.Table)
		}
		sum, err := sumOf(filepath.Join(dir, filepath.FromSlash(p.File)))
		if err != nil {
			return Manifest{}, fmt.Errorf("publish lake layer %s: %w", layer, err)
		}
		m.Files[p.File] = sum
	}
	moved, err := l.moveAll(layer, g.Written, m.Files)
	if err != nil {
		return Manifest{}, fmt.Errorf("publish lake layer %s: %w", layer, err)
	}
	parts = append(parts, moved...)
	slices.SortFunc(parts, func(a, b Part) int {
		return cmp.Or(strings.Compare(a.Partition, b.Partition), strings.Compare(a.File, b.File))
	})
	for _, p := range parts {
		m.Tables[p.Table] = append(m.Tables[p.Table], p.File)
		if p.Partition != "" {
			if m.Partitions == nil {
				m.Partitions = map[string]string{}
			}
			m.Partitions[p.File] = p.Partition
		}
	}
	return m, nil
}

// moveAll moves finished files into the folders of their tables, under the first 16 hex
// digits of their SHA-256, durably. It notes their sums in files.
func (l Lake) moveAll(layer string, written []Part, files map[string]Sum) ([]Part, error) {
	out, sums := slices.Clone(written), make([]Sum, len(written))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range written {
		g.Go(func() (err error) {
			sums[i], err = sumOf(p.File)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	temps := map[string]string{}
	for i, p := range written {
		out[i].File = p.Table + "/" + sums[i].SHA256[:nameDigits] + extension
		if _, twice := files[out[i].File]; twice {
			return nil, fmt.Errorf("two partitions of table %s are one file, %s", p.Table, out[i].File)
		}
		files[out[i].File] = sums[i]
		path := filepath.Join(l.Dir, layer, filepath.FromSlash(out[i].File))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		if there, err := sumOf(path); err == nil && there == sums[i] { // added before, and made durable then
			if err := os.Remove(p.File); err != nil {
				return nil, err
			}
			continue
		}
		temps[path] = p.File
	}
	if err := l.writer().MoveAll(temps); err != nil {
		return nil, err
	}
	for path, temp := range temps {
		seen.move(temp, path)
	}
	return out, nil
}

// removeOthers deletes the layer's files that neither generation names.
func removeOthers(dir string, generations ...Manifest) error {
	keep := map[string]bool{}
	for _, m := range generations {
		for _, p := range m.Parts() {
			keep[p.File] = true
		}
	}
	tables, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if !table.IsDir() {
			continue
		}
		found, err := os.ReadDir(filepath.Join(dir, table.Name()))
		if err != nil {
			return err
		}
		for _, f := range found {
			if rel := table.Name() + "/" + f.Name(); keep[rel] || !strings.HasSuffix(rel, extension) {
				continue
			}
			if err := os.Remove(filepath.Join(dir, table.Name(), f.Name())); err != nil {
				return fmt.Errorf("remove an old generation's file: %w", err)
			}
		}
	}
	return nil
}

// sortedKeys are a map's keys in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
