package answers

import (
	"cmp"
	"crypto/sha256"
	"slices"

	"matchday/stages/staging/compact"
	"matchday/stages/staging/table"
)

// told is what the objects of a group come to, but for the details of its fixtures and
// for what it tells of players.
type told struct {
	fixtures []*History
	leagues  []ToldLeague
	seasons  []ToldSeason
	teams    []ToldTeam // of team objects; a fixture has its own
	rejects  []table.Reject
	people   string // names what the group tells of players; "": nothing
}

// ToldTeam is a team as some fetches told it.
type ToldTeam struct {
	NamedTeam
	First, Last int64 // the first fetch, and the last that still showed it, µs
	At          int64 // the last fetch that brought it anew
}

// ToldLeague is a league as some fetches told it. Of two told at one moment the one of
// the later place counts.
type ToldLeague struct {
	ID, Country int64
	Name        string
	First, Last int64
	At          int64
	Place       int
}

// ToldSeason is a season as it was told last.
type ToldSeason struct {
	ID, League int64
	Name       string
	At         int64
	Place      int
}

// tell says what merged objects of a group come to.
func tell(objects []*Object, merged []*History) told {
	x := told{fixtures: slices.DeleteFunc(slices.Clone(merged), func(f *History) bool { return f.First == nil })}
	for _, f := range x.fixtures {
		f.summarise()
	}
	var c competitions
	var teams teamBook
	for place, o := range objects {
		for _, a := range o.Responses {
			c.addLeague(a.EmbeddedLeague, o, place)
			c.addSeason(a.EmbeddedSeason, o, place)
		}
		switch v := o.Value.(type) {
		case *League:
			c.addLeague(v, o, place)
		case *Season:
			c.addSeason(v, o, place)
		case *TeamObject:
			if v.Name != nil && (v.Placeholder == nil || !*v.Placeholder) {
				teams.add(NamedTeam{ID: v.ID, Country: Integer(v.CountryID), Name: Text(v.Name)}, o)
			}
		}
		x.rejects = append(x.rejects, o.rejects...)
	}
	x.leagues, x.seasons, x.teams = c.leagues, c.seasons, teams.list()
	return x
}

// summarise notes what the join asks of a fixture that was merged.
func (f *History) summarise() {
	f.League, f.Season, f.LastLanded = f.Last.League, f.Last.Season, f.Last.FetchedAt
	f.FirstLanded, f.FirstKickoff = f.First.FetchedAt, f.First.Kickoff
	f.Prices, f.seen = len(f.Points), f.lastSeen()
	for side := range f.Sheets {
		f.FirstNames[side], f.HasSheet[side] = f.First.Teams[side].Name, len(f.Sheets[side]) > 0
	}
	var teams teamBook
	kickoff := int64(noTime)
	for _, a := range f.Responses {
		for _, t := range a.Teams {
			if t != nil && !a.TeamsFromElsewhere && t.Name != "" && !t.Placeholder {
				teams.add(*t, a.Object)
			}
		}
		for _, s := range a.Absences {
			if !slices.Contains(f.AbsentTeams, s.Team) {
				f.AbsentTeams = append(f.AbsentTeams, s.Team)
			}
		}
		if a.oddsOnly {
			continue
		}
		if a.Kickoff != noTime {
			kickoff = a.Kickoff
		}
		if n := len(f.steps); n == 0 || f.steps[n-1].state != a.state || f.steps[n-1].kickoff != kickoff {
			f.steps = append(f.steps, step{a.FetchedAt, a.state, kickoff})
		}
	}
	f.Names = teams.list()
	sum := sha256.New()
	f.writeKey(sum)
	f.Digest = string(sum.Sum(nil)[:keySize])
}

// step is what was told of a fixture's state and kick-off from a fetch on.
type step struct{ from, state, kickoff int64 }

// teamBook collects the names of teams.
type teamBook struct {
	at  map[NamedTeam]int
	all []struct {
		ToldTeam
		turn int // of the last fetch that brought it anew
	}
	turn int
}

func (b *teamBook) add(t NamedTeam, o *Object) {
	i, known := b.at[t]
	if !known {
		if b.at == nil {
			b.at = map[NamedTeam]int{}
		}
		i = len(b.all)
		b.at[t] = i
		b.all = append(b.all, struct {
			ToldTeam
			turn int
		}{ToldTeam: ToldTeam{t, o.FetchedAt, o.LastSeen, 0}})
	}
	x := &b.all[i]
	x.First, x.Last = min(x.First, o.FetchedAt), max(x.Last, o.LastSeen)
	b.turn++
	if o.FetchedAt >= x.At {
		x.At, x.turn = o.FetchedAt, b.turn
	}
}

