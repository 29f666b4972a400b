package xgboost

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// format names the layout of a model file.
const format = "matchday xgboost 1"

// file is a model as saved: one JSON object, in which the boosters stand in
// the library's own JSON and can be opened by its other tools.
type file struct {
	Format      string            `json:"format"`
	Library     string            `json:"library"` // version of libxgboost that trained it
	Fingerprint string            `json:"fingerprint"`
	Features    []string          `json:"features"`
	Rounds      int               `json:"rounds"`
	Base        base              `json:"base"`
	Boosters    []json.RawMessage `json:"boosters"`
}

// Fingerprint is the SHA-256 of everything that a saved model holds, in hex.
func (m *Model) Fingerprint() (string, error) {
	hash := sha256.New()
	if err := m.file().write(hash); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

func (m *Model) file() file {
	f := file{Format: format, Library: m.library, Features: m.features, Rounds: m.rounds, Base: m.base}
	for _, b := range m.boosters {
		f.Boosters = append(f.Boosters, b)
	}
	return f
}

// Save writes the model as JSON; the same model gives the same bytes.
func (m *Model) Save(w io.Writer) error {
	f := m.file()
	var err error
	if f.Fingerprint, err = m.Fingerprint(); err != nil {
		return err
	}
	return f.write(w)
}

func (f file) write(w io.Writer) error {
	to := json.NewEncoder(w)
	to.SetEscapeHTML(false) // the boosters' text stays as the library wrote it
	if err := to.Encode(f); err != nil {
		return fmt.Errorf("xgboost: write model: %w", err)
	}
	return nil
}

// Load reads what Save wrote; its predictions are those of the saved model to
// the bit. A file that was cut or changed is an error.
func Load(r io.Reader) (*Model, error) {
	var f file
	read := json.NewDecoder(r)
	read.DisallowUnknownFields()
	if err := read.Decode(&f); err != nil {
		return nil, fmt.Errorf("xgboost: load model: %w: fit and save it again", err)
	}
	if f.Format != format {
		return nil, fmt.Errorf("xgboost: load model: format %q; want %q: fit and save it again", f.Format, format)
	}
	m := &Model{features: f.Features, base: f.Base, rounds: f.Rounds, library: f.Library}
	for _, b := range f.Boosters {
		m.boosters = append(m.boosters, bytes.Clone(b))
	}
	fingerprint, err := m.Fingerprint()
	if err != nil {
		return nil, err
	}
	if fingerprint != f.Fingerprint {
		return nil, fmt.Errorf("xgboost: load model: its fingerprint is %.16s…, what it holds has %.16s…: the file was changed; fit and save it again", f.Fingerprint, fingerprint)
	}
	if len(m.boosters) == 0 {
		return nil, fmt.Errorf("xgboost: load model: it holds no boosters: fit and save it again")
	}
	if m.base.Map != nil {
		if err := m.base.Map.Map.Check(len(m.base.Map.Config.Features)); err != nil {
			return nil, fmt.Errorf("xgboost: load model: %w", err)
		}
	}
	if err := onThread(m.checkBoosters); err != nil {
		return nil, err
	}
	return m, nil
}

// checkBoosters finds a booster that the library refuses now, rather than at
// the first prediction.
func (m *Model) checkBoosters() error {
	for _, saved := range m.boosters {
		b, err := loadBooster(saved, len(m.features))
		if err != nil {
			return err
		}
		b.free()
	}
	return nil
}
