package deploy

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"matchday/warehouse/wholefile"
)

const (
	manifestFile = "manifest.json"
	tempPrefix   = ".tmp-"
	stampLayout  = "20060102T150405Z"
	digits       = 8 // of the fingerprint, in a version's name
)

var versionName = regexp.MustCompile(`^\d{8}T\d{6}Z-[0-9a-f]{8}$`)

// Registry is the folder of all versions, $MATCHDAY_HOME/models. One job writes
// it at a time (a lock of the jobs sees to that); any number may read.
type Registry struct {
	Dir string
	// Order is recorded with the moves of the champion; nil if no person ordered them.
	Order *Order

	failpoint func(point string) // in which tests kill the process
}

// reached is a point at which a kill makes a difference.
func (r Registry) reached(point string) {
	if r.failpoint != nil {
		r.failpoint(point)
	}
}

func (r Registry) writer() wholefile.Writer { return wholefile.Writer{Failpoint: r.failpoint} }

// Add makes a version of the models that write puts into an empty folder. The
// manifest comes back with Version, Fingerprint and Files filled in from what
// was written. The same files at the same time are the same version: adding
// them again changes nothing. A process that dies leaves no version, or all of it.
func (r Registry) Add(m Manifest, write func(dir string) error) (Manifest, error) {
	m, err := r.add(m, write)
	if err != nil {
		return Manifest{}, fmt.Errorf("add a model version: %w", err)
	}
	return m, nil
}

func (r Registry) add(m Manifest, write func(dir string) error) (_ Manifest, err error) {
	if err := r.clean(); err != nil {
		return m, err
	}
	temp, err := os.MkdirTemp(r.Dir, tempPrefix)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	if err := os.Chmod(temp, 0o755); err != nil { // others may read versions
		return m, err
	}
	if err := write(temp); err != nil {
		return m, err
	}
	r.reached("models written")
	if m.Files, err = filesOf(temp); err != nil {
		return m, err
	}
	if len(m.Files) == 0 {
		return m, errors.New("no file was written")
	}
	m.CreatedAt = m.CreatedAt.UTC()
	m.Fingerprint = fingerprintOf(m.Files)
	m.Version = m.CreatedAt.Format(stampLayout) + "-" + m.Fingerprint[:digits]
	if there, err := r.Manifest(m.Version); err == nil {
		return there, there.verify(r.folder(m.Version))
	} else if !errors.Is(err, ErrNoSuchVersion) {
		return m, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	if err := os.WriteFile(filepath.Join(temp, manifestFile), append(text, '\n'), 0o644); err != nil {
		return m, err
	}
	return m, r.writer().Move(temp, r.folder(m.Version))
}

// clean makes the registry's folder and removes what killed jobs left in it.
func (r Registry) clean() error {
	if err := os.MkdirAll(r.Dir, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(r.Dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(r.Dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (r Registry) folder(version string) string { return filepath.Join(r.Dir, version) }

// Manifest reads a version's manifest. A version that is not there is an error
// that wraps ErrNoSuchVersion.
func (r Registry) Manifest(version string) (Manifest, error) {
	if !versionName.MatchString(version) {
		return Manifest{}, fmt.Errorf("%q is not a model version: want a name such as 20240519T020000Z-1a2b3c4d; %w", version, ErrNoSuchVersion)
	}
	text, err := os.ReadFile(filepath.Join(r.folder(version), manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, fmt.Errorf("there is no model version %s: %w", version, ErrNoSuchVersion)
	}
	if err != nil {
		return Manifest{}, err
	}
	m, err := parseManifest(text)
	if err != nil {
		return Manifest{}, fmt.Errorf("read the manifest of model %s: %w; it is damaged, or of a newer version of matchday: restore %s from a backup, or make another version the champion with \"matchday models deploy\"",
			version, err, r.folder(version))
	}
	if m.Version != version {
		return Manifest{}, fmt.Errorf("the manifest of model %s speaks of %q: the folder was renamed", version, m.Version)
	}
	return m, nil
}

// Open verifies a version and holds its features against the current ones; it
// returns the manifest and the folder to load the models from. Features that
// differ are a *FeaturesError.
func (r Registry) Open(version string, current Features) (Manifest, string, error) {
	m, err := r.Verify(version)
	if err != nil {
		return Manifest{}, "", err
	}
	return m, r.folder(version), m.Features.against(current, version)
}

// Verify holds a version's files against the sums of its manifest.
func (r Registry) Verify(version string) (Manifest, error) {
	m, err := r.Manifest(version)
	if err != nil {
		return Manifest{}, err
	}
	return m, m.verify(r.folder(version))
}

// List reads the manifests of all versions, oldest first.
func (r Registry) List() ([]Manifest, error) {
	versions, err := r.Versions()
	if err != nil {
		return nil, err
	}
	out := make([]Manifest, len(versions))
	for i, v := range versions {
		if out[i], err = r.Manifest(v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Versions are the names of all versions, oldest first.
func (r Registry) Versions() ([]string, error) {
	entries, err := os.ReadDir(r.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list model versions: %w", err)
	}
	var out []string
	for _, e := range entries { // in the order of their names
		if e.IsDir() && versionName.MatchString(e.Name()) {
			out = append(out, e.Name())
		}
	}
	return out, nil
}

// Prune removes all versions but the newest keep, the champion and the one
// before it, and returns the names of those removed.
func (r Registry) Prune(keep int) ([]string, error) {
	if keep < 0 {
		return nil, fmt.Errorf("keep %d model versions: want at least none", keep)
	}
	versions, err := r.Versions()
	if err != nil {
		return nil, err
	}
	champion, err := r.Champion()
	if err != nil && !errors.Is(err, ErrNoChampion) {
		return nil, err
	}
	var removed []string
	for _, v := range versions[:max(0, len(versions)-keep)] {
		if v == champion.Version || v == champion.Before() {
			continue
		}
		if err := r.remove(v); err != nil {
			return removed, fmt.Errorf("remove model version %s: %w", v, err)
		}
		removed = append(removed, v)
	}
	return removed, nil
}

// remove takes a version out of sight in one rename before it deletes it, so
// that nobody meets half of it.
func (r Registry) remove(version string) error {
	hidden := filepath.Join(r.Dir, tempPrefix+version)
	if err := os.Rename(r.folder(version), hidden); err != nil {
		return err
	}
	r.reached("hidden")
	return os.RemoveAll(hidden)
}
