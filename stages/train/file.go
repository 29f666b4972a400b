package train

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"matchday/stages/train/dixoncoles"
	"matchday/stages/train/elo"
	"matchday/stages/train/goalslevel"
	"matchday/stages/train/lineupweights"
	"matchday/stages/train/mixture"
	"matchday/stages/train/stacking"
	"matchday/stages/train/xgboost"
)

// Files of the states that follow results: the mixture's weights and the level of
// goals.
const (
	mixtureFile = "mixture"
	levelFile   = "goals_level"
)

// summaryFile says which models stand beside it.
const summaryFile = "models.json"

type summary struct {
	AsOf   time.Time `json:"as_of"`
	Market string    `json:"market"`
	Models []string  `json:"models"`
}

// part is one of the four, the line-up group, what MarketOn has beside them, or the
// weights of belief, as a file.
type part struct {
	name string
	save func(io.Writer) error // nil if the model was not fitted
	load func(io.Reader) error
}

func (m *Models) parts() []part {
	past := &Models{}
	if m.past != nil {
		past = m.past
	}
	parts := []part{
		{name: Elo, load: func(r io.Reader) (err error) { m.elo, err = elo.Load(r); return err }},
		{name: DixonColes, load: func(r io.Reader) (err error) { m.dc, err = dixoncoles.Load(r); return err }},
		{name: XGBoost, load: func(r io.Reader) (err error) { m.xgb, err = xgboost.Load(r); return err }},
		{name: Ensemble, load: func(r io.Reader) (err error) { m.stack, err = stacking.Load(r); return err }},
		{name: lineupGroup, load: func(r io.Reader) (err error) { m.group, err = lineupweights.Load(r); return err }},
		{name: mixtureFile, load: func(r io.Reader) (err error) { m.mix, err = mixture.Load(r, experts...); return err }},
		{name: pastTrees, load: func(r io.Reader) (err error) { past.xgb, err = xgboost.Load(r); return err }},
		{name: levelFile, load: func(r io.Reader) (err error) { m.level, err = goalslevel.Load(r); return err }},
		{name: EnsemblePast, load: func(r io.Reader) (err error) { past.stack, err = stacking.Load(r); return err }},
	}
	if m.elo != nil {
		parts[0].save = m.elo.Save
	}
	if m.dc != nil {
		parts[1].save = m.dc.Save
	}
	for k, trees := range map[int]*xgboost.Model{2: m.xgb, 6: past.xgb} {
		if trees != nil {
			parts[k].save = trees.Save
		}
	}
	for k, stack := range map[int]*stacking.Model{3: m.stack, 8: past.stack} {
		if stack != nil {
			parts[k].save = stack.Save
		}
	}
	if m.group != nil {
		parts[4].save = m.group.Save
	}
	if m.mix != nil {
		parts[5].save = m.mix.Save
	}
	if m.level != nil {
		parts[7].save = m.level.Save
	}
	return append(parts, m.beliefPart())
}

// Save writes one file a model into a folder, which it makes, and one that
// lists them. The same models give the same bytes. A folder that is there
// already is an error: saved models are never written over.
func (m Models) Save(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return fmt.Errorf("save models: %w", err)
	}
	list := summary{AsOf: m.AsOf.UTC(), Market: m.Market, Models: []string{}}
	for _, p := range m.parts() {
		if p.save == nil {
			continue
		}
		list.Models = append(list.Models, p.name)
		if err := writeFile(filepath.Join(dir, p.name+".json"), p.save); err != nil {
			return fmt.Errorf("save %s: %w", p.name, err)
		}
	}
	return writeFile(filepath.Join(dir, summaryFile), func(w io.Writer) error {
		to := json.NewEncoder(w)
		to.SetIndent("", "  ")
		return to.Encode(list)
	})
}

// Load reads what Save wrote; the predictions are those of the saved models to
// the bit.
func Load(dir string) (Models, error) {
	var list summary
	text, err := os.ReadFile(filepath.Join(dir, summaryFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Models{}, fmt.Errorf("load models: %s holds none: train them again", dir)
	}
	if err == nil {
		err = json.Unmarshal(text, &list)
	}
	if err != nil {
		return Models{}, fmt.Errorf("load models of %s: %w", dir, err)
	}
	if !ValidMarket(list.Market) {
		return Models{}, fmt.Errorf("load models of %s: market group %q: want %s, %s or %s", dir, list.Market, MarketOff, MarketPast, MarketOn)
	}
	m := Models{AsOf: list.AsOf, Market: list.Market, past: &Models{}}
	known := m.parts()
	for _, name := range list.Models {
		if err := loadPart(dir, name, known); err != nil {
			return Models{}, err
		}
	}
	if m.mix == nil {
		m.past = nil
		return m, nil
	}
	m.addPast(m.past.xgb, m.past.stack)
	return m, nil
}

func loadPart(dir, name string, known []part) error {
	for _, p := range known {
		if p.name != name {
			continue
		}
		f, err := os.Open(filepath.Join(dir, name+".json"))
		if err != nil {
			return fmt.Errorf("load %s: %w", name, err)
		}
		if err := errors.Join(p.load(f), f.Close()); err != nil {
			return fmt.Errorf("load %s of %s: %w", name, dir, err)
		}
		return nil
	}
	return fmt.Errorf("load models of %s: %q is none of ours: it was saved by another version", dir, name)
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
