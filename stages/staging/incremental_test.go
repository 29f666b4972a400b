package staging_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging"
	"matchday/stages/staging/answers"
	"matchday/stages/staging/files"
	"matchday/warehouse/lake"
)

// history is a random past of two divisions, told by files and the API: editions and
// answers that land, correct and take back what landed before.
type history struct {
	world
	rng     *rand.Rand
	now     time.Time
	told    map[string]string // payload that the API last told, by entity/id
	edition int
}

// pairOf is who plays in the nth fixture of a division's season.
func pairOf(n int) (home, away int) {
	home = 1 + n/3
	away = 1 + n%3
	if away >= home {
		away++
	}
	return home, away
}

// kickoff is when the nth fixture of a season is played, as it was first planned.
func (h *history) kickoff(n int) time.Time { return kickoffOf.AddDate(0, 0, 9*n) }

// step lands something that may change rows of any partition.
func (h *history) step() string {
	h.now = h.now.Add(time.Duration(1+h.rng.IntN(90)) * time.Hour)
	switch h.rng.IntN(11) {
	case 0, 1:
		return h.landEdition()
	case 2:
		return h.landComing()
	case 3:
		for key, payload := range h.told { // any of them
			entity, id, _ := strings.Cut(key, "/")
			h.seen(h.now, entity, id, payload)
			return "seen again " + key
		}
		return "nothing to see"
	case 4:
		return h.tell("odds", fmt.Sprint(h.rng.IntN(12)+1), fmt.Sprintf(`[{"id":%d,"fixture_id":%d,"market_id":1,"bookmaker_id":2,"label":"Home","value":"1.%d"}]`,
			h.rng.IntN(9), h.rng.IntN(12)+1, 10+h.rng.IntN(80)))
	case 5:
		return h.tell("team", fmt.Sprint(h.rng.IntN(4)+1), fmt.Sprintf(`{"id":%d,"country_id":462,"name":%q,"sidelined":[{"participant_id":%d,"player_id":%d}]}`,
			h.rng.IntN(4)+1, []string{"Home Town", "Town", "United"}[h.rng.IntN(3)], h.rng.IntN(4)+1, h.rng.IntN(5)))
	case 6, 7:
		return h.tellOther()
	}
	return h.tellFixture()
}

// tell lands an answer, unless it is the one that landed last.
func (h *history) tell(entity, id, payload string) string {
	if h.told[entity+"/"+id] != payload {
		h.told[entity+"/"+id] = payload
		h.fetched(h.now, entity, id, payload)
	}
	return entity + " " + id
}

// tellFixture is a fixture that is planned, moved, put off, cancelled, played, played
// earlier or corrected, with prices and team sheets or without, of a league that the
// files know or of one that they may come to know.
func (h *history) tellFixture() string {
	n := h.rng.IntN(12)
	home, away := pairOf(n)
	id, league := n+1, 8
	if h.rng.IntN(3) == 0 {
		id, league = n+101, 999
	}
	if h.rng.IntN(12) == 0 {
		id += 1000 // the same match under another id
	}
	at := h.kickoff(n)
	if h.rng.IntN(3) == 0 {
		at = at.AddDate(0, 0, h.rng.IntN(60)-20)
	}
	members := []string{oddsOf(strings.ReplaceAll(odd(1, 2, 1, "Home", fmt.Sprintf("2.%d", 10+h.rng.IntN(5)), "", h.now.Add(-time.Hour)), `"fixture_id":9`, fmt.Sprintf(`"fixture_id":%d`, id)))}
	state := []int{answers.StateNotStarted, answers.StateNotStarted, answers.StateFullTime, answers.StateFullTime, 10, 12}[h.rng.IntN(6)]
	if state == answers.StateFullTime {
		members = append(members, scoresOf(scoreOf(2, h.rng.IntN(3), h.rng.IntN(3))))
	}
	if h.rng.IntN(2) == 0 {
		members = append(members, sheetsOf(h.details(), sheetOf(home, 11, twelve(100*h.rng.IntN(3))...)), fmt.Sprintf(`"sidelined":[{"participant_id":%d,"player_id":7}]`, 1+h.rng.IntN(4)))
	}
	payload := strings.Replace(saidOf(id, state, at, home, away, members...), `"league_id":8`, fmt.Sprintf(`"league_id":%d`, league), 1)
	if h.rng.IntN(6) == 0 { // inside a stage, as a schedule tells it, with another one
		other := saidOf(1+h.rng.IntN(12), answers.StateNotStarted, h.kickoff(n), home, away)
		return h.tell("stage", "5", fmt.Sprintf(`{"id":5,"fixtures":[%s],"rounds":[{"fixtures":[%s]}]}`, payload, other)) + " " + payload
	}
	return h.tell("fixture", fmt.Sprint(id), payload) + " " + payload
}

