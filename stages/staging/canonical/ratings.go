package canonical

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// A player's rating is the mean of the source's ratings of his appearances, in which
// one that lies ratingHalfLife full matches back counts half, shrunken toward the mean
// of his position by priorMatches full matches. The line-up features weigh what they
// learn of a player by the same two numbers.
const (
	ratingHalfLife = 20
	priorMatches   = 3
	fullMatch      = 90 // minutes
)

// form is a decayed sum of ratings, and the full matches behind it.
type form struct{ sum, matches float64 }

func (f *form) learn(matches, rating, decay float64) {
	f.sum = f.sum*decay + matches*rating
	f.matches = f.matches*decay + matches
}

// ratePlayers gives every player a rating: by his own appearances, wherever he played
// them, and before the first by what is usual in his position. Where no appearance of
// any player is rated there is none.
func (j Joined) ratePlayers(players map[int64]table.Player, rated map[int64][]answers.Rating) {
	var fixtures []*answers.History
	for f := range j.ByAPI() {
		fixtures = append(fixtures, f.API)
	}
	slices.SortFunc(fixtures, func(a, b *answers.History) int {
		return cmp.Or(cmp.Compare(a.Kickoff, b.Kickoff), cmp.Compare(a.ID, b.ID))
	})
	own, usual := map[int64]*form{}, map[string]*form{"": {}}
	for _, f := range fixtures {
		for _, r := range rated[f.ID] {
			matches := r.Minutes / fullMatch
			if own[r.Player] == nil {
				own[r.Player] = &form{}
			}
			own[r.Player].learn(matches, r.Rating, math.Exp2(-matches/ratingHalfLife))
			position := cmp.Or(players[r.Player].Position, r.Position)
			if usual[position] == nil {
				usual[position] = &form{}
			}
			usual[position].learn(matches, r.Rating, 1)
			if position != "" {
				usual[""].learn(matches, r.Rating, 1)
			}
		}
	}
	if usual[""].matches == 0 {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(players)) {
		p := players[id]
		mean := usual[p.Position]
		if mean == nil {
			mean = usual[""]
		}
		f := own[id]
		if f == nil {
			f = &form{}
		}
		rating := (f.sum + priorMatches*mean.sum/mean.matches) / (f.matches + priorMatches)
		p.Rating, p.Matches = &rating, f.matches
		players[id] = p
	}
}
