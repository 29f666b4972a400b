package matchfiles_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"matchday"
	"matchday/invented/matchfiles"
)

// first are the files of seed 1, for tests that only look.
var first = sync.OnceValue(func() matchfiles.Publication { return matchfiles.New(1) })

func TestASeedFixesEveryByte(t *testing.T) {
	for _, seed := range []uint64{0, math.MaxUint64} {
		a, b := matchfiles.New(seed).Files(), matchfiles.New(seed).Files()
		for i := range a {
			if a[i].Name != b[i].Name || !bytes.Equal(a[i].Content, b[i].Content) {
				t.Fatalf("file %d, %s, differs between two worlds of seed %d", i, a[i].Name, seed)
			}
		}
	}
	one, two := first().Files(), matchfiles.New(2).Files()
	if bytes.Equal(one[0].Content, two[0].Content) {
		t.Error("seeds 1 and 2 give the same first file")
	}
}

func TestEverybodyMeetsEverybodyOnceAtEachGround(t *testing.T) {
	met := map[string]int{}
	clubs := map[string]map[string]bool{}
	played := map[string]int{}
	for _, f := range matchfiles.New(3).Fixtures {
		if met[f.ID]++; met[f.ID] > 1 {
			t.Errorf("%s is there twice", f.ID)
		}
		key := f.Division + "/" + f.Season
		if clubs[key] == nil {
			clubs[key] = map[string]bool{}
		}
		if f.Home != "Eintracht Lindenfelz" {
			clubs[key][f.Home], clubs[key][f.Away] = true, true
		}
		played[key]++
	}
	want := map[string]int{"X0": 16, "X1": 14, "Y0": 16, "Y1": 12}
	if len(clubs) != 3*len(want) {
		t.Errorf("%d seasons of divisions, want %d", len(clubs), 3*len(want))
	}
	for key, names := range clubs {
		division, season, _ := strings.Cut(key, "/")
		n := want[division]
		if len(names) != n {
			t.Errorf("%s has %d clubs, want %d", key, len(names), n)
		}
		least := n * (n - 1) * 97 / 100 // some are called off
		if season == "2425" {
			least = n * (n - 1) * 4 / 5
		}
		if played[key] < least || played[key] > n*(n-1) {
			t.Errorf("%s has %d fixtures, want between %d and %d", key, played[key], least, n*(n-1))
		}
	}
}

// The world's own probabilities must score like the truth: over thousands of
// fixtures the mean log loss of the truth approaches its mean entropy.
func TestResultsFollowTheTruth(t *testing.T) {
	var loss, entropy, variance float64
	n := 0
	for seed := range uint64(3) {
		for _, f := range matchfiles.New(seed).Fixtures {
			if !f.Truth.Before.Valid() {
				t.Fatalf("%s: %v are no probabilities", f.ID, f.Truth.Before)
			}
			if !f.Played {
				continue
			}
			h, m2 := 0.0, 0.0
			for _, p := range f.Truth.Before {
				h -= p * math.Log(p)
				m2 += p * math.Log(p) * math.Log(p)
			}
			loss -= math.Log(f.Truth.Before[matchday.OutcomeOf(f.Goals[0], f.Goals[1]).Index()])
			entropy += h
			variance += m2 - h*h
			n++
		}
	}
	if z := (loss - entropy) / math.Sqrt(variance); math.Abs(z) > 4 {
		t.Errorf("over %d fixtures the truth's log loss is %.4f and its entropy %.4f: %.1f standard errors apart", n, loss/float64(n), entropy/float64(n), z)
	}
}

func TestClosingPricesLieNearerTheTruthThanEarlierOnes(t *testing.T) {
	w := first()
	var early, late float64
	n := 0
	for _, r := range read(t, w, "2425/X0.csv") {
		id := strings.Join([]string{r["Div"], "2425", r["HomeTeam"], r["AwayTeam"], "1"}, "/")
		i := slices.IndexFunc(w.Fixtures, func(f matchfiles.Fixture) bool { return f.ID == id })
		if i < 0 {
			t.Fatalf("no truth about %s", id)
		}
		f := w.Fixtures[i]
		pre, closing := marginFree(t, r, "Avg"), marginFree(t, r, "AvgC")
		for i, p := range f.Truth.Lineups {
			early += math.Abs(pre[i] - p)
			late += math.Abs(closing[i] - p)
		}
		n += 3
	}
	if early/float64(n) > 0.03 || late >= 0.7*early {
		t.Errorf("mean distance from the truth: %.4f before, %.4f at the close", early/float64(n), late/float64(n))
	}
}

func TestStatisticsAgreeWithResults(t *testing.T) {
	w := first()
	for _, r := range read(t, w, "2425/Y0.csv") {
		for _, side := range []string{"H", "A"} {
			goals, half := number(t, r["FT"+side+"G"]), number(t, r["HT"+side+"G"])
			onTarget, shots := number(t, r[side+"ST"]), number(t, r[side+"S"])
			if half > goals || goals > onTarget || onTarget > shots {
				t.Errorf("%s v %s, side %s: %v at half-time, %v goals, %v on target, %v shots", r["HomeTeam"], r["AwayTeam"], side, half, goals, onTarget, shots)
			}
		}
	}
}

