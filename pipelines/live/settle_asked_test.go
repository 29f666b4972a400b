package live_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/pipelines/bets"
	"matchday/pipelines/hometest"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
	"matchday/warehouse/lake"
)

// forgets takes away what a run of settle kept of what it need not ask of again.
func forgets(t *testing.T, home string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(home, "lake", "derived", "settled")); err != nil {
		t.Fatal(err)
	}
}

// settledTables is all that settle writes, with every version of the bets.
func settledTables(t *testing.T, home string) string {
	t.Helper()
	return livetest.Tables(t, home) + hometest.Query(t, home, "FROM bet_versions ORDER BY ALL")
}

// Scores come, are corrected, are taken back and come again, as chance has it, or nothing
// comes and time passes; a person declines a bet and takes that back.
func TestSettleFindsTheSameWhetherItAsksOfAllFixturesOrOfThoseThatDoNotRest(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	slips := livetest.SlipsOf(t, home)
	homes := []string{home, hometest.Copy(t, home)}
	random := rand.New(rand.NewPCG(16, 41))
	now, results := hometest.LiveFriday, map[string]bool{}
	for step := range 14 {
		now = now.Add(time.Duration(1+random.IntN(20)) * time.Hour)
		what := random.IntN(3)
		for k, home := range homes {
			switch env := hometest.Env(home, now); {
			case step == 6:
				if _, err := bets.Decline(t.Context(), env, slips[0].Number()); err != nil {
					t.Fatal(err)
				}
			case step == 9:
				said := bets.Slip{Price: slips[0].Price, Stake: slips[0].Stake, Yes: true}
				if _, err := bets.Confirm(t.Context(), env, slips[0].Number(), said); err != nil {
					t.Fatal(err)
				}
			case what > 0:
				chance := rand.New(rand.NewPCG(uint64(step), 1)) // the same for both
				landCorrected(t, home, now, func(row map[string]string) map[string]string {
					switch n := chance.IntN(12); {
					case row["FTHG"] == "" || n > 2:
					case n == 0:
						row["FTHG"], row["FTAG"], row["FTR"] = "", "", ""
					default:
						row["FTHG"], row["FTAG"], row["FTR"] = fmt.Sprint(n), "0", "H"
					}
					return row
				})
			}
			if k == 1 {
				forgets(t, home)
			}
			livetest.MustSettle(t, home, now)
		}
		one, all := settledTables(t, homes[0]), settledTables(t, homes[1])
		if one != all {
			t.Fatalf("step %d: asked of what does not rest:\n%s\nasked of all:\n%s", step, one, all)
		}
		results[hometest.Query(t, homes[0], "FROM results ORDER BY ALL")] = true
	}
	if len(results) < 5 {
		t.Errorf("the results were only of %d kinds", len(results))
	}
}

// A file of a season that is long over is gone. Whoever asks of its fixtures finds out.
func TestSettleReadsNothingOfFixturesThatRest(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	livetest.MustSettle(t, home, hometest.LiveFriday.Add(time.Hour))
	staged, err := lake.Lake{Dir: filepath.Join(home, "lake")}.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	removed := 0
	for _, p := range staged.Parts() {
		if p.Table == "scores" && strings.HasPrefix(p.Partition, "season/") && p.Partition < "season/2024" {
			removed++
			if err := os.Remove(filepath.Join(home, "lake", lake.Staged, filepath.FromSlash(p.File))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if removed == 0 {
		t.Fatal("no season is over")
	}
	s := livetest.MustSettle(t, home, hometest.LiveFriday.Add(2*time.Hour))
	if s.Waiting == 0 {
		t.Error("no bet waits")
	}
	forgets(t, home)
	if _, err := live.Settle(t.Context(), hometest.Env(home, hometest.LiveFriday.Add(3*time.Hour)), live.SettleOptions{}); err == nil || !strings.Contains(err.Error(), "is gone") {
		t.Errorf("asked of all: %v", err)
	}
}

// Somebody puts back the books of before the results came, or of before they were
// corrected: what was found with others does not count for these.
func TestSettleAsksOfAllFixturesWithBooksOfBefore(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	hometest.LandEdition(t, home, hometest.LiveTuesday)
	wrong := func(row map[string]string) map[string]string {
		if row["FTHG"] != "" {
			row["FTHG"], row["FTAG"], row["FTR"] = "9", "0", "H"
		}
		return row
	}
	landCorrected(t, home, hometest.LiveTuesday.Add(time.Minute), wrong)
	livetest.MustSettle(t, home, hometest.LiveTuesday.Add(time.Hour))
	before := booksIn(t, home)
	hometest.LandEdition(t, home, hometest.LiveTuesday.Add(2*time.Hour))
	if s := livetest.MustSettle(t, home, hometest.LiveTuesday.Add(3*time.Hour)); s.Results == 0 {
		t.Fatal("nothing was corrected")
	}
	for name, content := range before {
		if err := os.WriteFile(filepath.Join(home, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, copied := range []string{"analytics.duckdb", "analytics.spare.duckdb", "analytics.json"} { // else the books are older than their copy
		if err := os.RemoveAll(filepath.Join(home, copied)); err != nil {
			t.Fatal(err)
		}
	}
	if s := livetest.MustSettle(t, home, hometest.LiveTuesday.Add(4*time.Hour)); s.Results == 0 {
		t.Errorf("%+v", s)
	}
	if got := hometest.QueryOne(t, home, "SELECT count(*) FROM results WHERE home_score = 9"); got != "0" {
		t.Errorf("%s results are wrong still", got)
	}
}

// booksIn are the files of a home's warehouse.
func booksIn(t *testing.T, home string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, name := range []string{"warehouse.duckdb", "warehouse.duckdb.wal", "warehouse.duckdb.wal.json"} {
		content, err := os.ReadFile(filepath.Join(home, name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = content
	}
	return out
}
