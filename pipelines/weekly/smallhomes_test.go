package weekly_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday"
	"matchday/pipelines/backtest"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/weekly"
	"matchday/stages/train"
	"matchday/stages/validate"
)

// league is a home of one division.
type league struct {
	clubs, seasons int
	cup            bool // a round takes half of the clubs out
	priced         bool
	market         string
	seed           uint64
	score          string // one of scores
}

// scores are the ways in which fixtures end: round counts from 0 over all
// seasons, clubs from 0.
var scores = map[string]func(rng *rand.Rand, round, home, away int) (int, int){
	"as they do":       func(rng *rand.Rand, _, _, _ int) (int, int) { return goals(rng, 1.5), goals(rng, 1.1) },
	"0-0 always":       func(*rand.Rand, int, int, int) (int, int) { return 0, 0 },
	"home wins always": func(*rand.Rand, int, int, int) (int, int) { return 1, 0 },
	"away wins always": func(*rand.Rand, int, int, int) (int, int) { return 0, 2 },
	"dozens of goals":  func(rng *rand.Rand, _, _, _ int) (int, int) { return rng.IntN(2) * 12, rng.IntN(3) * 9 },
	"the stronger wins": func(_ *rand.Rand, _, home, away int) (int, int) {
		return 3 * before(home, away), 3 * before(away, home)
	},
	"one side is goalless": func(rng *rand.Rand, _, home, away int) (int, int) {
		return goals(rng, 1.5) * min(home, 1), goals(rng, 1.1) * min(away, 1)
	},
	"no draw at first":     unlike(matchday.Draw),
	"no home win at first": unlike(matchday.HomeWin),
	"no away win at first": unlike(matchday.AwayWin),
}

// unlike keeps an outcome out of the first three rounds.
func unlike(out matchday.Outcome) func(rng *rand.Rand, round, home, away int) (int, int) {
	return func(rng *rand.Rand, round, _, _ int) (int, int) {
		for {
			h, a := goals(rng, 1.5), goals(rng, 1.1)
			if round > 2 || matchday.OutcomeOf(h, a) != out {
				return h, a
			}
		}
	}
}

func before(a, b int) int {
	if a < b {
		return 1
	}
	return 0
}

func goals(rng *rand.Rand, rate float64) (n int) {
	for p, limit := rng.Float64(), math.Exp(-rate); p > limit; n++ {
		p *= rng.Float64()
	}
	return n
}

// files are a league's seasons in the layout of football-data.co.uk, by name:
// everybody meets everybody at both grounds, a round a week from August 2020 on.
func (l league) files() map[string]string {
	rng := rand.New(rand.NewPCG(l.seed, 14))
	out := map[string]string{}
	for season := range l.seasons {
		var b strings.Builder
		b.WriteString("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,AvgH,AvgD,AvgA\n")
		for round := range 2 * (l.clubs - 1) {
			day := matchday.Date(2020+season, time.August, 8).AddDate(0, 0, 7*round)
			left := l.clubs
			if l.cup {
				left >>= round
			}
			for _, p := range pairs(l.clubs, round) {
				if max(p[0], p[1]) >= left {
					continue
				}
				h, a := scores[l.score](rng, season*2*(l.clubs-1)+round, p[0], p[1])
				fmt.Fprintf(&b, "E3,%s,Club %c,Club %c,%d,%d,%s", day.Format("02/01/2006"), 'A'+p[0], 'A'+p[1], h, a, matchday.OutcomeOf(h, a))
				if l.priced {
					fmt.Fprintf(&b, ",%.2f,3.40,%.2f", 1.6+2*rng.Float64(), 2+3*rng.Float64())
				} else {
					b.WriteString(",,,")
				}
				b.WriteByte('\n')
			}
		}
		out[fmt.Sprintf("%d/E3.csv", 2020+season)] = b.String()
	}
	return out
}

// pairs are who meets whom in a round, by the circle: the last club stays, the
// others go round it. In the second half they swap grounds.
func pairs(clubs, round int) (out [][2]int) {
	others := clubs - 1
	at := func(k int) int { return (k + round) % others }
	for k := range clubs / 2 {
		p := [2]int{at(k), at(others - k)}
		if k == 0 {
			p[1] = others
		}
		if (k+round)%2 == 1 {
			p[0], p[1] = p[1], p[0]
		}
		if round >= others {
			p[0], p[1] = p[1], p[0]
		}
		out = append(out, p)
	}
	return out
}

