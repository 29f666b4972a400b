package ratings

import "math"

// The three filters of a division: on the mix of goals and shots; on prices and
// the mix; on prices alone.
const (
	onMix = iota
	onPricesAndMix
	onPrices
	filterCount
)

// specs are the speeds of the filters. Prices move with the news, so what is
// learned from them ages faster. Beside the mix a price counts for less than it
// would alone: both speak of the same match, and prices err alike for weeks.
var specs = [filterCount]filterSpec{
	onMix:          {clubNoise: 5e-5, seasonNoise: .005},
	onPricesAndMix: {clubNoise: 4e-4, seasonNoise: .01, priceVariance: .048},
	onPrices:       {clubNoise: 2e-4, seasonNoise: .01, priceVariance: .006},
}

// topSteadiness is how much slower the clubs of a top division change than
// those below, which lose their players every year.
const topSteadiness = .6

// specOf is a filter's speed at a level.
func specOf(filter, level int) filterSpec {
	s := specs[filter]
	if level == 1 {
		s.clubNoise *= topSteadiness
	}
	return s
}

// country is the state of one system of linked divisions.
type country struct {
	clubs     map[string]*club     // by team id
	divisions map[string]*division // by code
	levels    map[int]*division    // the division first seen on a level
}

// club is a club and where it stands.
type club struct {
	elo  float64
	home *division // whose filters hold it, nil between divisions
	slot int       // in each of them
	// away is what the filters knew when the club left its last division.
	away [filterCount]block
	// season is the newest it was seen in, last the one before; nil if none.
	season, last           *table
	seasonLevel, lastLevel int
}

// division is the state of one division.
type division struct {
	code    string
	level   int
	mix     mix
	means   means
	members []*club // by slot
	filters [filterCount]*filter
	priced  bool // a price has been learned
	seasons map[string]*table
	newest  *table
}

func startCountry() *country {
	return &country{clubs: map[string]*club{}, divisions: map[string]*division{}, levels: map[int]*division{}}
}

// pairing is a fixture's place in the state.
type pairing struct {
	division   *division
	table      *table
	home, away *club
}

// find is a fixture's place in the state; ok is false if its division, its season or
// one of its clubs in that season has not been entered yet.
func (c *country) find(m *Match) (p pairing, ok bool) {
	d := c.divisions[m.Division]
	if d == nil || d.seasons[m.Season] == nil {
		return p, false
	}
	p = pairing{division: d, table: d.seasons[m.Season], home: c.clubs[m.HomeTeamID], away: c.clubs[m.AwayTeamID]}
	for _, k := range []*club{p.home, p.away} {
		if k == nil || k.home != d {
			return p, false
		}
		if _, enrolled := p.table.place[k]; !enrolled {
			return p, false
		}
	}
	return p, true
}

// enter makes sure that the fixture's division, season and clubs are there as
// of a moment, and that both clubs play in that division. Nothing changes where they
// are, not even a filter's time: however often one asks, the state stays the same.
func (c *country) enter(m *Match, now int64) pairing {
	if p, ok := c.find(m); ok {
		return p
	}
	d := c.division(m, now)
	t := d.season(m.Season, now)
	p := pairing{division: d, table: t}
	d.advance(now)
	p.home = c.club(m.HomeTeamID, d, now)
	p.away = c.club(m.AwayTeamID, d, now)
	for _, k := range []*club{p.home, p.away} {
		d.host(k)
		d.enrol(k, t)
	}
	return p
}

func (c *country) division(m *Match, now int64) *division {
	d := c.divisions[m.Division]
	if d == nil {
		d = &division{
			code: m.Division, level: m.Level, mix: mixOf(m.Division), means: startMeans(), seasons: map[string]*table{},
		}
		for i := range d.filters {
			d.filters[i] = startFilter(specOf(i, d.level), now)
		}
		c.divisions[m.Division] = d
		if c.levels[m.Level] == nil {
			c.levels[m.Level] = d
		}
	}
	return d
}

// season is the division's table of that label; the newest one moves on with
// the first fixture of a season not seen before.
func (d *division) season(label string, now int64) *table {
	t := d.seasons[label]
	if t == nil {
		t = &table{start: now, place: map[*club]int{}}
		if d.newest != nil {
			t.before = len(d.newest.entries)
		}
		d.seasons[label] = t
		d.newest = t
	}
	return t
}

func (d *division) advance(now int64) {
	for _, f := range d.filters {
		f.advance(now)
	}
}

