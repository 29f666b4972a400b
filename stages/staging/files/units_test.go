package files

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/warehouse/lake"
)

// past is a random past of a folder of files.
type past struct {
	*testing.T
	lake    lake.Lake
	rng     *rand.Rand
	now     time.Time
	aliases Aliases
	landed  []Raw
}

func newPast(t *testing.T, seed uint64) *past {
	return &past{T: t, lake: lake.Lake{Dir: t.TempDir(), NoSync: true}, rng: rand.New(rand.NewPCG(seed, 40)), now: matchday.Date(2025, time.September, 1)}
}

func (p *past) land(id, content string) string {
	sum := sha256.Sum256([]byte(content))
	row := Raw{Source: Source, Entity: Entity, ID: id, FetchedAt: p.now.UnixMicro(), SHA256: hex.EncodeToString(sum[:]), Payload: []byte(content)}
	path := filepath.Join(p.TempDir(), "x")
	if err := lake.WriteParquet(path, []Raw{row}); err != nil {
		p.Fatal(err)
	}
	if _, err := p.lake.Add(Folder, path); err != nil {
		p.Fatal(err)
	}
	p.landed = append(p.landed, row)
	return id + " " + p.now.Format(time.DateTime) + "\n" + content
}

// merged is what all files come to if they are merged at once, as if every division
// decided for every other.
func (p *past) merged() Facts {
	var all []Landed
	for _, r := range p.landed {
		at := slices.IndexFunc(all, func(f Landed) bool { return f.SHA256 == r.SHA256 })
		if at >= 0 {
			all[at].Again = r.FetchedAt
			continue
		}
		parsed, err := Parse(r.Payload)
		if err != nil {
			p.Fatal(err)
		}
		all = append(all, Landed{ID: r.ID, SHA256: r.SHA256, LandedAt: r.FetchedAt, parsed: parsed})
	}
	slices.SortFunc(all, func(a, b Landed) int { return strings.Compare(a.SHA256, b.SHA256) })
	nameParsed(all)
	return mergeAtOnce(all, p.aliases)
}

const coded = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,B365H,B365D,B365A\n"

// clubs are the clubs of a division; the divisions share some names.
var clubs = []string{"Ayr", "Bury", "Crewe", "Derby", "Exeter"}

// rows are some matches of a division around now, with results if they were played.
func (p *past) rows(division string, back, from, to int) (out string) {
	for n := range 12 {
		home, away := clubs[n%5], clubs[(n+1+n/5)%5]
		on := p.now.AddDate(-back, 0, 9*n-60)
		if on = on.AddDate(0, 0, -int(on.Weekday())); home == away || n < from || n > to || p.rng.IntN(9) == 0 {
			continue
		}
		score := ",,"
		if on.Before(p.now.AddDate(0, 0, -1)) {
			score = fmt.Sprintf("%d,1,", p.rng.IntN(3))
		}
		if p.rng.IntN(15) == 0 {
			home += " Town"
		}
		out += fmt.Sprintf("%s,%s,15:00,%s,%s,%s,2.%d,3.3,3.6\n", division, on.Format("02/01/2006"), home, away, score, 10+p.rng.IntN(4))
	}
	return out
}

// step lands something, or changes what people have decided.
func (p *past) step() string {
	p.now = p.now.Add(time.Duration(1+p.rng.IntN(200)) * time.Hour)
	division := []string{"E0", "E1", "SC0", "XX9"}[p.rng.IntN(4)]
	switch p.rng.IntN(7) {
	case 0, 1:
		return p.land(division+".csv", coded+p.rows(division, p.rng.IntN(2), 0, 5+p.rng.IntN(7)))
	case 2, 3:
		text := p.rows("E1", 0, 6, 11)
		if p.rng.IntN(3) > 0 { // else the file tells of E0 by not naming it
			text += p.rows("E0", 0, 6, 9)
		}
		if p.rng.IntN(2) == 0 { // its year is mistyped
			text += fmt.Sprintf("%s,%s,15:00,%s,%s,,,,2,3,4\n", division, p.now.AddDate(-1, 0, -20).Format("02/01/2006"), clubs[p.rng.IntN(2)], clubs[2+p.rng.IntN(3)])
		}
		return p.land("fixtures.csv", coded+text)
	case 4:
		if len(p.landed) == 0 {
			return "nothing to land again"
		}
		r := p.landed[p.rng.IntN(len(p.landed))]
		return "again " + p.land(r.ID, string(r.Payload))
	case 5:
		text := "Country,League,Season,Date,Time,Home,Away,HG,AG,Res,PH,PD,PA\n"
		for range 3 {
			text += fmt.Sprintf("Latvia,%s,2025,%s,15:00,%s,%s,1,0,H,2.1,3.2,3.9\n", []string{"Virsliga", "1. liga", "2. liga"}[p.rng.IntN(3)],
				p.now.AddDate(0, 0, -1-p.rng.IntN(40)).Format("02/01/2006"), clubs[p.rng.IntN(2)], clubs[2+p.rng.IntN(3)])
		}
		return p.land("LVA.csv", text)
	}
	p.aliases = Aliases{}
	for _, c := range clubs[:p.rng.IntN(3)] {
		p.aliases[spelling{"England", c + " Town"}] = c
	}
	return fmt.Sprint("aliases ", p.aliases)
}