func TestEveryPieceOfDirtStandsWhereItSays(t *testing.T) {
	for seed := range uint64(4) {
		w := matchfiles.New(seed)
		content := map[string][]byte{}
		for _, f := range w.Files() {
			content[f.Name] = f.Content
		}
		seen := map[string]int{}
		for _, d := range w.Dirt {
			seen[d.What]++
			if d.Line == 0 {
				if !wholeFile[d.What](content[d.File]) {
					t.Errorf("seed %d, %s: no sign of %s", seed, d.File, d.What)
				}
				continue
			}
			lines := strings.Split(string(content[d.File]), "\n")
			row, above := strings.Split(strings.TrimRight(lines[d.Line-1], "\r"), ","), lines[d.Line-2]
			header := strings.Split(strings.TrimRight(strings.TrimPrefix(lines[0], "\ufeff"), "\r"), ",")
			cell := func(name string) string { return row[slices.Index(header, name)] }
			ok := false
			switch d.What {
			case "the row above once more":
				ok = lines[d.Line-1] == above
			case "a price of 0":
				ok = cell("B365H") == "0"
			case "a row of #REF!":
				ok = row[1] == "#REF!"
			case "a row that ends behind the result":
				ok = len(row) == 7
			case "blank rows to the end":
				ok = strings.Trim(lines[d.Line-1], ",\r") == "" && len(lines) == d.Line+25
			case "an absurd price":
				ok = cell("B365H") == "1.01" && number(t, cell("BbAvH")) > 2.5
			case "a row with more cells than the header":
				ok = len(row) > len(header)
			case "a result letter that contradicts the goals":
				ok = cell("FTR") != string(matchday.OutcomeOf(int(number(t, cell("FTHG"))), int(number(t, cell("FTAG")))))
			case "a date that does not exist":
				ok = cell("Date") == "31/02/2024"
			case "#REF! in place of a count":
				ok = cell("HS") == "#REF!"
			case "a row that ends behind the date":
				ok = len(row) == 2
			case "a misspelt team":
				ok = cell("HomeTeam") == "Eintracht Lindenfelz"
			}
			if !ok {
				t.Errorf("seed %d, %s line %d: no sign of %s in %q", seed, d.File, d.Line, d.What, lines[d.Line-1])
			}
		}
		for what, n := range seen {
			if n != 1 {
				t.Errorf("seed %d: %s is planted %d times", seed, what, n)
			}
		}
		if len(seen) != 16 {
			t.Errorf("seed %d: %d kinds of dirt, want 16", seed, len(seen))
		}
	}
}

// wholeFile holds the signs of dirt that a whole file shows.
var wholeFile = map[string]func([]byte) bool{
	"line ends without carriage returns":   func(b []byte) bool { return !bytes.Contains(b, []byte("\r")) },
	"Latin-1 letters":                      func(b []byte) bool { return !utf8.Valid(b) },
	"a byte-order mark":                    func(b []byte) bool { return bytes.HasPrefix(b, []byte("\ufeffDiv,")) },
	"a team spelled as in no later season": func(b []byte) bool { return bytes.Count(b, []byte("Fenbridge Alb,")) > 20 },
}

func TestComingFixturesHavePricesAndNoGoals(t *testing.T) {
	w := first()
	rows := read(t, w, matchfiles.ComingFile)
	if len(rows) < 10 {
		t.Errorf("%d coming fixtures, want a round of some divisions at least", len(rows))
	}
	for _, r := range rows {
		if _, has := r["FTHG"]; has || !marginFree(t, r, "Avg").Valid() {
			t.Errorf("%s v %s: goals, or no prices", r["HomeTeam"], r["AwayTeam"])
		}
		date, err := time.Parse("02/01/2006", r["Date"])
		if ahead := date.Sub(matchfiles.Published).Hours() / 24; err != nil || ahead < -1 || ahead > 7 {
			t.Errorf("%s v %s is %.1f days ahead, want less than a week", r["HomeTeam"], r["AwayTeam"], ahead)
		}
	}
}

func TestWriteMakesTheFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	w := first()
	if err := w.Write(dir); err != nil {
		t.Fatal(err)
	}
	for _, f := range w.Files() {
		got, err := os.ReadFile(filepath.Join(dir, f.Name))
		if err != nil || !bytes.Equal(got, f.Content) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

// read parses one of the world's clean files into rows by column name.
func read(t *testing.T, w matchfiles.Publication, name string) []map[string]string {
	t.Helper()
	files := w.Files()
	i := slices.IndexFunc(files, func(f matchfiles.File) bool { return f.Name == name })
	records, err := csv.NewReader(bytes.NewReader(files[i].Content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = r[i]
		}
		out = append(out, row)
	}
	return out
}

func marginFree(t *testing.T, row map[string]string, prefix string) matchday.Probs {
	t.Helper()
	p, ok := matchday.Prices{number(t, row[prefix+"H"]), number(t, row[prefix+"D"]), number(t, row[prefix+"A"])}.MarginFree()
	if !ok {
		t.Fatalf("%s v %s: no prices of %s", row["HomeTeam"], row["AwayTeam"], prefix)
	}
	return p
}

func number(t *testing.T, cell string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}
