package deploy

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const currentFile = "CURRENT"

// ErrNoSuchVersion says that a registry does not hold the named version.
var ErrNoSuchVersion = errors.New("see \"matchday models list\"")

// ErrNoChampion says that no version has been deployed yet.
var ErrNoChampion = errors.New("no model is deployed yet: run \"matchday weekly\"")

// ErrDamaged says that CURRENT cannot be understood.
var ErrDamaged = errors.New("is damaged")

// Champion is what CURRENT says: the version that predicts.
type Champion struct {
	Version string    `json:"version"`
	Since   time.Time `json:"since"` // by the run's clock
	Why     string    `json:"why"`
	// Replaced is the champion before it, "" for the first.
	Replaced string `json:"replaced"`
	// Order is what a person gave who moved the pointer; nil if a job did.
	Order *Order `json:"order,omitempty"`
	// Line are the versions that roll-backs lead to, oldest first: those that
	// were champion before, but for the ones that were rolled back from.
	Line []string `json:"line"`
}

// Order is a person's order to move the champion. It stands in CURRENT, which moves
// first: if the process dies before the warehouse follows, the order given again is
// known.
type Order struct {
	ID   string `json:"id,omitempty"` // the person's own name for it
	Name string `json:"name"`         // as on the command line: models deploy, models rollback
	// Version is the one that was named; "" if the roll-back named none.
	Version string `json:"version,omitempty"`
}

// Before is the version that a roll-back leads to, "" if there is none.
func (c Champion) Before() string {
	if len(c.Line) == 0 {
		return ""
	}
	return c.Line[len(c.Line)-1]
}

// Champion reads CURRENT; ErrNoChampion (wrapped) before the first Deploy,
// ErrDamaged (wrapped) if it cannot be understood.
func (r Registry) Champion() (Champion, error) {
	path := filepath.Join(r.Dir, currentFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Champion{}, fmt.Errorf("%s: %w", r.Dir, ErrNoChampion)
	}
	if err != nil {
		return Champion{}, fmt.Errorf("read %s: %w", path, err)
	}
	c, err := parseChampion(text)
	if err != nil {
		return Champion{}, fmt.Errorf("%s %w: %w; \"matchday models list\" shows the versions, and \"matchday models deploy VERSION\" makes one the champion again",
			path, ErrDamaged, err)
	}
	return c, nil
}

func parseChampion(text []byte) (c Champion, err error) {
	if err := json.Unmarshal(text, &c); err != nil {
		return Champion{}, err
	}
	for _, v := range append([]string{c.Version}, c.Line...) {
		if !versionName.MatchString(v) {
			return Champion{}, fmt.Errorf("it names %q, which is no model version", v)
		}
	}
	return c, nil
}

// Deploy makes a version the champion by one rename, once its files are found
// whole. Deploying the champion again changes nothing; deploying any after CURRENT
// was damaged begins a new line.
func (r Registry) Deploy(version, why string, now time.Time) (Champion, error) {
	before, err := r.Champion()
	if err != nil && !errors.Is(err, ErrNoChampion) && !errors.Is(err, ErrDamaged) {
		return Champion{}, err
	}
	if before.Version == version {
		return before, nil
	}
	next := Champion{Version: version, Since: now.UTC(), Why: why, Replaced: before.Version, Order: r.Order, Line: slices.Clone(before.Line)}
	if before.Version != "" {
		next.Line = append(next.Line, before.Version)
	}
	return next, r.move(&next)
}

// Rollback makes the version before the champion, or a named earlier one, the
// champion. Rolled back again it goes on to the one before that.
func (r Registry) Rollback(version, why string, now time.Time) (Champion, error) {
	current, err := r.Champion()
	if err != nil {
		return Champion{}, err
	}
	if version == "" {
		version = current.Before()
	}
	at := slices.Index(current.Line, version)
	switch {
	case version == "":
		return Champion{}, r.noneBefore(current)
	case version == current.Version:
		return Champion{}, fmt.Errorf("model %s is the champion already", version)
	case at < 0:
		return Champion{}, fmt.Errorf("model %s is not among those that were deployed before the champion; \"matchday models deploy %s\" deploys it all the same", version, version)
	}
	next := Champion{Version: version, Since: now.UTC(), Why: why, Replaced: current.Version, Order: r.Order, Line: slices.Clone(current.Line[:at])}
	return next, r.move(&next)
}

// noneBefore says that no roll-back leads further back: the champion was the first, or
// all before it are removed. A version that was rolled back from is not before it.
func (r Registry) noneBefore(champion Champion) error {
	versions, err := r.Versions()
	others := slices.DeleteFunc(versions, func(v string) bool { return v == champion.Version })
	if err != nil || len(others) == 0 {
		return errors.Join(err, fmt.Errorf("model %s is the only one: there is none to roll back to", champion.Version))
	}
	return fmt.Errorf("no version was the champion before %s, so there is none to roll back to, and those that were rolled back from do not count; there are %s: \"matchday models deploy VERSION\" makes one the champion",
		champion.Version, strings.Join(others, ", "))
}

// move writes CURRENT. Versions that are gone leave the line.
func (r Registry) move(c *Champion) error {
	if _, err := r.Verify(c.Version); err != nil {
		return err
	}
	versions, err := r.Versions()
	if err != nil {
		return err
	}
	c.Line = slices.DeleteFunc(c.Line, func(v string) bool { return v == c.Version || !slices.Contains(versions, v) })
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	if err := r.writer().Write(filepath.Join(r.Dir, currentFile), append(text, '\n')); err != nil {
		return fmt.Errorf("move %s to model %s: %w", currentFile, c.Version, err)
	}
	return nil
}
