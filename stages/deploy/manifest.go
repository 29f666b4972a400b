// Package deploy keeps the versions of the trained models and says which of
// them is the champion.
//
// Input: a folder of fitted models and what is known about them. Output: an
// immutable version under models/, and one pointer, CURRENT. Guarantee: a
// version is there whole or not at all, the pointer moves by one rename, and
// what is loaded is what was written.
package deploy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/config"
)

// Manifest is everything that is known about a version; it lies beside the
// models as manifest.json.
type Manifest struct {
	Version   string    `json:"version"`    // UTC time stamp and the start of Fingerprint; names sort by time
	CreatedAt time.Time `json:"created_at"` // by the run's clock
	// AsOf is the moment whose knowledge the models learned from, ValidatedAsOf
	// that of the models that were validated: the same settings, fitted before
	// the window in which they were judged.
	AsOf          time.Time `json:"as_of"`
	ValidatedAsOf time.Time `json:"validated_as_of"`
	// Refitted says that the models that serve are the validated settings fitted
	// again, on all rows to date.
	Refitted    bool                 `json:"refitted"`
	Training    matchday.LearnedFrom `json:"training"`
	Seed        int64                `json:"seed"`
	Market      string               `json:"market"` // feature group from prices: off, past or on
	Config      matchday.Train       `json:"config"`
	Features    Features             `json:"features"`
	Revision    string               `json:"git_revision"`
	Libraries   Libraries            `json:"libraries"`
	Validation  json.RawMessage      `json:"validation"` // the verdict, as the gate gave it
	Fingerprint string               `json:"fingerprint"`
	Files       []File               `json:"files"` // by path
}

// parseManifest reads a manifest in which every key must be known.
func parseManifest(text []byte) (Manifest, error) {
	var stored struct {
		Manifest
		Config json.RawMessage `json:"config"`
	}
	strict := json.NewDecoder(bytes.NewReader(text))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&stored); err != nil {
		return Manifest{}, err
	}
	var err error
	stored.Manifest.Config, err = config.StoredTrain(stored.Config)
	return stored.Manifest, err
}

// Libraries are the versions of what the models were fitted with.
type Libraries struct {
	Go      string            `json:"go"`
	Modules map[string]string `json:"modules"`
}

// File is a file of a version, with its path relative to the version's folder
// and forward slashes.
type File struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Features are the columns that models were fitted on, and what computes them.
type Features struct {
	Names []string `json:"names"`
	// Statements are digests of the statements that compute the columns, by
	// name; comments and spaces do not count.
	Statements  map[string]string `json:"statements"`
	Fingerprint string            `json:"fingerprint"`
}

// FeaturesOf describes columns and the statements that compute them, as texts
// by name.
func FeaturesOf(names []string, statements map[string]string) Features {
	f := Features{Names: slices.Clone(names), Statements: map[string]string{}}
	hash := sha256.New()
	for _, name := range names {
		fmt.Fprintln(hash, name)
	}
	for _, name := range slices.Sorted(maps.Keys(statements)) {
		sum := sha256.Sum256([]byte(bare(statements[name])))
		f.Statements[name] = hex.EncodeToString(sum[:8])
		fmt.Fprintln(hash, name, f.Statements[name])
	}
	f.Fingerprint = hex.EncodeToString(hash.Sum(nil))
	return f
}

// bare is a statement without comment lines, its words parted by one space.
func bare(statement string) string {
	var words []string
	for line := range strings.Lines(statement) {
		if !strings.HasPrefix(strings.TrimSpace(line), "--") {
			words = append(words, strings.Fields(line)...)
		}
	}
	return strings.Join(words, " ")
}

// widened are digests of statements as they were, by name, that have only got
// more columns since: the columns that they had are still computed alike.
var widened = map[string][]string{"ftr_market": {"b8fc74c1b66be692"}}

