package players

import (
	"bytes"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday/stages/features/exact"
)

// toldOf tells of the matches' sheets as two sources do, of which one knows half of them.
func toldOf(matches []Match) Told {
	var rows []sheetRow
	for i := range matches {
		for _, r := range rowsOf(&matches[i], "press") {
			row := sheetRow{
				fixtureID: r.FixtureID, source: r.Source, side: r.Side, player: r.PlayerID, version: int(r.Version),
				known: time.UnixMicro(r.KnownAt).UTC(), detailsKnown: time.UnixMicro(*r.DetailsKnownAt).UTC(),
				position: PositionOf(r.Position), started: r.Started, minutes: *r.Minutes, rating: math.NaN(),
			}
			if r.Rating != nil {
				row.rating = *r.Rating
			}
			rows = append(rows, row)
			if row.source = "agency"; i%2 == 0 {
				rows = append(rows, row)
			}
		}
	}
	return Told{sheets: bySource(rows), actual: true}
}

func bytesOf(s *State) []byte {
	var w exact.Writer
	s.Write(&w)
	return w.Bytes
}

// drawMoments are two in the weeks of drawWorld, in order.
func drawMoments(t *rapid.T) []time.Time {
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "moments"), 1))
	draw := func() time.Time { return start.Add(time.Duration(rng.IntN(15*7*24)-24) * time.Hour) }
	moments := []time.Time{draw(), draw()}
	slices.SortFunc(moments, time.Time.Compare)
	return moments
}

func TestARunFromAStateIsTheRunThroughToTheBit(t *testing.T) {
	rated := 0
	rapid.Check(t, func(t *rapid.T) {
		matches, moments := drawWorld(t), drawMoments(t)
		fixtures, known := split(matches)
		want, states, err := toldOf(matches).Resume(&State{}, fixtures, known, moments)
		if err != nil {
			t.Fatal(err)
		}
		r := exact.Read(bytesOf(states[0]))
		from := ReadState(r)
		if err := r.End(); err != nil {
			t.Fatal(err)
		}
		var rest []Match // the others are neither learned from nor asked about any more
		var places []int
		for i, m := range matches {
			if !m.AsOf.Before(moments[0]) || !m.PlayedAt.Before(moments[0]) {
				rest, places = append(rest, m), append(places, i)
			}
		}
		fixtures, known = split(rest)
		got, again, err := toldOf(rest).Resume(from, fixtures, known, moments[1:])
		if err != nil {
			t.Fatal(err)
		}
		if len(places) == len(matches) && !bytes.Equal(bytesOf(again[0]), bytesOf(states[1])) {
			t.Fatal("what is known later differs")
		}
		for c := range NumColumns {
			for i, place := range places {
				if !rest[i].AsOf.Before(moments[0]) && !same(got.AsOf[c][i], want.AsOf[c][place]) {
					t.Fatalf("%s of %s is %v, want %v", Names[c], rest[i].ID, got.AsOf[c][i], want.AsOf[c][place])
				}
				if !math.IsNaN(got.AsOf[c][i]) {
					rated++
				}
			}
		}
	})
	if rated < 1000 {
		t.Errorf("only %d values were there", rated)
	}
}

func TestStatesOfOneNameAreTheSame(t *testing.T) {
	equal, other := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		matches, moments := drawWorld(t), drawMoments(t)
		changed := slices.Clone(matches)
		i := rapid.IntRange(0, len(matches)-1).Draw(t, "changed")
		m := &changed[i]
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0:
			m.PlayedAt = time.Time{}
		case 1:
			m.Sheets[Home] = nil
		case 2:
			m.Sheets[Away] = []Sheet{{KnownAt: m.Kickoff.Add(-time.Hour), Players: eleven("someone", [2]int{11, 3})}}
		case 3:
			m.AsOf = m.AsOf.Add(-time.Hour)
		}
		nameAndState := func(matches []Match) (exact.Sum, []byte) {
			fixtures, known := split(matches)
			told, sum := toldOf(matches), exact.Sum{}
			err := told.Happened(fixtures, known, func(at int64, event []byte) {
				if at < moments[0].Unix() {
					sum.Add(event)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			_, states, err := told.Resume(&State{}, fixtures, known, moments)
			if err != nil {
				t.Fatal(err)
			}
			return sum, bytesOf(states[0])
		}
		name, before := nameAndState(matches)
		again, after := nameAndState(changed)
		switch {
		case name == again && !bytes.Equal(before, after):
			t.Fatalf("two states of %v have one name", moments[0])
		case name == again:
			equal++
		default:
			other++
		}
	})
	if equal < 10 || other < 10 {
		t.Errorf("%d states had the same name, %d another", equal, other)
	}
}

func TestEveryFieldOfAnAppearanceIsInTheName(t *testing.T) {
	lesson := func(change func(m *Match, a *Appearance)) string {
		m := fixture(0, "a", "b", eleven("a"), eleven("b"))
		a := m.Sheets[Home][0].Players[2]
		change(&m, &a)
		m.Sheets[Home][0].Players[2] = a
		return string(m.lesson(event{at: m.PlayedAt.Unix()}))
	}
	before := lesson(func(*Match, *Appearance) {})
	for i := range reflect.TypeOf(Appearance{}).NumField() {
		changed := lesson(func(_ *Match, a *Appearance) {
			switch v := reflect.ValueOf(a).Elem().Field(i).Addr().Interface().(type) {
			case *string:
				*v += "x"
			case *Position:
				*v = Goalkeeper
			case *bool:
				*v = !*v
			case *float64:
				*v = 7.5
			}
		})
		if changed == before {
			t.Errorf("another %s makes no other name", reflect.TypeOf(Appearance{}).Field(i).Name)
		}
	}
	for name, change := range map[string]func(m *Match, a *Appearance){
		"id":      func(m *Match, _ *Appearance) { m.ID = "y" },
		"country": func(m *Match, _ *Appearance) { m.Country = "y" },
		"home":    func(m *Match, _ *Appearance) { m.HomeTeamID = "y" },
		"away":    func(m *Match, _ *Appearance) { m.AwayTeamID = "y" },
	} {
		if lesson(change) == before {
			t.Errorf("another %s makes no other name", name)
		}
	}
}

func TestCutPlayersAreRefused(t *testing.T) {
	matches := rated(12)
	fixtures, known := split(matches)
	_, states, err := toldOf(matches).Resume(&State{}, fixtures, known, []time.Time{start.AddDate(0, 2, 0)})
	if err != nil {
		t.Fatal(err)
	}
	b := states[0].sources["press"]
	for n := 0; n < len(b); n += 97 {
		if _, err := decode(b[:n]); err == nil {
			t.Fatalf("%d of %d bytes were read as all", n, len(b))
		}
	}
}
