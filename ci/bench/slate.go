package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/stages/staging/files"
)

// slateSize is how many fixtures are to come on the synthetic slate.
const slateSize = 20_000

// slate measures hourly on a slate of 20,000 fixtures to come, as a file of the publisher
// would tell of them.
func (b *bench) slate(ctx context.Context) (err error) {
	k, err := b.full(ctx, b.largest(), shortDays)
	if err != nil {
		return err
	}
	h, err := b.copy(k)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close(), os.RemoveAll(h.dir)) }()
	dir := filepath.Join(b.scratch, "slate")
	n, err := b.writeSlate(dir, h.clock.Now())
	if err != nil {
		return err
	}
	if out, err := h.command("land", "footballdata", dir).CombinedOutput(); err != nil {
		return fmt.Errorf("land the slate: %w: %s", err, out)
	}
	f, err := b.at(h, newPrices, "hourly", "--offline")
	if err != nil {
		return err
	}
	b.cost["slate"] = f
	b.told(fmt.Sprintf("hourly, %d fixtures to come, %d in all", n, k.Fixtures+n), f)
	return nil
}

// writeSlate writes a file of coming fixtures between clubs of one division and season of
// the files, in a draw that is always the same.
func (b *bench) writeSlate(dir string, now time.Time) (n int, err error) {
	pairs, err := b.pairs()
	if err != nil {
		return 0, err
	}
	rng := rand.New(rand.NewPCG(20_000, 1))
	rng.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	pairs = pairs[:min(len(pairs), slateSize)]
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	bookmakers := []string{"B365", "BW", "PS", "WH", "VC", "Max", "Avg"}
	header := []string{"Div", "Date", "Time", "HomeTeam", "AwayTeam"}
	for _, m := range bookmakers {
		header = append(header, m+"H", m+"D", m+"A")
	}
	rows := [][]string{header}
	for _, p := range pairs {
		kickoff := now.Add(3*hour + time.Duration(rng.IntN(88))*30*time.Minute).Truncate(30 * time.Minute).In(matchday.London)
		row := []string{p.division, kickoff.Format("02/01/2006"), kickoff.Format("15:04"), p.home, p.away}
		home := 0.25 + 0.4*rng.Float64()
		for range bookmakers {
			for _, share := range []float64{home, 0.27, 0.73 - home} {
				row = append(row, fmt.Sprintf("%.2f", 1/(share*(1.03+0.03*rng.Float64()))))
			}
		}
		rows = append(rows, row)
	}
	if err := w.WriteAll(rows); err != nil {
		return 0, err
	}
	return len(pairs), errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, matchfiles.ComingFile), text.Bytes(), 0o644))
}

// pair is a fixture that could be played.
type pair struct{ division, home, away string }

// pairs are all pairs of clubs that have played in one division in one season of the files
// of the first layout. A season may spell one club in two ways: the second is left out.
func (b *bench) pairs() ([]pair, error) {
	roots := []string{filepath.Join(b.realFiles, "football-data"), filepath.Join(b.realFiles, "football-data-later")}
	if !b.real() {
		roots = []string{filepath.Join(b.scratch, "invented")}
		if err := b.write(b.largest(), roots[0]); err != nil {
			return nil, err
		}
	}
	respelled := map[string]bool{}
	table, err := csv.NewReader(strings.NewReader(files.AliasTable)).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, row := range table[1:] {
		respelled[row[1]] = true
	}
	all := map[pair]bool{}
	for _, root := range roots {
		err = errors.Join(err, filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".csv" || filepath.Base(path) == matchfiles.ComingFile {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return addPairs(all, strings.TrimPrefix(string(text), "\ufeff"))
		}))
	}
	maps.DeleteFunc(all, func(p pair, _ bool) bool { return respelled[p.home] || respelled[p.away] })
	return slices.SortedFunc(maps.Keys(all), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.division, b.division), cmp.Compare(a.home, b.home), cmp.Compare(a.away, b.away))
	}), err
}

// addPairs adds the pairs of a season's file.
func addPairs(all map[pair]bool, text string) error {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	header, err := r.Read()
	if err != nil {
		return err
	}
	division, home := slices.Index(header, "Div"), slices.Index(header, "HomeTeam")
	if division < 0 || home < 0 {
		return nil // another layout
	}
	clubs := map[string]string{} // and their divisions
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if len(row) > home && row[division] != "" && row[home] != "" {
			clubs[row[home]] = row[division]
		}
	}
	for home, division := range clubs {
		for away, other := range clubs {
			if home != away && other == division {
				all[pair{division, home, away}] = true
			}
		}
	}
	return nil
}