// list gives the names: of two told at one moment the one that counts stands last.
func (b *teamBook) list() (out []ToldTeam) {
	slices.SortFunc(b.all, func(x, y struct {
		ToldTeam
		turn int
	}) int {
		return cmp.Compare(x.turn, y.turn)
	})
	for _, t := range b.all {
		out = append(out, t.ToldTeam)
	}
	return out
}

// competitions collects the leagues and seasons of a group: landed by themselves, and
// inside other objects.
type competitions struct {
	leagues []ToldLeague
	seasons []ToldSeason
}

func (c *competitions) addLeague(l *League, o *Object, place int) {
	if l == nil || l.ID == 0 {
		return
	}
	t := ToldLeague{l.ID, Integer(l.CountryID), Text(l.Name), o.FetchedAt, o.LastSeen, o.FetchedAt, place}
	i := slices.IndexFunc(c.leagues, func(x ToldLeague) bool { return x.ID == t.ID && x.Country == t.Country && x.Name == t.Name })
	if i < 0 {
		i = len(c.leagues)
		c.leagues = append(c.leagues, t)
	}
	x := &c.leagues[i]
	x.First, x.Last = min(x.First, t.First), max(x.Last, t.Last)
	if t.At >= x.At {
		x.At, x.Place = t.At, place
	}
	c.addSeason(l.CurrentSeason, o, place)
	more, _ := l.Seasons.Decode()
	for i := range more {
		c.addSeason(&more[i], o, place)
	}
}

func (c *competitions) addSeason(s *Season, o *Object, place int) {
	if s == nil || s.ID == 0 {
		return
	}
	t := ToldSeason{s.ID, s.LeagueID, Text(s.Name), o.FetchedAt, place}
	i := slices.IndexFunc(c.seasons, func(x ToldSeason) bool { return x.ID == s.ID })
	switch {
	case i < 0:
		c.seasons = append(c.seasons, t)
	case t.At >= c.seasons[i].At:
		c.seasons[i] = t
	}
}

func (x *told) code(c *compact.Coder) {
	compact.List(c, &x.fixtures, pointer((*History).code))
	compact.List(c, &x.leagues, func(c *compact.Coder, l *ToldLeague) {
		for _, n := range []*int64{&l.ID, &l.Country, &l.First, &l.Last, &l.At} {
			compact.Number(c, n)
		}
		c.Text(&l.Name)
		compact.Number(c, &l.Place)
	})
	compact.List(c, &x.seasons, func(c *compact.Coder, s *ToldSeason) {
		compact.Number(c, &s.ID)
		compact.Number(c, &s.League)
		c.Text(&s.Name)
		compact.Number(c, &s.At)
		compact.Number(c, &s.Place)
	})
	compact.List(c, &x.teams, codeToldTeam)
	compact.List(c, &x.rejects, codeToldReject)
	c.Text(&x.people)
}

func codeToldTeam(c *compact.Coder, t *ToldTeam) {
	codeNamedTeam(c, &t.NamedTeam)
	compact.Number(c, &t.First)
	compact.Number(c, &t.Last)
	compact.Number(c, &t.At)
}

func codeToldReject(c *compact.Coder, r *table.Reject) {
	c.Repeated(&r.File)
	c.Repeated(&r.SHA256)
	compact.Number(c, &r.Line)
	c.Repeated(&r.Reason)
	c.Repeated(&r.Detail)
	c.Text(&r.Row)
	compact.Number(c, &r.LandedAt)
	if c.Reading() {
		r.Source, r.Hint = Source, Explain(r.Reason)
	}
}

// code is what the join asks of the fixture.
func (f *History) code(c *compact.Coder) {
	for _, n := range []*int64{&f.ID, &f.League, &f.Season, &f.state, &f.Kickoff, &f.LastLanded, &f.FirstLanded, &f.FirstKickoff, &f.seen} {
		compact.Number(c, n)
	}
	c.Bool(&f.Timed)
	compact.Number(c, &f.Prices)
	for side := range f.Teams {
		compact.Optional(c, &f.Teams[side], codeNamedTeam)
		compact.Number(c, &f.Result[side])
		c.Repeated(&f.FirstNames[side])
		c.Bool(&f.HasSheet[side])
	}
	compact.List(c, &f.Names, codeToldTeam)
	compact.List(c, &f.AbsentTeams, compact.Number)
	compact.List(c, &f.steps, func(c *compact.Coder, s *step) {
		compact.Number(c, &s.from)
		compact.Number(c, &s.state)
		compact.Number(c, &s.kickoff)
	})
	c.Text(&f.Digest)
}
