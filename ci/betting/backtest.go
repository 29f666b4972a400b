package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday/ci/harness"
	statements "matchday/sql"
)

// everything is a configuration whose one strategy bets a little on whatever has an
// expected value: no limit and no other bet stands in its way.
const everything = `strategies:
- {name: everything, rule: value, min_edge: 0.0001, bankroll: "1000000000.00"}
staking: {kelly_fraction: 0.0001, max_bet: 1, max_open: 1, min_stake: "0.01", max_outcome: 1, max_fixture: 1, max_open_total: 1}
`

// bet is a settled bet; its worths are per unit staked.
type bet struct {
	strategy, division string
	day                time.Time
	expected, realised float64
	closing            *float64 // nil without closing prices
}

// growth is what became of a bankroll.
type growth struct {
	log      float64 // of the last bankroll over the first
	drawdown float64 // largest fall from a peak, a fraction of it
}

// then is the growth of one bankroll after another.
func (g growth) then(next growth) growth {
	return growth{g.log + next.log, max(g.drawdown, next.drawdown)}
}

// backtest bets by a configuration, "" for the defaults, and returns the bets and
// what became of the bankrolls. What the measurement's folder holds of the same
// settings is read from there.
func backtest(m *harness.Measurement, name, configuration string, args []string) ([]bet, map[string]growth, error) {
	var settings []string
	if configuration != "" {
		path := filepath.Join(m.Dir, name+".yaml")
		if err := os.WriteFile(path, []byte(configuration), 0o644); err != nil {
			return nil, nil, err
		}
		settings = []string{"--config", path}
	}
	args = slices.Concat(settings, []string{"backtest"}, args)
	inForce, err := m.Output(slices.Concat(settings, []string{"config", "print"})...)
	if err != nil {
		return nil, nil, err
	}
	name += "-" + keyOf(inForce, args)
	betsFile, growthFile := filepath.Join(m.Dir, name+"-bets.csv"), filepath.Join(m.Dir, name+"-growth.csv")
	if _, err := os.Stat(growthFile); errors.Is(err, fs.ErrNotExist) {
		if _, err := m.Output(args...); err != nil {
			return nil, nil, err
		}
		if err := errors.Join(askStatement(m, "betting/bets.sql", betsFile), ask(m, growths, growthFile)); err != nil {
			return nil, nil, err
		}
	}
	bets, err := readBets(betsFile)
	if err != nil {
		return nil, nil, err
	}
	grown, err := readGrowth(growthFile)
	return bets, grown, err
}

// keyOf is a short word for settings in force and arguments, so that -reuse reads no
// file that other ones made.
func keyOf(inForce []byte, args []string) string {
	sum := sha256.Sum256(append(inForce, strings.Join(args, " ")...))
	return hex.EncodeToString(sum[:4])
}

// growths asks what became of the bankroll of each strategy that bet.
const growths = "SELECT strategy, log_growth, max_drawdown FROM bet_performance WHERE scope = 'all' ORDER BY strategy"

// askStatement writes the answer of one of the statements below sql to a CSV file.
func askStatement(m *harness.Measurement, statement, path string) error {
	text, err := statements.Text(statement)
	if err != nil {
		return err
	}
	return ask(m, text, path)
}

// ask writes the answer of a text to a CSV file.
func ask(m *harness.Measurement, text, path string) error {
	out, err := m.Output("sql", "--format", "csv", text)
	if err != nil {
		return err
	}
	return os.WriteFile(path, out, 0o644)
}

func readBets(path string) (out []bet, err error) {
	err = rowsOf(path, 7, func(row []string, number func(int) float64) error {
		day, err := time.Parse(time.DateOnly, row[3][:min(len(row[3]), len(time.DateOnly))])
		b := bet{strategy: row[0], division: row[1], day: day, expected: number(4), realised: number(6)}
		if row[5] != "" {
			closing := number(5)
			b.closing = &closing
		}
		out = append(out, b)
		return err
	})
	return out, err
}

func readGrowth(path string) (map[string]growth, error) {
	out := map[string]growth{}
	err := rowsOf(path, 3, func(row []string, number func(int) float64) error {
		out[row[0]] = growth{log: number(1), drawdown: number(2)}
		return nil
	})
	return out, err
}

// rowsOf reads a CSV file with a header. number parses a cell of the row; a cell
// that is no number is an error.
func rowsOf(path string, fields int, each func(row []string, number func(int) float64) error) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = fields
	rows, err := r.ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for i, row := range rows[min(1, len(rows)):] {
		var failed error
		number := func(cell int) float64 {
			x, err := strconv.ParseFloat(row[cell], 64)
			failed = errors.Join(failed, err)
			return x
		}
		if err := errors.Join(each(row, number), failed); err != nil {
			return fmt.Errorf("%s, row %d: %w", path, i+1, err)
		}
	}
	return nil
}
