package features

import (
	"runtime"
	"time"

	"matchday/stages/features/columns"
	"matchday/stages/features/exact"
	"matchday/stages/features/ratings"
	"matchday/warehouse/lake"
)

// kept are the states that a run through everything keeps on its way.
type kept struct {
	ratings, players             *states
	ratingsMonths, playersMonths []int // at whose beginnings; nil: none
}

// statesToKeep finds out which states of a run through all rows there are not yet: at
// the beginnings of the last months, from which live runs go on, and of each July, for
// corrections of old results and replays of old runs.
func statesToKeep(l lake.Lake, staged lake.Manifest, rows *ratingInput) (*kept, error) {
	program, err := lake.Program()
	if err != nil {
		return nil, err
	}
	in := &inputs{lake: l, staged: staged, program: program + " " + runtime.GOARCH}
	total := partitionEvents{ratings: exact.Months{}, players: exact.Months{}}
	at := make(map[string]int, len(rows.matches))
	for i := range rows.matches {
		at[rows.matches[i].ID] = i
	}
	for _, name := range partitionsOf(staged) {
		events, err := in.trainedEvents(name, rows, at)
		if err != nil {
			return nil, err
		}
		total.ratings.Join(events.ratings)
		total.players.Join(events.players)
	}
	k := &kept{
		ratings: statesOf(l, ratingsKind, in.program, total.ratings),
		players: statesOf(l, playersKind, in.program, total.players),
	}
	last := lastResult(rows.matches)
	k.ratingsMonths, k.playersMonths = k.ratings.lacking(last), k.players.lacking(last)
	return k, nil
}

// trainedEvents are what happened in a partition as training sees it: a live run sees
// the same once all of it lies before its clock.
func (in *inputs) trainedEvents(name string, rows *ratingInput, at map[string]int) (partitionEvents, error) {
	key := in.keyOf(name)
	if events, found, err := in.knownEvents(key); found || err != nil {
		return events, err
	}
	paths, err := in.staged.PathsOf("fixtures", name)
	if err != nil {
		return partitionEvents{}, err
	}
	var places []int
	for _, path := range paths {
		p, err := columns.Open(path)
		if err != nil {
			return partitionEvents{}, err
		}
		p.Texts("fixture_id", func(_ int, id string) { places = append(places, at[id]) })
		if err := p.Wait(); err != nil {
			return partitionEvents{}, err
		}
	}
	told, err := in.told(name)
	if err != nil {
		return partitionEvents{}, err
	}
	events, err := eventsOf(rows.picked(places), told)
	if err != nil {
		return partitionEvents{}, err
	}
	if events.latest, err = in.latestOf(name); err != nil {
		return partitionEvents{}, err
	}
	return events, in.keepEvents(key, &events)
}

// lastResult is the month of the last result, 0 if there is none.
func lastResult(matches []ratings.Match) int {
	var last time.Time
	for i := range matches {
		if at := matches[i].LearnedAt(); at.After(last) {
			last = at
		}
	}
	if last.IsZero() {
		return 0
	}
	return exact.MonthOf(last.Unix())
}

// Which states training keeps.
const (
	monthsKept = 13 // of the last
	july       = 6  // and one a year
)

// lacking are the months, up to one, at whose beginnings a state should be kept and is not.
func (s *states) lacking(last int) (months []int) {
	for month := range last + 1 {
		if last-month >= monthsKept && month%12 != july {
			continue
		}
		key, ok := s.key(month)
		if !ok {
			continue
		}
		if _, found := s.derived.Get(key); !found {
			months = append(months, month)
		}
	}
	return months
}
