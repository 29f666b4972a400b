package schedule_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/hometest"
	"matchday/pipelines/livetest"
	"matchday/stages/staging/answers"
)

// What the warehouse says is recomputed here from the source's own bytes: nothing
// that staging made of them is read, but for which number is which fixture.

// rawObjects are all landed objects of the API.
func rawObjects(t *testing.T, home string) (out []answers.Raw) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(home, "lake", filepath.FromSlash(answers.Folder), "*.parquet"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no raw files below %s (%v)", home, err)
	}
	for _, path := range paths {
		rows, err := parquet.ReadFile[answers.Raw](path)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rows...)
	}
	return out
}

// rawSightings are all fetches that brought what had landed.
func rawSightings(t *testing.T, home string) (out []answers.Seen) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(home, "lake", filepath.FromSlash(answers.SeenFolder), "*.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		rows, err := parquet.ReadFile[answers.Seen](path)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rows...)
	}
	return out
}

// toldFixture is what is read of a payload. Values are any, because the source
// is ill.
type toldFixture struct {
	State        any `json:"state_id"`
	Participants []struct {
		Name string
		Meta struct{ Location string }
	}
	Scores []struct {
		Type  any `json:"type_id"`
		Score struct {
			Goals       any
			Participant string
		}
	}
	Odds []struct {
		Market  any `json:"market_id"`
		Label   string
		Value   any
		Total   any
		Updated string `json:"latest_bookmaker_update"`
	}
}

// told is one payload and when it came.
type toldAt struct {
	toldFixture
	at time.Time
}

// tellings are all payloads of a fixture in the order of their fetches.
func tellings(t *testing.T, home string) map[string][]toldAt {
	t.Helper()
	out := map[string][]toldAt{}
	for _, r := range rawObjects(t, home) {
		if r.Entity != answers.FixtureEntity {
			continue
		}
		var f toldFixture
		if err := json.Unmarshal(r.Payload, &f); err != nil {
			t.Fatalf("fixture %s: %v", r.ID, err)
		}
		out[r.ID] = append(out[r.ID], toldAt{f, time.UnixMicro(r.FetchedAt).UTC()})
	}
	return out
}

// final is the score after 90 minutes as the last payload in a final state tells
// it.
func finalScore(tellings []toldAt) (goals [2]float64, ok bool) {
	var last time.Time
	for _, f := range tellings {
		state, _ := f.State.(float64)
		if state != 5 && state != 7 && state != 8 || f.at.Before(last) {
			continue
		}
		found := map[string]float64{}
		for _, s := range f.Scores {
			if kind, n := s.Type, s.Score.Goals; kind == 2. {
				if g, isNumber := n.(float64); isNumber {
					found[s.Score.Participant] = g
				}
			}
		}
		if len(found) == 2 {
			goals, ok, last = [2]float64{found["home"], found["away"]}, true, f.at
		}
	}
	return goals, ok
}

// won is the share of a stake that wins, loses if negative; the rest is given
// back. A quarter line is two bets on its neighbours.
func won(t *testing.T, b matchday.Bet, goals [2]float64) float64 {
	t.Helper()
	sign := func(x float64) float64 {
		switch {
		case x > 0:
			return 1
		case x < 0:
			return -1
		}
		return 0
	}
	line := func(margin float64) float64 { // of a margin that includes the line
		return (sign(math.Floor(margin*2)/2) + sign(math.Ceil(margin*2)/2)) / 2
	}
	home, away := goals[0], goals[1]
	switch string(b.Market) + " " + b.Selection {
	case "1x2 H":
		return 2*max(sign(home-away), 0) - 1
	case "1x2 D":
		return 1 - 2*math.Abs(sign(home-away))
	case "1x2 A":
		return 2*max(sign(away-home), 0) - 1
	case "total over":
		return line(home + away - b.Line.V)
	case "total under":
		return line(b.Line.V - home - away)
	case "handicap H":
		return line(home - away + b.Line.V)
	case "handicap A":
		return line(away - home - b.Line.V)
	case "btts yes":
		return 2*min(home, away, 1) - 1
	case "btts no":
		return 1 - 2*min(home, away, 1)
	}
	t.Fatalf("a bet on %s %s: say here how it is settled", b.Market, b.Selection)
	return 0
}

