package players

import "math"

// A rating is a sum over appearances, in which one that lies ratingHalfLife full
// matches back counts half, shrunken toward the mean of the position by
// priorMatches full matches. Of 5 to 80 and 1 to 20 these explained most of the
// moves of prices in the Premier League 2018/19 to 2020/21, the season left out.
const (
	ratingHalfLife = 20
	priorMatches   = 3
	fullMatch      = 90 // minutes
)

// player is what is known of a player, wherever he plays.
type player struct {
	key      string
	position Position
	team     *team // for which he appeared last
	country  string
	surplus  float64 // decayed sum of rating above expectation, in standard deviations
	matches  float64 // decayed number of full matches behind it
	seen     bool    // has been in a squad before
}

// rating is how much better than his position's mean the player is over a full
// match, in standard deviations of one full match; 0 for a player without
// ratings.
func (p *player) rating() float64 { return p.surplus / (p.matches + priorMatches) }

// learn adds an appearance of some full matches.
func (p *player) learn(matches, surplus float64) {
	decay := math.Exp2(-matches / ratingHalfLife)
	p.surplus = p.surplus*decay + surplus
	p.matches = p.matches*decay + matches
}

// line is what ratings are like, against minutes: sums of a least-squares line.
type line struct{ n, x, y, xx, xy float64 }

// leastAppearances is how many appearances a line must have seen before
// anybody is compared with it.
const leastAppearances = 100

// at is the mean rating after x full matches; ok is false as long as too little
// was seen.
func (l *line) at(x float64) (y float64, ok bool) {
	if l.n < leastAppearances {
		return 0, false
	}
	mx, my := l.x/l.n, l.y/l.n
	// One hundredth of a full match squared keeps the slope finite if all
	// appearances are equally long.
	slope := (l.xy/l.n - mx*my) / (l.xx/l.n - mx*mx + .01)
	return my + slope*(x-mx), true
}

func (l *line) add(x, y float64) {
	l.n++
	l.x += x
	l.y += y
	l.xx += x * x
	l.xy += x * y
}

// norms are what is usual, by position and for starters apart.
type norms struct {
	lines   [numPositions][2]line
	n, sums float64 // of squared deviations
}

func (x *norms) line(a *Appearance, position Position) *line {
	started := 0
	if a.Started {
		started = 1
	}
	return &x.lines[position][started]
}

// surplus is by how many standard deviations an appearance was better than
// usual; ok is false as long as too little is known of what is usual.
func (x *norms) surplus(a *Appearance, position Position) (float64, bool) {
	expected, ok := x.line(a, position).at(a.minutes() / fullMatch)
	if !ok || x.n < leastAppearances {
		return 0, false
	}
	sd := math.Sqrt(x.sums / x.n)
	if !(sd > 0) {
		return 0, false
	}
	return (a.Rating - expected) / sd, true
}

// deviate adds by how much a starter differed from what was usual.
func (x *norms) deviate(a *Appearance, position Position) {
	if expected, ok := x.line(a, position).at(a.minutes() / fullMatch); ok && a.Started {
		x.n++
		x.sums += (a.Rating - expected) * (a.Rating - expected)
	}
}

// add adds an appearance to what is usual.
func (x *norms) add(a *Appearance, position Position) {
	x.line(a, position).add(a.minutes()/fullMatch, a.Rating)
}
