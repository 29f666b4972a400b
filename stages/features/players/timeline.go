package players

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The kinds of events, in the order in which those of one moment happen: what
// became known at a moment comes before the rows of that moment. A fixture's own
// result comes after its own rows, whatever its stamp.
type eventKind uint8

const (
	played eventKind = iota
	expectation
	announcement
	ownPlayed
)

// event is something that happens to one match.
type event struct {
	at    int64 // Unix seconds
	kind  eventKind
	match int32
}

// eventsOf orders what happens to the matches. The order within a moment is that
// of the fixtures' ids, so that a match that is added later moves none before it.
func eventsOf(matches []Match) ([]event, error) {
	events := make([]event, 0, 3*len(matches))
	for i := range matches {
		m := &matches[i]
		last := m.AsOf.Unix()
		events = append(events, event{last, expectation, int32(i)})
		if at := m.announcedAt(); !at.IsZero() {
			last = max(last, at.Unix())
			events = append(events, event{at.Unix(), announcement, int32(i)})
		}
		if m.PlayedAt.IsZero() {
			continue
		}
		if at := m.PlayedAt.Unix(); at > last {
			events = append(events, event{at, played, int32(i)})
		} else {
			events = append(events, event{last, ownPlayed, int32(i)})
		}
	}
	slices.SortFunc(events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind), strings.Compare(matches[a.match].ID, matches[b.match].ID))
	})
	for i := 1; i < len(events); i++ {
		if a, b := events[i-1], events[i]; a.at == b.at && a.kind == b.kind && matches[a.match].ID == matches[b.match].ID {
			return nil, fmt.Errorf("fixture %q stands twice among the matches", matches[a.match].ID)
		}
	}
	return events, nil
}

// announcedAt is when the last line-up before kick-off was known, of either
// side; zero if there is none.
func (m *Match) announcedAt() time.Time {
	var at time.Time
	for side := range m.Sheets {
		if s := m.sheetAt(side, m.Kickoff.Unix()); s != nil && s.KnownAt.After(at) {
			at = s.KnownAt
		}
	}
	return at
}

// fullSheet is how many starters make a team sheet whole.
const fullSheet = 11

// sheetAt is the side's team sheet as known at a moment: the last version that
// is not emptier than one before it, because an empty or partial answer is a
// passing fault of the source. It is nil if nobody has started in any.
func (m *Match) sheetAt(side int, at int64) *Sheet {
	var best *Sheet
	most := 1
	for i := range m.Sheets[side] {
		s := &m.Sheets[side][i]
		if s.KnownAt.Unix() > at {
			break
		}
		if n := s.starters(); n >= min(most, fullSheet) {
			best, most = s, n
		}
	}
	return best
}

func (s *Sheet) starters() int {
	n := 0
	for i := range s.Players {
		if s.Players[i].Started {
			n++
		}
	}
	return n
}