// atHome lands files in a home of its own below a folder.
func atHome(t fataler, dir string, files map[string]string) string {
	for name, text := range files {
		path := filepath.Join(dir, "files", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	home := filepath.Join(dir, "home")
	if _, err := ingest.LandFiles(t.Context(), hometest.Env(home, time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC)), []string{filepath.Join(dir, "files")}); err != nil {
		t.Fatal(err)
	}
	return home
}

// fataler is a test, drawn or not.
type fataler interface {
	Context() context.Context
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// works holds that a home backtests from a day on, and that the weekly job comes
// to a verdict at a moment, or refuses and counts what is missing.
func works(t fataler, home, market string, from, now time.Time) {
	live := home + "-live"
	if err := job.Mirror(home, live); err != nil {
		t.Fatal(err)
	}
	backtests(t, home, market, from, now)
	w, err := weekly.Run(t.Context(), hometest.Env(live, now), weekly.Options{Market: market})
	switch {
	case errors.As(err, new(job.Refused)):
		if !tooFew.MatchString(err.Error()) {
			t.Fatalf("weekly refuses without numbers: %v", err)
		}
	case err != nil:
		t.Fatalf("weekly: %v", err)
	case !w.Deployed && !strings.ContainsAny(strings.Join(w.Validation.Reasons, ""), "0123456789"):
		t.Fatalf("weekly does not deploy without numbers: %q", w.Validation.Reasons)
	}
}

// backtests holds that a home backtests from a day on, and that all models predict.
func backtests(t fataler, home, market string, from, now time.Time) {
	r, err := backtest.Run(t.Context(), hometest.Env(home, now), backtest.Options{From: from, Market: market, Step: 28 * 24 * time.Hour})
	if err != nil {
		t.Fatalf("backtest: %v", err)
	}
	played := r.Models[validate.Uniform].N
	for _, name := range []string{validate.BaseRate, train.Elo, train.DixonColes, train.XGBoost, train.Ensemble} {
		if m := r.Models[name]; m.N != played || m.N == 0 || !(m.LogLoss > 0 && m.LogLoss < 3) {
			t.Fatalf("backtest: %s has a log loss of %v on %d of %d fixtures", name, m.LogLoss, m.N, played)
		}
	}
}

var tooFew = regexp.MustCompile(`\d+ .* at least \d+ are needed`)

// TestSmallHomesWork draws leagues and cups of two to seven seasons, from too
// few fixtures for any model to enough for all but XGBoost.
func TestSmallHomesWork(t *testing.T) {
	dir := t.TempDir()
	homes := 0
	few(t, "10")
	rapid.Check(t, func(t *rapid.T) {
		l := league{
			clubs: 2 * rapid.IntRange(2, 7).Draw(t, "pairs of clubs"), seasons: rapid.IntRange(2, 7).Draw(t, "seasons"),
			cup: rapid.Bool().Draw(t, "cup"), priced: rapid.Bool().Draw(t, "priced"), market: rapid.SampledFrom([]string{train.MarketOff, train.MarketPast, train.MarketOn}).Draw(t, "market"),
			score: rapid.SampledFrom(slices.Sorted(maps.Keys(scores))).Draw(t, "score"), seed: rapid.Uint64().Draw(t, "seed"),
		}
		homes++
		l.works(t, filepath.Join(dir, strconv.Itoa(homes)))
	})
}

// few is how many cases a property draws where nobody asked for a number.
func few(t *testing.T, n string) {
	f := flag.Lookup("rapid.checks")
	was := f.Value.String()
	if was != f.DefValue {
		return
	}
	if err := f.Value.Set(n); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Value.Set(was) })
}

func (l league) works(t fataler, dir string) {
	first := matchday.Date(2020+l.seasons-1, time.August, 8) // of the last season
	middle := first.AddDate(0, 0, 7*(l.clubs-1))
	if l.cup {
		middle = first
	}
	works(t, atHome(t, dir, l.files()), l.market, middle, first.AddDate(0, 0, 7*(2*l.clubs-2)))
}

// TestEveryWayToScoreWorks tries each kind of league with enough for all but
// XGBoost, and those without a surprise with enough for its trees too.
func TestEveryWayToScoreWorks(t *testing.T) {
	for score := range scores {
		seasons := 3
		if score == "0-0 always" || score == "the stronger wins" || os.Getenv("MATCHDAY_SOAK") != "" {
			seasons = 7
		}
		t.Run(score, func(t *testing.T) {
			league{clubs: 20, seasons: seasons, market: train.MarketPast, score: score, seed: 1}.works(t, t.TempDir())
		})
	}
}

