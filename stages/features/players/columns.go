package players

import "math"

// The columns of Features. Ratings are in standard deviations of one player's
// full match, summed over the eleven.
const (
	// RatingDiff is the rating of the eleven less that of the team's usual
	// eleven, by shares of starts over five matches, home minus away.
	RatingDiff = iota
	// MissingDiff is the sum of the shares of starts over ten matches of those
	// who are not in the squad, home minus away.
	MissingDiff
	// RegularityDiff is the sum, weighted by the share of starts over five
	// matches, of starts less their probability, home minus away; 0 for
	// expected line-ups.
	RegularityDiff
	// BenchDiff is the rating of the bench, home minus away.
	BenchDiff
	// StrengthHome and StrengthAway are the ratings of the elevens.
	StrengthHome
	StrengthAway
	// CoverageHome and CoverageAway are the shares of the elevens, 0 to 1, who
	// were in a squad before.
	CoverageHome
	CoverageAway
	// RotationHome and RotationAway are the numbers of starters who did not
	// start the team's last match, 0 to 11.
	RotationHome
	RotationAway
	// KeeperChangeHome and KeeperChangeAway are 1 if another goalkeeper starts
	// than in the last match; a probability for expected line-ups.
	KeeperChangeHome
	KeeperChangeAway
	// AnnouncedHome and AnnouncedAway are 1 if the side's line-up was
	// announced.
	AnnouncedHome
	AnnouncedAway
	NumColumns
)

// Names are the names of the columns as features.
var Names = [NumColumns]string{
	"lineup_rating_diff", "lineup_missing_diff", "lineup_regularity_diff", "lineup_bench_diff",
	"lineup_strength_home", "lineup_strength_away", "lineup_coverage_home", "lineup_coverage_away",
	"lineup_rotation_home", "lineup_rotation_away", "lineup_keeper_change_home", "lineup_keeper_change_away",
	"lineup_announced_home", "lineup_announced_away",
}

// sums are what a line-up comes to; everything is linear in its weights.
type sums struct {
	rating, usual, strength, missing, regularity, bench float64
	coverage, rotation, keeperChange                    float64
}

// features is a row of a match as of a moment. Columns that need a team's
// history are NaN where either team has none.
func (past *history) features(m *Match, at int64) [NumColumns]float64 {
	var row [NumColumns]float64
	home, away := past.lineup(m, Home, at), past.lineup(m, Away, at)
	h, a := home.sums(), away.sums()
	row[RatingDiff] = h.rating - a.rating
	row[MissingDiff] = h.missing - a.missing
	row[RegularityDiff] = h.regularity - a.regularity
	row[BenchDiff] = h.bench - a.bench
	for side, s := range []sums{h, a} {
		row[StrengthHome+side] = s.strength
		row[CoverageHome+side] = s.coverage
		row[RotationHome+side] = s.rotation
		row[KeeperChangeHome+side] = s.keeperChange
	}
	for side, x := range []*lineup{&home, &away} {
		if x.announced {
			row[AnnouncedHome+side] = 1
		}
		if !x.known {
			for _, c := range []int{RatingDiff, MissingDiff, RegularityDiff, BenchDiff, StrengthHome + side, RotationHome + side, KeeperChangeHome + side} {
				row[c] = math.NaN()
			}
		}
		// Nor do these say anything of a team of which nothing was known at the moment: a
		// 0 would tell that sheets of its country would come.
		if !x.known && !x.announced {
			row[CoverageHome+side], row[AnnouncedHome+side] = math.NaN(), math.NaN()
		}
	}
	return row
}

// sums adds up a line-up. An eleven of another number of players, or of unknown
// ones, counts as eleven of those who are known.
func (x *lineup) sums() sums {
	var s sums
	var starts, usuals, keepers, sameKeeper float64
	for i := range x.choices {
		c := &x.choices[i]
		g := c.player.rating()
		starts += c.start
		usuals += c.usual
		s.strength += c.start * g
		s.usual += c.usual * g
		s.missing += c.regular * (1 - c.squad)
		s.regularity += c.usual * (c.start - c.likely)
		s.bench += (c.squad - c.start) * g
		if c.seen {
			s.coverage += c.start
		}
		if !c.startedLast {
			s.rotation += c.start
		}
		if c.position == Goalkeeper {
			keepers += c.start
			if c.startedLast {
				sameKeeper += c.start
			}
		}
	}
	if starts > 0 {
		s.strength *= fullSheet / starts
		s.coverage /= starts
	}
	if usuals > 0 {
		s.usual *= fullSheet / usuals
	}
	if keepers > 0 {
		s.keeperChange = 1 - sameKeeper/keepers
	}
	s.rating = s.strength - s.usual
	return s
}
