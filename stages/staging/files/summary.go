package files

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"matchday/stages/staging/compact"
	"matchday/stages/staging/parallel"
	"matchday/warehouse/lake"
)

// summary is what a file says that more than one division asks for.
type summary struct {
	leagues  []leagueRow // in the order of their first rows
	rejects  []Reject
	blank    int
	played   bool  // it has results
	unplayed int64 // date of the first row without a result, µs; the last moment there is without one
}

// leagueRow is the first row of a league in a file.
type leagueRow struct {
	line                      int
	division, country, league string // as the file names them
}

// summarise is what a file's rows say in short.
func summarise(f *File) summary {
	s := summary{rejects: f.Rejects, blank: f.Blank, unplayed: math.MaxInt64}
	known := map[leagueRow]bool{}
	for i := range f.Rows {
		r := &f.Rows[i]
		if l := (leagueRow{division: r.Division, country: r.Country, league: r.League}); !known[l] {
			known[l] = true
			l.line = r.Line
			s.leagues = append(s.leagues, l)
		}
		if r.Played() {
			s.played = true
		} else {
			s.unplayed = min(s.unplayed, r.Date.UnixMicro())
		}
	}
	return s
}

// summarised is a file that landed, and what it says.
type summarised struct {
	landing
	says summary
}

func (s *summarised) code(c *compact.Coder) {
	c.Text(&s.ID)
	c.Text(&s.SHA256)
	compact.Number(c, &s.FetchedAt)
	compact.List(c, &s.says.leagues, func(c *compact.Coder, l *leagueRow) {
		compact.Number(c, &l.line)
		c.Text(&l.division)
		c.Text(&l.country)
		c.Text(&l.league)
	})
	compact.List(c, &s.says.rejects, func(c *compact.Coder, r *Reject) {
		compact.Number(c, &r.Line)
		c.Text(&r.Reason)
		c.Text(&r.Detail)
		c.Text(&r.Row)
	})
	compact.Number(c, &s.says.blank)
	c.Bool(&s.says.played)
	compact.Number(c, &s.says.unplayed)
}

// landedBy lists the files that had landed by until, in µs, sorted by checksum. A
// checksum that landed twice was known from its first landing, and is as new as its last.
func landedBy(ctx context.Context, l lake.Lake, program string, until int64) (landed []Landed, err error) {
	listed, err := l.Listed(Folder)
	if err != nil {
		return nil, err
	}
	for _, in := range listed {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		files, err := summariesOf(l, program, in)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if f.FetchedAt <= until {
				landed = append(landed, Landed{ID: f.ID, SHA256: f.SHA256, LandedAt: f.FetchedAt, in: in, says: f.says})
			}
		}
	}
	slices.SortFunc(landed, func(a, b Landed) int {
		return cmp.Or(strings.Compare(a.SHA256, b.SHA256), cmp.Compare(a.LandedAt, b.LandedAt), strings.Compare(a.ID, b.ID))
	})
	last := map[string]int64{}
	for _, f := range landed {
		last[f.SHA256] = f.LandedAt
	}
	landed = slices.CompactFunc(landed, func(a, b Landed) bool { return a.SHA256 == b.SHA256 })
	for i := range landed {
		if f := &landed[i]; last[f.SHA256] > f.LandedAt {
			f.Again = last[f.SHA256]
		}
	}
	return landed, nil
}

// summariesOf are the files that one landing added, and what each says. They are parsed
// once by a program.
func summariesOf(l lake.Lake, program string, in lake.LandedFile) (files []summarised, err error) {
	sum := sha256.Sum256(fmt.Appendln(nil, program, in.Path[strings.LastIndex(in.Path, "/")+1:], in.Sum))
	key, d := hex.EncodeToString(sum[:]), l.Derived(summariesKind)
	if path, found := d.Get(key); found {
		if text, err := readText(path); err == nil {
			c := compact.Reader(text, nil)
			compact.List(c, &files, func(c *compact.Coder, f *summarised) { f.code(c) })
			if c.Err() == nil && !c.Rest() {
				return files, nil
			}
		}
	}
	raws, err := readLanded(in)
	if err != nil {
		return nil, err
	}
	files = make([]summarised, len(raws))
	parallel.Each(len(raws), func(i int) {
		r := &raws[i]
		f := Landed{}
		f.parse(r.Payload)
		files[i] = summarised{landing{r.ID, r.SHA256, r.FetchedAt}, summarise(&f.parsed)}
		r.Payload = nil
	})
	c := compact.Writer(nil)
	compact.List(c, &files, func(c *compact.Coder, f *summarised) { f.code(c) })
	_, _ = d.Put(key, func(path string) error { return os.WriteFile(path, c.Bytes(), 0o644) }) // else they are parsed again
	return files, nil
}

// readLanded reads what one landing added.
func readLanded(in lake.LandedFile) ([]Raw, error) {
	if err := in.Verify(); err != nil {
		return nil, err
	}
	return lake.ReadFile[Raw](in.Path)
}

// couples says that the rows of one division in the file may decide for another: a few
// that had kicked off long before they landed may be dropped (see dropLongPast), and a
// row that was dropped still names its match (see rejected).
func (f *Landed) couples() bool { return f.LandedAt-f.says.unplayed > farAway.Microseconds() }

// divisions are those of the file's rows.
func (f *Landed) divisions() (out []string) {
	for _, l := range f.says.leagues {
		if d := f.named(l.division, l.country, l.league); !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}
