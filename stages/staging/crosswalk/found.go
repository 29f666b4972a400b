package crosswalk

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"matchday/stages/staging/compact"
	"matchday/stages/staging/notes"
)

// finding is what was found out of one season of the other source.
type finding struct {
	Joined
	complete bool   // it is joined, and all its teams are
	sure     []Pair // of teams, those that hold in other seasons
}

// find finds out which canonical season a season is, and who are its teams and fixtures,
// unless a note tells: it depends on that season, on those that it may be and on what is
// known of its teams.
func find(h []*schedule, o *schedule, pins, known map[string]string, book *notes.Book) finding {
	var may []*schedule
	var place []int
	for i, s := range h {
		if mayBe(s, o) {
			may, place = append(may, s), append(place, i)
		}
	}
	name := nameOf(may, o, pins, known)
	if text, found := book.Get(name); found {
		var f finding
		c := compact.Reader(text, nil)
		if f.code(c); c.Err() == nil && !c.Rest() && f.Canonical < len(place) {
			return f.among(place)
		}
	}
	m, joined := bestSeason(may, o, pins, known)
	f := finding{Joined: joined}
	if m != nil {
		f.Teams, f.Fixtures, f.Ambiguous = m.report()
		f.complete = m.complete()
		for i, j := range m.to {
			if j >= 0 && m.score(i) >= leastShared {
				f.sure = append(f.sure, Pair{Other: m.other.teams[i], Canonical: m.canonical.teams[j]})
			}
		}
	}
	c := compact.Writer(nil)
	f.code(c)
	book.Put(name, string(c.Bytes()))
	return f.among(place)
}

// among names the canonical season by its place among all, not among those that it may be.
func (f finding) among(place []int) finding {
	if f.Canonical >= 0 {
		f.Canonical = place[f.Canonical]
	}
	return f
}

// nameOf names all that a finding depends on.
func nameOf(may []*schedule, o *schedule, pins, known map[string]string) string {
	sum := sha256.New()
	w := bufio.NewWriterSize(sum, 1<<14)
	for _, s := range append([]*schedule{o}, may...) {
		_, _ = w.WriteString(s.sum())
	}
	o.numberTeams()
	for _, team := range o.teams {
		fmt.Fprintf(w, "%q %q %q\n", team, pins[team], known[team])
	}
	_ = w.Flush() // a sum takes anything
	return string(sum.Sum(nil)[:16])
}

// sum names what is told of a season.
func (x *schedule) sum() string {
	if x.named != "" {
		return x.named
	}
	sum := sha256.New()
	w := bufio.NewWriterSize(sum, 1<<14)
	fmt.Fprintf(w, "%q %q %q %d %d\n", x.ID, x.Division, x.Label, len(x.Names), len(x.Fixtures))
	for _, team := range slices.Sorted(maps.Keys(x.Names)) {
		fmt.Fprintf(w, "%q %q\n", team, x.Names[team])
	}
	c := compact.Writer(nil)
	for i := range x.Fixtures {
		f := &x.Fixtures[i]
		c.Reset()
		for _, text := range []*string{&f.ID, &f.Home, &f.Away} {
			c.Text(text)
		}
		compact.Number(c, &f.Day)
		compact.Number(c, &f.Round)
		_, _ = w.Write(c.Bytes())
	}
	_ = w.Flush() // a sum takes anything
	x.named = string(sum.Sum(nil))
	return x.named
}

func (f *finding) code(c *compact.Coder) {
	compact.Number(c, &f.Canonical)
	c.Float(&f.Score)
	c.Bool(&f.complete)
	for _, pairs := range []*[]Pair{&f.Teams, &f.Fixtures, &f.sure} {
		compact.List(c, pairs, codePair)
	}
	compact.List(c, &f.Ambiguous, func(c *compact.Coder, a *Ambiguity) {
		for _, text := range []*string{&a.Entity, &a.Other, &a.Reason} {
			c.Text(text)
		}
		compact.List(c, &a.Candidates, (*compact.Coder).Text)
	})
}

func codePair(c *compact.Coder, p *Pair) {
	how := string(p.How)
	for _, text := range []*string{&p.Other, &p.Canonical, &how} {
		c.Text(text)
	}
	c.Float(&p.Score)
	p.How = How(how)
}