// details are those of the rows of a team sheet: none, or what the match made of players.
func (h *history) details() string {
	if h.rng.IntN(2) == 0 {
		return ""
	}
	return fmt.Sprintf(`,"position_id":%d,"details":[{"type_id":118,"data":{"value":%d}},{"type_id":119,"data":{"value":%d}}],"player":{"id":%d,"name":"Q%d","position_id":%d}`,
		24+h.rng.IntN(4), 5+h.rng.IntN(5), 30+h.rng.IntN(60), 100+h.rng.IntN(9), h.rng.IntN(3), 24+h.rng.IntN(4))
}

// tellOther lands an object that tells of no fixture, or one that tells nothing.
func (h *history) tellOther() string {
	id, name := h.rng.IntN(3)+1, []string{"Ann", "Ben", "Zoe"}[h.rng.IntN(3)]
	key := fmt.Sprint(id)
	switch h.rng.IntN(8) {
	case 0:
		return h.tell("league", "999", fmt.Sprintf(`{"id":999,"country_id":462,"name":%q,"currentseason":{"id":77,"league_id":8,"name":"2025/%d"}}`, name, 2026+id))
	case 1:
		return h.tell("season", "77", fmt.Sprintf(`{"id":77,"league_id":8,"name":"202%d/202%d"}`, id+3, id+4))
	case 2:
		return h.tell("player", key, fmt.Sprintf(`{"id":%d,"name":%q,"position_id":%d}`, 100+id, name, 24+h.rng.IntN(4)))
	case 3:
		return h.tell("squad", key, fmt.Sprintf(`{"id":%d,"player_id":%d,"team_id":%d,"season_id":77,"position_id":%d,"player":{"id":%d,"name":%q}}`,
			id, 99+id, h.rng.IntN(4)+1, 24+h.rng.IntN(4), 99+id, name))
	case 4:
		return h.tell("standing", key, fmt.Sprintf(`{"id":%d,"participant_id":%d,"season_id":77,"league_id":8,"position":%d}`, id, id, h.rng.IntN(4)))
	case 5:
		return h.tell("sidelined", key, fmt.Sprintf(`{"id":%d,"player_id":%d,"team_id":%d,"type_id":%d}`, id, id, id, 530+h.rng.IntN(3)))
	case 6:
		return h.tell("fixture", key, []string{`{"id":"none"}`, `{`, `{"id":0}`}[h.rng.IntN(3)])
	}
	return h.tell("odds", key, `[]`)
}

// rename lets people say of a misspelt club which it is, or no longer say so, as a
// program with another table of aliases does.
func (h *history) rename(t *testing.T) string {
	before := files.AliasTable
	t.Cleanup(func() { files.AliasTable = before })
	const row = "England,Home Town FC,Away City\n"
	if strings.HasSuffix(before, row) {
		files.AliasTable = strings.TrimSuffix(before, row)
	} else {
		files.AliasTable = before + row
	}
	h.landEdition()
	return "an alias came or went"
}

// landEdition lands a season's file: the next one, or one that corrects, lacks or
// misspells what an earlier one told.
func (h *history) landEdition() string {
	division, back := []string{"E0", "E1"}[h.rng.IntN(2)], 364*h.rng.IntN(2)
	var rows []string
	for n := range 3 + h.rng.IntN(10) {
		home, away := pairOf(n)
		at := h.kickoff(n).AddDate(0, 0, -back)
		score := ",,"
		if at.Before(h.now) {
			score = fmt.Sprintf("%d,1,", h.rng.IntN(3))
		}
		name := names[home]
		if h.rng.IntN(20) == 0 {
			name += " FC"
		}
		rows = append(rows, fmt.Sprintf("%s,%s,15:00,%s,%s,%s,%d,,2.%d,3.3,3.6,,", division, at.Format("02/01/2006"), name, names[away], score, h.rng.IntN(20), 10+h.rng.IntN(5)))
	}
	h.edition++
	name := fmt.Sprintf("%s-%d.csv", division, h.edition)
	h.land(h.now, name, rows...)
	return name
}

// landComing lands a file of coming fixtures of both divisions.
func (h *history) landComing() string {
	var rows []string
	for n := range 12 {
		home, away := pairOf(n)
		if at := h.kickoff(n); at.After(h.now) && at.Before(h.now.AddDate(0, 0, 30)) {
			rows = append(rows, fmt.Sprintf("%s,%s,15:00,%s,%s,,,,,,2.%d,3.3,3.6,,", []string{"E0", "E1"}[n%2], at.Format("02/01/2006"), names[home], names[away], 10+h.rng.IntN(5)))
		}
	}
	if rows == nil {
		return "nothing is coming"
	}
	h.edition++
	h.land(h.now, "fixtures.csv", rows...)
	return "fixtures.csv"
}