// club finds a club or creates it, rated as a newcomer to the division is.
func (c *country) club(id string, d *division, now int64) *club {
	k := c.clubs[id]
	if k != nil {
		return k
	}
	k = &club{}
	k.elo = c.eloOfNewcomer(d)
	for i := range k.away {
		k.away[i] = newcomer(c.meanOfNewcomer(d, i), now)
	}
	c.clubs[id] = k
	return k
}

// above is the division one level up, if it has clubs.
func (c *country) above(d *division) *division {
	if a := c.levels[d.level-1]; a != nil && len(a.members) > 0 {
		return a
	}
	return nil
}

// eloOfNewcomer is the mean of the division's clubs, less in a top division; in
// the division's first season, one step below the level above.
func (c *country) eloOfNewcomer(d *division) float64 {
	if len(d.seasons) > 1 && len(d.members) > 0 {
		if d.level == 1 {
			return d.meanElo() - eloPromotedGap
		}
		return d.meanElo()
	}
	if a := c.above(d); a != nil {
		return a.meanElo() - eloLevelGap
	}
	return eloStart - eloLevelGap*float64(d.level-1)
}

func (d *division) meanElo() float64 {
	sum := 0.0
	for _, k := range d.members {
		sum += k.elo
	}
	return sum / float64(len(d.members))
}

// meanOfNewcomer is where a filter places a newcomer: below the mean of the
// division, or one step below the level above in its first season.
func (c *country) meanOfNewcomer(d *division, filter int) [clubStates]float64 {
	shift := func(x [clubStates]float64, by float64) [clubStates]float64 {
		x[attack] += by
		x[defence] += by
		return x
	}
	if len(d.seasons) > 1 {
		if x, ok := d.filters[filter].mean(); ok && d.level == 1 {
			return shift(x, -promotedGap)
		} else if ok {
			return shift(x, -newcomerGap)
		}
	}
	if a := c.above(d); a != nil {
		x, _ := a.filters[filter].mean()
		return shift(x, -levelStep)
	}
	return shift([clubStates]float64{}, -levelStep*float64(d.level-1))
}

// host takes a club into the division's filters, out of those of any other. The
// club's own estimates stay; their covariance with those of its old rivals is
// lost.
func (d *division) host(k *club) {
	if k.home == d {
		return
	}
	if k.home != nil {
		k.home.release(k)
	}
	k.home, k.slot = d, len(d.members)
	d.members = append(d.members, k)
	for i, f := range d.filters {
		f.put(k.away[i])
	}
}

// release takes a club out of the division's filters.
func (d *division) release(k *club) {
	for i, f := range d.filters {
		k.away[i] = f.take(k.slot)
	}
	last := len(d.members) - 1
	d.members[k.slot] = d.members[last]
	d.members[k.slot].slot = k.slot
	d.members = d.members[:last]
	k.home = nil
}

// longestGap is after how many years away nothing more is forgotten.
const longestGap = 3

// enrol enters a club in a season's table, with the uncertainty of the summers
// since its last one.
func (d *division) enrol(k *club, t *table) {
	if _, there := t.place[k]; there {
		return
	}
	t.join(k)
	if k.season != nil && t.start < k.season.start {
		return // a late look at an older season
	}
	if k.season != nil {
		gap := math.Min(math.Max(years(k.season.start, t.start), 1), longestGap)
		for _, f := range d.filters {
			f.addSeason(k.slot, gap)
		}
	}
	k.last, k.lastLevel = k.season, k.seasonLevel
	k.season, k.seasonLevel = t, d.level
}

// releaseLeavers releases the clubs that did not come back for the season, once the
// season is old enough to know.
func (d *division) releaseLeavers(t *table) {
	if t.leaversReleased || t != d.newest || t.early() {
		return
	}
	t.leaversReleased = true
	for slot := len(d.members) - 1; slot >= 0; slot-- {
		if k := d.members[slot]; k.season != t {
			d.release(k)
		}
	}
}

// movement says whether a club was promoted or relegated into the division
// before this season: 1 or 0, or NaN where its season before is not known.
func (c *country) movement(p pairing, k *club) (promoted, relegated float64) {
	if p.table.before == 0 || k.season != p.table {
		return math.NaN(), math.NaN()
	}
	if k.last != nil && years(k.last.start, p.table.start) <= 1 {
		return flag(k.lastLevel > p.division.level), flag(k.lastLevel < p.division.level)
	}
	// It played outside the divisions we know: below, if those above are known.
	if above := c.levels[p.division.level-1]; p.division.level == 1 || above != nil && len(above.seasons) > 1 {
		return 1, 0
	}
	return math.NaN(), math.NaN()
}