// addsUp recomputes every bet's profit from the raw results and looks for its
// price in what had been fetched when it was placed; the ledger's sums must be
// these, to the cent.
func (s *soak) addsUp(t *testing.T) {
	t.Helper()
	ids := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(hometest.Query(t, s.home, "SELECT canonical_id, source_id FROM crosswalk WHERE entity = 'fixture'")), "\n")[1:] {
		at := strings.LastIndex(line, ",")
		ids[strings.Trim(line[:at], `"`)] = line[at+1:]
	}
	told := tellings(t, s.home)
	want := map[string]decimal.Decimal{}
	settled := 0
	for _, slip := range livetest.SlipsOf(t, s.home) {
		of := told[ids[slip.FixtureID]]
		if len(of) == 0 {
			t.Fatalf("bet %s is on fixture %s, of which nothing landed", slip.ID, slip.FixtureID)
		}
		if !quoted(slip.Bet, of) {
			t.Errorf("bet %s at %s: nobody quoted that by %s", slip.ID, slip.Price, slip.Time)
		}
		if slip.Status != matchday.Settled {
			continue
		}
		goals, ok := finalScore(of)
		if !ok {
			t.Errorf("bet %s is settled, and no payload tells how %s ended", slip.ID, slip.FixtureID)
			continue
		}
		settled++
		share := decimal.NewFromFloat(won(t, slip.Bet, goals))
		profit := slip.Stake.Mul(share)
		if share.IsPositive() {
			profit = profit.Mul(slip.Price.Sub(decimal.NewFromInt(1)))
		}
		want[slip.Strategy] = want[slip.Strategy].Add(profit.Round(2))
	}
	if settled == 0 {
		t.Error("no bet was settled")
	}
	for strategy, sum := range want {
		got := hometest.QueryOne(t, s.home, "SELECT sum(amount)::DECIMAL(18, 2) FROM ledger WHERE bet_id IS NOT NULL AND strategy = '"+strategy+"'")
		if got != sum.StringFixed(2) {
			t.Errorf("the ledger reports %s of strategy %s, the raw results and prices make %s", got, strategy, sum.StringFixed(2))
		}
	}
}

// quoted reports whether a payload fetched by the time of a bet on 1X2 shows its
// price.
func quoted(b matchday.Bet, tellings []toldAt) bool {
	if b.Market != "1x2" {
		return true
	}
	side := map[string]string{"H": "home", "A": "away"}[b.Selection]
	for _, f := range tellings {
		labels := map[string][]string{"H": {"Home", "1"}, "D": {"Draw", "X", "Tie", "Empate"}, "A": {"Away", "2"}}[b.Selection]
		for _, p := range f.Participants {
			if p.Meta.Location == side && side != "" {
				labels = append(labels, p.Name)
			}
		}
		for _, o := range f.Odds {
			value, isText := o.Value.(string)
			price, err := decimal.NewFromString(value)
			if !isText || err != nil || o.Market != 1. || f.at.After(b.Time) || !price.Equal(b.Price) {
				continue
			}
			for _, label := range labels {
				if o.Label == label && (o.Updated == "" || o.Updated == b.QuotedAt.UTC().Format(time.DateTime) || f.at.Equal(b.QuotedAt)) {
					return true
				}
			}
		}
	}
	return false
}

// nothingLost says that every fixture that an answer told of whole landed, or was
// noted as seen, at that moment, or at once after it by a repeated reading.
func (s *soak) nothingLost(t *testing.T) {
	t.Helper()
	at := map[string][]time.Time{}
	for _, r := range rawObjects(t, s.home) {
		at[r.ID] = append(at[r.ID], time.UnixMicro(r.FetchedAt))
	}
	for _, r := range rawSightings(t, s.home) {
		at[r.ID] = append(at[r.ID], time.UnixMicro(r.FetchedAt))
	}
	for key, moment := range s.delivered {
		id, _, _ := strings.Cut(key, " ")
		if !slices.ContainsFunc(at[id], func(landed time.Time) bool {
			return !landed.Before(moment) && landed.Before(moment.Add(3*time.Minute))
		}) {
			t.Errorf("an answer told of fixture %s at %s, and nothing of it landed", id, moment)
		}
	}
	if len(s.delivered) == 0 {
		t.Error("no answer told of single fixtures")
	}
}

// nothingTwice says that no payload landed again though it was the last of its
// kind.
func (s *soak) nothingTwice(t *testing.T) {
	t.Helper()
	seen := map[string]bool{}
	for _, r := range rawObjects(t, s.home) {
		key := fmt.Sprint(r.Entity, " ", r.ID, " ", r.Request, " ", r.FetchedAt)
		if seen[key] {
			t.Errorf("%s landed twice", key)
		}
		seen[key] = true
	}
}

// noKey looks for the token in everything that a home and its jobs leave:
// files as they are, and what is compressed in them.
func (s *soak) noKey(t *testing.T) {
	t.Helper()
	files, rows := 0, 0
	has := func(what string, text []byte) {
		if strings.Contains(string(text), soakKey) {
			t.Errorf("%s holds the key", what)
		}
	}
	err := filepath.WalkDir(s.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		has(path, content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rawObjects(t, s.home) {
		rows++
		has("request of "+r.Entity+" "+r.ID, []byte(r.Request))
		has("payload of "+r.Entity+" "+r.ID, r.Payload)
	}
	for _, table := range strings.Fields(hometest.Query(t, s.home, "SELECT table_name FROM information_schema.tables ORDER BY ALL"))[1:] {
		has("table "+table, []byte(hometest.Query(t, s.home, `SELECT * FROM "`+table+`"`)))
	}
	has("the log", s.log.Bytes())
	for job, errs := range s.failed {
		has("an error of "+job, []byte(fmt.Sprint(errs)))
	}
	if files < 20 || rows < 500 || s.log.Len() == 0 {
		t.Errorf("only %d files, %d rows and %d bytes of log were searched", files, rows, s.log.Len())
	}
}