// damage loses, cuts or replaces some of what passes keep.
func (h *history) damage() string {
	var all []string
	for _, folder := range []string{"derived", lake.Staged} {
		err := filepath.WalkDir(filepath.Join(h.lake.Dir, folder), func(path string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() {
				all = append(all, path)
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			h.Fatal(err)
		}
	}
	path := all[h.rng.IntN(len(all))]
	var err error
	switch what := h.rng.IntN(5); {
	case what == 0:
		err = os.RemoveAll(filepath.Join(h.lake.Dir, "derived"))
	case what == 1:
		err = os.Truncate(path, 3)
	case what == 2 && strings.Contains(path, "derived"): // written so, by another program
		text := fmt.Appendf(nil, "%d", h.rng.Int())
		sum := sha256.Sum256(text)
		err = errors.Join(os.Remove(path), os.WriteFile(filepath.Join(filepath.Dir(path), hex.EncodeToString(sum[:])[:16]), text, 0o644))
	default:
		err = os.Remove(path)
	}
	if err != nil {
		h.Fatal(err)
	}
	return "damaged " + path
}

// fromNothing is what a pass makes that finds nothing but what has landed.
func (h *history) fromNothing() staging.Result {
	bare := lake.Lake{Dir: h.TempDir(), NoSync: true}
	if err := os.CopyFS(filepath.Join(bare.Dir, lake.Raw), os.DirFS(filepath.Join(h.lake.Dir, lake.Raw))); err != nil {
		h.Fatal(err)
	}
	r, err := staging.Run(h.Context(), staging.Input{Lake: bare})
	if err != nil {
		h.Fatal(err)
	}
	return r
}

// TestAPassThatKeepsWhatIsUnchangedMakesTheFilesOfAPassFromNothing: after each of many
// random landings, whatever was kept, lost or damaged in between, to the bit.
func TestAPassThatKeepsWhatIsUnchangedMakesTheFilesOfAPassFromNothing(t *testing.T) {
	for seed := range uint64(3) {
		h := &history{world: newWorld(t), rng: rand.New(rand.NewPCG(seed, 1)), now: kickoffOf.AddDate(0, -1, 0), told: map[string]string{}}
		h.landEdition()
		steps := []string{}
		for range 8 {
			for range 1 + h.rng.IntN(3) {
				steps = append(steps, h.step())
			}
			if h.rng.IntN(5) == 0 {
				steps = append(steps, h.rename(t))
			}
			if h.rng.IntN(3) == 0 {
				h.run()
				steps = append(steps, h.damage())
			}
			got, want := h.run(), h.fromNothing()
			if !reflect.DeepEqual(got.Published.Parts(), want.Published.Parts()) || got.Published.Raw != want.Published.Raw ||
				!reflect.DeepEqual(got.Published.Keys, want.Published.Keys) {
				t.Fatalf("seed %d after %s:\nkept         %v\nfrom nothing %v", seed, strings.Join(steps, "\n"), got.Published, want.Published)
			}
			if err := got.Published.Sound(); err != nil {
				t.Fatal(err)
			}
			got.Published, want.Published = lake.Manifest{}, lake.Manifest{}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: counts %+v, want %+v", seed, got, want)
			}
		}
	}
}

// A price that lands late changes the files of its partition and no other.
func TestAPriceThatLandsLateChangesNoOtherPartition(t *testing.T) {
	w := newWorld(t)
	for n := range 3 {
		home, away := pairOf(n)
		at := kickoffOf.AddDate(0, n, 0)
		w.fetched(at.Add(-time.Hour), "fixture", fmt.Sprint(n+1), saidOf(n+1, answers.StateNotStarted, at, home, away))
		w.land(at, fmt.Sprintf("E0-%d.csv", n), fmt.Sprintf("E0,%s,15:00,A%d,B,1,0,H,,,2.1,3.3,3.6,,", at.AddDate(-n-2, 0, 0).Format("02/01/2006"), n))
	}
	before := w.run().Published
	w.fetched(kickoffOf.AddDate(1, 0, 0), "odds", "2",
		fmt.Sprintf(`[{"id":1,"fixture_id":2,"market_id":1,"bookmaker_id":2,"label":"Home","value":"1.90","latest_bookmaker_update":%q}]`, kickoffOf.AddDate(0, 1, -1).Format(time.DateTime)))
	after := w.run().Published
	var changed []string
	for partition, key := range after.Keys {
		if before.Keys[partition] != key {
			changed = append(changed, partition)
		}
	}
	if want := []string{"month/2025-11"}; len(after.Keys) != 6+4 /* tables that are one file */ || !slices.Equal(changed, want) {
		t.Errorf("of %v changed %v, want %v", after.Keys, changed, want)
	}
	for _, p := range after.Parts() {
		there := slices.Contains(before.Parts(), p)
		if moved := p.Partition == "month/2025-11" && slices.Contains([]string{"odds", "quotes"}, p.Table); there == moved && p.Partition != "" {
			t.Errorf("%v is the file of before: %v", p, there)
		}
	}
	if again := w.run().Published; !reflect.DeepEqual(again, after) {
		t.Errorf("nothing new changed %v into %v", after, again)
	}
}