// pairOfSeasons is a home of one real division.
type pairOfSeasons struct {
	name      string
	files     map[string]string
	from, now time.Time // of the backtest's first day and of the weekly job
}

// TestTwoSeasonsOfARealDivisionWork backtests the last two seasons of every third
// division at hand, and trains every twelfth; with MATCHDAY_SOAK it does both with every
// two seasons that follow each other, of every division.
func TestTwoSeasonsOfARealDivisionWork(t *testing.T) {
	all := append(divisionFiles(t), leagueFiles(t)...)
	if len(all) == 0 {
		t.Skip("the real match files are missing: set MATCHDAY_SHARED to the folder that holds football-data-later/")
	}
	for k, p := range all {
		check := works
		switch {
		case os.Getenv("MATCHDAY_SOAK") != "":
		case k%3 != 0:
			continue
		case k%12 != 0:
			check = backtests
		}
		t.Run(p.name, func(t *testing.T) { check(t, atHome(t, t.TempDir(), p.files), train.MarketPast, p.from, p.now) })
	}
}

// inTurn calls f with every two seasons that follow each other, or with the last
// two alone.
func inTurn(seasons []string, f func(first, second string)) {
	if os.Getenv("MATCHDAY_SOAK") == "" {
		seasons = seasons[max(0, len(seasons)-2):]
	}
	for k := range len(seasons) - 1 {
		f(seasons[k], seasons[k+1])
	}
}

// divisionFiles are those of the big divisions, a file a season.
func divisionFiles(t *testing.T) (out []pairOfSeasons) {
	files := map[string]map[string]string{} // by division and season
	for _, path := range shared(t, "football-data*/[0-9][0-9][0-9][0-9]/*.csv") {
		division := strings.TrimSuffix(filepath.Base(path), ".csv")
		if strings.Contains(path, "editions") {
			continue
		}
		if files[division] == nil {
			files[division] = map[string]string{}
		}
		files[division][filepath.Base(filepath.Dir(path))] = path
	}
	for _, division := range slices.Sorted(maps.Keys(files)) {
		of := files[division]
		year := func(season string) int {
			begins, err := time.Parse("06", season[:2])
			if err != nil {
				t.Fatal(err)
			}
			return begins.Year()
		}
		seasons := slices.SortedFunc(maps.Keys(of), func(a, b string) int { return year(a) - year(b) })
		inTurn(seasons, func(first, second string) {
			if year(second)-year(first) != 1 {
				return
			}
			out = append(out, pairOfSeasons{
				name:  division + " " + first + " " + second,
				files: map[string]string{first + "/" + division + ".csv": read(t, of[first]), second + "/" + division + ".csv": read(t, of[second])},
				from:  matchday.Date(year(second), time.December, 1), now: matchday.Date(year(second)+1, time.September, 1),
			})
		})
	}
	return out
}

// leagueFiles are those of the extra leagues, a file for all seasons.
func leagueFiles(t *testing.T) (out []pairOfSeasons) {
	const season, date = 2, 3 // columns
	for _, path := range shared(t, "football-data-new/*.csv") {
		header, text, _ := strings.Cut(read(t, path), "\n")
		bySeason := map[string][]string{}
		for line := range strings.Lines(text) {
			name := strings.Split(line, ",")[season]
			bySeason[name] = append(bySeason[name], line)
		}
		inTurn(slices.Sorted(maps.Keys(bySeason)), func(first, second string) {
			lines := bySeason[second]
			on := func(line string) time.Time {
				day, err := time.Parse("02/01/2006", strings.Split(line, ",")[date])
				if err != nil {
					t.Fatal(err)
				}
				return day
			}
			text := header + "\n" + strings.Join(bySeason[first], "") + strings.Join(lines, "")
			out = append(out, pairOfSeasons{
				name: filepath.Base(path) + " " + first + " " + second, files: map[string]string{filepath.Base(path): text},
				from: on(lines[len(lines)/2]), now: on(lines[len(lines)-1]).AddDate(0, 1, 0),
			})
		})
	}
	return out
}

// shared are the files of MATCHDAY_SHARED that match.
func shared(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(os.Getenv("MATCHDAY_SHARED"), pattern))
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
