package files

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"matchday"
	"matchday/stages/staging/compact"
	"matchday/stages/staging/table"
)

// These functions describe what the files were merged to, so that it need not be
// merged again.

// code is a fixture but for its detail and its season.
func (f *Fixture) code(c *compact.Coder) {
	c.Text(&f.ID)
	compact.Number(c, &f.Day)
	c.Repeated(&f.HomeID)
	c.Repeated(&f.AwayID)
	kickoff := f.Kickoff.UnixMicro()
	compact.Number(c, &kickoff)
	f.Kickoff = time.UnixMicro(kickoff).UTC()
	c.Bool(&f.KickoffKnown)
	compact.Number(c, &f.FirstLanded)
	c.Bool(&f.Played)
	c.Bool(&f.Withdrawn)
	compact.Number(c, &f.Prices)
}

// code is a fixture's detail but for its prices and its collection moment, which
// follows from the kick-off.
func (d *detail) code(c *compact.Coder) {
	c.Repeated(&d.home)
	c.Repeated(&d.away)
	c.Repeated(&d.referee)
	compact.Number(c, &d.attendance)
	compact.Number(c, &d.Landed)
	compact.Number(c, &d.HomeGoals)
	compact.Number(c, &d.AwayGoals)
	stated := string(d.stated)
	c.Repeated(&stated)
	d.stated = matchday.Outcome(stated)
	compact.Number(c, &d.scoreLanded)
	for i := range d.statistics {
		compact.Number(c, &d.statistics[i])
	}
	c.Bool(&d.HasStatistics)
	compact.Number(c, &d.statisticsLanded)
	compact.Number(c, &d.listing.seen)
	compact.Number(c, &d.listing.unlisted)
	compact.List(c, &d.listing.gone, compact.Number)
}

// code is what rows tell of a file season.
func (e *FileSeason) code(c *compact.Coder) {
	c.Text(&e.Division)
	c.Text(&e.Season)
	c.Text(&e.league.Country)
	compact.Number(c, &e.league.Level)
	c.Text(&e.league.Name)
	if c.Reading() {
		e.File = &Landed{}
	}
	c.Text(&e.File.ID)
}

// digest names all that the files tell of each fixture.
func digest(fixtures []*Fixture, numbers *numbered) {
	names := make([][]byte, len(numbers.quotes)) // numbers of quotes depend on the other files
	for i, q := range numbers.quotes {
		name := sha256.Sum256([]byte(q.Bookmaker + "\x00" + q.Market + "\x00" + q.Selection + "\x00" + q.Moment))
		names[i] = name[:8]
	}
	var text []byte
	for _, f := range fixtures {
		words := &compact.Dictionary{}
		c, w := compact.Writer(words), compact.Writer(nil)
		f.code(c)
		f.Season.code(c)
		f.detail.code(c)
		words.Code(w)
		text = append(append(text[:0], c.Bytes()...), w.Bytes()...)
		for _, p := range f.odds {
			text = append(text, names[p.quote]...)
			text = binary.AppendVarint(text, int64(p.line))
			text = binary.AppendVarint(text, int64(p.price))
			text = binary.AppendVarint(text, numbers.landings[p.landing])
		}
		sum := sha256.Sum256(text)
		copy(f.Digest[:], sum[:])
	}
}

func codeTeam(c *compact.Coder, t *table.Team) {
	c.Text(&t.ID)
	c.Repeated(&t.Country)
	c.Text(&t.Name)
	compact.List(c, &t.Spellings, (*compact.Coder).Text)
}

func codeEdition(c *compact.Coder, e *table.Edition) {
	c.Repeated(&e.Division)
	c.Repeated(&e.Season)
	c.Repeated(&e.File)
	c.Repeated(&e.SHA256)
	compact.Number(c, &e.LandedAt)
	compact.Number(c, &e.Fixtures)
	compact.Number(c, &e.Results)
	compact.Optional(c, &e.LastResult, compact.Number)
	c.Bool(&e.Stale)
	c.Bool(&e.Winner)
}

func codeReject(c *compact.Coder, r *table.Reject) {
	c.Repeated(&r.Source)
	c.Repeated(&r.File)
	c.Repeated(&r.SHA256)
	compact.Number(c, &r.Line)
	c.Repeated(&r.Reason)
	c.Repeated(&r.Hint)
	c.Text(&r.Detail)
	c.Text(&r.Row)
	compact.Number(c, &r.LandedAt)
}

func codeQuote(c *compact.Coder, q *Quote) {
	c.Text(&q.Bookmaker)
	c.Text(&q.Market)
	c.Text(&q.Selection)
	c.Text(&q.Moment)
}