// replaced are digests of statements as they were, by name, whose columns are computed
// to the bit by other means since: by statements that are written otherwise, or by Go.
var replaced = map[string][]string{
	"ftr_base":            {"431e37ebcad43d86"},
	"ftr_form":            {"76ea96632d72f1fa"},
	"ftr_h2h":             {"f5cb8ed6580184a7"},
	"ftr_schedule":        {"077f57b43f2d466f"},
	"ftr_venue":           {"014d02fc2a56b14a"},
	"int_consensus":       {"33879ebc9a0d048b"},
	"int_known":           {"8b085dcbdabf81d7"},
	"int_results_to_date": {"9a2ac38c582ad28d"},
	"int_team_history":    {"91eb423bbfa99cfc"},
}

// FeaturesError says that a model was fitted on other features than the current
// ones.
type FeaturesError struct {
	Version string
	Lacking []string // columns that the model was fitted on
	Changed []string // statements that compute something else since
}

func (e *FeaturesError) Error() string {
	var parts []string
	if len(e.Lacking) > 0 {
		parts = append(parts, "the current features lack "+strings.Join(e.Lacking, ", "))
	}
	if len(e.Changed) > 0 {
		parts = append(parts, "other statements compute them since: "+strings.Join(e.Changed, ", "))
	}
	return fmt.Sprintf("model %s was fitted on other features: %s; train again with \"matchday weekly\", or run the program that it was trained with", e.Version, strings.Join(parts, "; "))
}

// Lacking are the columns that f has and the current features do not.
func (f Features) Lacking(current Features) []string {
	return slices.DeleteFunc(slices.Clone(f.Names), func(name string) bool { return slices.Contains(current.Names, name) })
}

// against returns a *FeaturesError if models fitted on f cannot be given the
// current features. More columns do no harm: no model reads them.
func (f Features) against(current Features, version string) error {
	e := &FeaturesError{Version: version, Lacking: f.Lacking(current)}
	for _, name := range slices.Sorted(maps.Keys(f.Statements)) {
		was := f.Statements[name]
		if current.Statements[name] != was && !slices.Contains(widened[name], was) && !slices.Contains(replaced[name], was) {
			e.Changed = append(e.Changed, name)
		}
	}
	if len(e.Lacking)+len(e.Changed) > 0 {
		return e
	}
	return nil
}

// filesOf lists the files below a folder but the manifest, by path.
func filesOf(dir string) ([]File, error) {
	var out []File
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil || rel == manifestFile {
			return err
		}
		if stat, err := os.Stat(path); err != nil || !stat.Mode().IsRegular() { // a named pipe would wait for its writer
			return errors.Join(err, fmt.Errorf("%s is no regular file", path))
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		out = append(out, File{Path: filepath.ToSlash(rel), Bytes: int64(len(content)), SHA256: hex.EncodeToString(sum[:])})
		return nil
	})
	return out, err // WalkDir goes in the order of the names
}

// fingerprintOf is the SHA-256 of all files' paths and sums.
func fingerprintOf(files []File) string {
	hash := sha256.New()
	for _, f := range files {
		fmt.Fprintln(hash, f.SHA256, f.Path)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// verify holds the files of a folder against their sums.
func (m Manifest) verify(dir string) error {
	found, err := filesOf(dir)
	if err != nil {
		return fmt.Errorf("verify model %s: %w", m.Version, err)
	}
	var wrong []error
	for _, want := range m.Files {
		i, ok := slices.BinarySearchFunc(found, want.Path, func(f File, path string) int { return strings.Compare(f.Path, path) })
		switch {
		case !ok:
			wrong = append(wrong, fmt.Errorf("%s is missing", want.Path))
		case found[i] != want:
			wrong = append(wrong, fmt.Errorf("%s was changed: SHA-256 %.16s…, written as %.16s…", want.Path, found[i].SHA256, want.SHA256))
		}
	}
	if len(wrong) == 0 && fingerprintOf(m.Files) != m.Fingerprint {
		wrong = append(wrong, errors.New("the manifest's list of files was changed"))
	}
	if err := errors.Join(wrong...); err != nil {
		return fmt.Errorf("model %s is damaged: %w; roll back with \"matchday models rollback\" or restore %s", m.Version, err, dir)
	}
	return nil
}
