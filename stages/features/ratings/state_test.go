package ratings

import (
	"bytes"
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"matchday/stages/features/exact"
)

// bytesOf are a state's bytes.
func bytesOf(s *State) []byte {
	var w exact.Writer
	s.Write(&w)
	return w.Bytes
}

// reread writes a state and reads it.
func reread(t interface{ Fatal(...any) }, s *State) *State {
	r := exact.Read(bytesOf(s))
	out := ReadState(r)
	if err := r.End(); err != nil {
		t.Fatal(err)
	}
	return out
}

// since are the matches to which something happens from a moment on, or that are asked
// about.
func since(matches []Match, at time.Time) (out []Match, places []int) {
	for i := range matches {
		m := &matches[i]
		if last, ok := m.Last(); ok && last >= at.Unix() || !m.AsOf.Before(at) {
			out, places = append(out, *m), append(places, i)
		}
	}
	return out, places
}

func TestARunFromAStateIsTheRunThroughToTheBit(t *testing.T) {
	rows := 0
	for world := range uint64(30) {
		rng := rand.New(rand.NewPCG(world, 5))
		matches := inventedWorld(rng)
		if world%2 == 1 {
			matches = asLive(matches, matches[rng.IntN(len(matches))].Kickoff)
		}
		first := time.Date(2010, time.August, 1, 0, 0, 0, 0, time.UTC)
		moments := []time.Time{first.AddDate(0, 0, rng.IntN(1300)), first.AddDate(0, 0, rng.IntN(1300))}
		slices.SortFunc(moments, time.Time.Compare)
		whole, states, err := Resume(context.Background(), &State{}, matches, moments)
		if err != nil {
			t.Fatal(err)
		}
		rest, places := since(matches, moments[0])
		out, later, err := Resume(context.Background(), reread(t, states[0]), rest, moments[1:])
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(bytesOf(later[0]), bytesOf(states[1])) {
			t.Fatalf("the state of %v differs from that of the run through", moments[1])
		}
		for i, place := range places {
			if matches[place].AsOf.Before(moments[0]) {
				continue
			}
			rows++
			if what, same := sameRow(out, i, whole, place); !same {
				t.Fatalf("row of %s, from the state of %v: %s", rest[i].ID, moments[0], what)
			}
			if a, b := out.Predicted[i], whole.Predicted[place]; a != b && a == a {
				t.Fatalf("%s was predicted with %v, in the run through with %v", rest[i].ID, a, b)
			}
		}
	}
	if rows < 1000 {
		t.Errorf("only %d rows were compared", rows)
	}
}

// happened are the sums of all that happens to matches.
func happened(matches []Match) exact.Months {
	months := exact.Months{}
	for i := range matches {
		matches[i].Happened(months.Add)
	}
	return months
}

func TestStatesOfOneNameAreTheSame(t *testing.T) {
	same, other := 0, 0
	for world := range uint64(40) {
		rng := rand.New(rand.NewPCG(world, 6))
		matches := inventedWorld(rng)
		moment := time.Date(2010, time.Month(9+rng.IntN(36)), 1, 0, 0, 0, 0, time.UTC)
		change := moment.AddDate(0, 0, rng.IntN(45)-30)
		changed := futureChanged(rng, matches, change)
		names := happened(matches).Names(nil)
		again := happened(changed).Names(nil)
		months := happened(matches).Sorted()
		at, _ := slices.BinarySearch(months, exact.MonthOf(moment.Unix()))
		if at == 0 {
			continue
		}
		last := months[at-1]
		if names[last] != again[last] {
			if change.After(moment) {
				t.Fatalf("what became known after %v has given another name to what was known at %v", change, moment)
			}
			other++
			continue
		}
		same++
		_, before, err := Resume(context.Background(), &State{}, matches, []time.Time{moment})
		if err != nil {
			t.Fatal(err)
		}
		_, after, err := Resume(context.Background(), &State{}, changed, []time.Time{moment})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(bytesOf(before[0]), bytesOf(after[0])) {
			t.Fatalf("two states of %v have one name", moment)
		}
	}
	if same < 5 || other < 5 {
		t.Errorf("%d states had the same name, %d another", same, other)
	}
}

// notLearned are the fields of a match that change no rating.
var notLearned = []string{"MatchDate", "KickoffKnown", "Kickoff", "HomeTeam", "AwayTeam"}

func TestEveryFieldThatIsLearnedFromIsInTheName(t *testing.T) {
	m := inventedWorld(rand.New(rand.NewPCG(12, 12)))[0]
	m.KnownAt, m.HasPrice, m.PriceKnownAt = m.Kickoff.Add(3*time.Hour), true, m.Kickoff
	m.Price[0], m.HomeShots = .5, 3
	before := happened([]Match{m})
	for _, field := range reflect.VisibleFields(reflect.TypeOf(m)) {
		if field.Anonymous {
			continue
		}
		changed := m
		value := reflect.ValueOf(&changed).Elem().FieldByIndex(field.Index)
		switch v := value.Addr().Interface().(type) {
		case *string:
			*v += "x"
		case *int:
			*v++
		case *float64:
			*v = 41
		case *bool:
			*v = !*v
		case *time.Time:
			*v = m.Kickoff.Add(-time.Hour)
		default:
			value.Index(0).SetFloat(.25)
		}
		if got := !reflect.DeepEqual(happened([]Match{changed}), before); got == slices.Contains(notLearned, field.Name) {
			t.Errorf("another %s makes another name: %v", field.Name, got)
		}
	}
}

func TestACutStateIsRefused(t *testing.T) {
	matches := inventedWorld(rand.New(rand.NewPCG(13, 13)))
	_, states, err := Resume(context.Background(), &State{}, matches, []time.Time{time.Date(2011, time.October, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range states[0].countries {
		for range 50 {
			n := rand.IntN(len(b))
			if _, _, err := decode(b[:n]); err == nil {
				t.Fatalf("%d of %d bytes of %s are a state", n, len(b), name)
			}
		}
	}
}
