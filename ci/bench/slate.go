package main

import (
	"bytes"
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
)

// slateSize is how many fixtures are to come on the synthetic slate.
const slateSize = 20_000

// slate measures hourly on a slate of 20,000 fixtures to come, as a file of the publisher
// would tell of them.
func (b *bench) slate(ctx context.Context) (err error) {
	k, err := b.full(ctx, largest, shortDays)
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
	b.told(fmt.Sprintf("hourly, %d fixtures to come, %d in all", n, k.Fixtures+n), f)
	return nil
}

// writeSlate writes a file of coming fixtures: clubs that have met in the files of the last
// ten seasons, and pairs of them in a draw that is always the same.
func (b *bench) writeSlate(dir string, now time.Time) (n int, err error) {
	clubs, err := b.clubs()
	if err != nil {
		return 0, err
	}
	var pairs [][3]string // division, home, away
	for _, division := range slices.Sorted(maps.Keys(clubs)) {
		for _, home := range clubs[division] {
			for _, away := range clubs[division] {
				if home != away {
					pairs = append(pairs, [3]string{division, home, away})
				}
			}
		}
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
		row := append([]string{p[0], kickoff.Format("02/01/2006"), kickoff.Format("15:04")}, p[1:]...)
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

// clubs are the clubs of each division in the files of the first layout, of the last
// seasons.
func (b *bench) clubs() (map[string][]string, error) {
	root := filepath.Join(b.realFiles, "football-data-later")
	if !b.real() {
		root = filepath.Join(b.scratch, "invented")
		if err := b.write(largest, root); err != nil {
			return nil, err
		}
	}
	out := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".csv" || filepath.Base(path) == matchfiles.ComingFile {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return addClubs(out, strings.TrimPrefix(string(text), "\ufeff"))
	})
	return out, err
}

// addClubs adds the home teams of a file to its divisions.
func addClubs(clubs map[string][]string, text string) error {
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
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(row) <= home || row[division] == "" || row[home] == "" || slices.Contains(clubs[row[division]], row[home]) {
			continue
		}
		clubs[row[division]] = append(clubs[row[division]], row[home])
	}
}