// TestDivisionsThatAreMergedApartComeToWhatAllComeToTogether: after each of many random
// landings, whatever was kept or lost in between, to the bit.
func TestDivisionsThatAreMergedApartComeToWhatAllComeToTogether(t *testing.T) {
	for seed := range uint64(20) {
		p := newPast(t, seed)
		var steps []string
		for range 12 {
			steps = append(steps, p.step())
			if p.rng.IntN(6) == 0 {
				kind := []string{summariesKind, mergedKind, detailsKind}[p.rng.IntN(3)]
				steps = append(steps, "lost "+kind)
				if err := os.RemoveAll(filepath.Join(p.lake.Dir, "derived", kind)); err != nil {
					t.Fatal(err)
				}
			}
			got, want := rowsOf(t, tell(t, p.lake, p.aliases)), rowsOf(t, p.merged())
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d after\n%s\napart    %v\ntogether %v", seed, strings.Join(steps, "\n"), got, want)
			}
		}
	}
}

// merging counts the divisions that a pass merges: those whose files it parses.
func (p *past) merging(l lake.Lake) (divisions []string) {
	p.Helper()
	before := keysOf(p.T, l, mergedKind)
	a := tell(p.T, l, p.aliases)
	for _, u := range a.kept.pass.units {
		if !slices.Contains(before, a.kept.pass.key(u)) {
			divisions = append(divisions, u.divisions...)
		}
	}
	return divisions
}

// keysOf are the keys of derived files of a kind.
func keysOf(t *testing.T, l lake.Lake, kind string) (keys []string) {
	entries, err := os.ReadDir(filepath.Join(l.Dir, "derived", kind))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		keys = append(keys, e.Name())
	}
	return keys
}

func TestAFileThatLandsMergesItsDivisionAlone(t *testing.T) {
	p := newPast(t, 1)
	p.land("E0.csv", coded+"E0,02/08/2025,15:00,Ayr,Bury,1,0,H,2,3,4\nE0,09/08/2024,15:00,Ayr,Bury,1,0,H,2,3,4\n")
	p.land("E1.csv", coded+"E1,02/08/2025,15:00,Crewe,Derby,1,0,H,2,3,4\n")
	if got := p.merging(p.lake); !slices.Equal(got, []string{"E0", "E1"}) {
		t.Fatalf("at first %v were merged", got)
	}
	details := keysOf(t, p.lake, detailsKind)
	p.now = p.now.AddDate(0, 0, 7)
	p.land("E0.csv", coded+"E0,02/08/2025,15:00,Ayr,Bury,2,0,H,2,3,4\n")
	if got := p.merging(p.lake); !slices.Equal(got, []string{"E0"}) {
		t.Errorf("after a correction %v were merged", got)
	}
	if now := keysOf(t, p.lake, detailsKind); len(details) != 3 || len(now) != 4 {
		t.Errorf("details %v became %v, expected those of one year beside them", details, now)
	}
	p.now = p.now.AddDate(0, 0, 7)
	p.land("SC0.csv", coded+"SC0,02/08/2025,15:00,Ayr,Bury,2,0,H,2,3,4\n")
	if got := p.merging(p.lake); !slices.Equal(got, []string{"SC0"}) {
		t.Errorf("after a file of another division %v were merged", got)
	}
	if got := p.merging(p.lake); got != nil {
		t.Errorf("with nothing new %v were merged", got)
	}
}

// A row whose year is mistyped is dropped, and still names its match: the file does not
// take away that of another division.
func TestAMisplacedRowOfOneDivisionDecidesForAnotherOfItsFile(t *testing.T) {
	for _, misplaced := range []bool{true, false} {
		p := newPast(t, 1)
		p.land("fixtures.csv", coded+"E0,06/09/2025,15:00,Ayr,Bury,,,,2,3,4\n")
		p.land("E1.csv", coded+"E1,30/08/2025,15:00,Derby,Exeter,1,0,H,2,3,4\n")
		tell(t, p.lake, nil)
		p.now = p.now.AddDate(0, 0, 1)
		text := "E0,05/09/2025,15:00,Crewe,Derby,,,,2,3,4\nE0,07/09/2025,15:00,Derby,Crewe,,,,2,3,4\n"
		if misplaced {
			text += "E1,06/09/2024,15:00,Ayr,Bury,,,,2,3,4\n"
		}
		p.land("fixtures.csv", coded+text)
		a := tell(t, p.lake, nil)
		at := slices.IndexFunc(a.Fixtures, func(f *Fixture) bool { return f.HomeID == "England/Ayr" && f.Season.Division == "E0" })
		if at < 0 || a.Fixtures[at].Withdrawn == misplaced {
			t.Errorf("misplaced %v: %+v", misplaced, a.Fixtures)
		}
		if !reflect.DeepEqual(rowsOf(t, a), rowsOf(t, p.merged())) {
			t.Errorf("misplaced %v: apart and together differ", misplaced)
		}
	}
}

// The newest list of coming fixtures tells of a division too by not naming it.
func TestAListWithoutADivisionChangesWhatIsToldOfIt(t *testing.T) {
	p := newPast(t, 1)
	p.land("fixtures.csv", coded+"E0,06/09/2025,15:00,Ayr,Bury,,,,2,3,4\n")
	tell(t, p.lake, nil)
	p.now = p.now.AddDate(0, 0, 1)
	p.land("fixtures.csv", coded+"E1,06/09/2025,15:00,Crewe,Derby,,,,2,3,4\n")
	a := tell(t, p.lake, nil)
	rows := rowsOf(t, a)
	if at := a.Fixtures[0].listing.unlisted; at != p.now.UnixMicro() {
		t.Errorf("%s is unlisted since %d, expected %d", a.Fixtures[0].ID, at, p.now.UnixMicro())
	}
	if !reflect.DeepEqual(rows, rowsOf(t, p.merged())) {
		t.Error("apart and together differ")
	}
}
