package lake

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Damage is a file of the lake that is not as it was written.
type Damage struct {
	File    string // its path
	Problem string // a verb phrase
	Hint    string // what to do
}

func (d Damage) err() error { return fmt.Errorf("%s %s; %s", d.File, d.Problem, d.Hint) }

// What to do about damage. Everything but lake.Raw can be made again.
const (
	rawHint      = "restore it from a backup (if there is none, remove CURRENT in lake/raw, which gives the file up, and land its source again)"
	stagedHint   = "\"matchday restore\" makes the staged tables again"
	featuresHint = "\"matchday features\" makes it again"
)

func rawDamage(path string, err error) error {
	return Damage{File: path, Problem: err.Error(), Hint: rawHint}.err()
}

// hintFor says what makes the files of a layer again.
func hintFor(layer string) string {
	if layer == Features {
		return featuresHint
	}
	return stagedHint
}

// Verify holds every file of the lake against its manifest.
func (l Lake) Verify() (out []Damage, err error) {
	listed, err := l.landed()
	if err != nil {
		return nil, err
	}
	folders := map[string]bool{}
	for file := range listed.Files {
		folders[Raw+"/"+filepath.ToSlash(filepath.Dir(file))] = true
	}
	entries, err := os.ReadDir(l.rawDir())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		if e.IsDir() {
			folders[Raw+"/"+e.Name()] = true
		}
	}
	for _, folder := range sortedKeys(folders) {
		_, damage, err := l.verified(folder, listed)
		if err != nil {
			return nil, err
		}
		out = append(out, damage...)
	}
	for _, layer := range []string{Staged, Features} {
		m, err := l.Current(layer)
		if errors.Is(err, ErrEmpty) {
			continue
		}
		if err != nil {
			out = append(out, Damage{File: filepath.Join(l.Dir, layer, currentFile), Problem: err.Error(), Hint: hintFor(layer)})
			continue
		}
		for _, table := range sortedKeys(m.Tables) {
			for i, err := range m.verify(m.Tables[table]) {
				if err != nil {
					file := filepath.Join(m.dir, filepath.FromSlash(m.Tables[table][i]))
					out = append(out, Damage{File: file, Problem: err.Error(), Hint: hintFor(layer)})
				}
			}
		}
	}
	return out, nil
}
