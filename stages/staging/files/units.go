package files

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"

	"matchday/stages/staging/parallel"
	"matchday/warehouse/lake"
)

// pass is one reading of what has landed.
type pass struct {
	lake    lake.Lake
	program string
	aliases Aliases
	landed  []Landed // by checksum, each with what was decided of its divisions
	coming  comingFiles
	units   []unit
}

// unit is the divisions that are merged together, one as a rule, and the files that have
// rows of theirs: no other file decides anything for them but by what key names.
type unit struct {
	divisions []string // sorted
	files     []int    // places in pass.landed
}

// Tell gives what all files tell that had landed by until, in µs. Divisions that a pass of
// this program has merged from the same files are not merged again; the details of
// their fixtures are read by Load. What is kept spares time, and changes nothing that is
// told.
func Tell(ctx context.Context, l lake.Lake, until int64, aliases Aliases) (Facts, error) {
	program, err := lake.Program()
	if err != nil {
		return Facts{}, err
	}
	p := &pass{lake: l, program: program, aliases: aliases}
	if p.landed, err = landedBy(ctx, l, program, until); err != nil {
		return Facts{}, err
	}
	nameDivisions(p.landed)
	p.coming = comingOf(p.landed)
	p.units = unitsOf(p.landed)
	all, err := p.merged(ctx)
	if err != nil {
		return Facts{}, err
	}
	return p.facts(all), nil
}

// unitsOf parts all divisions into units. Divisions stand in one if a file has rows of both
// that may decide for each other.
func unitsOf(landed []Landed) (units []unit) {
	first := map[string]string{} // division → the one that stands for its unit
	var root func(division string) string
	root = func(division string) string {
		if to := first[division]; to != division {
			first[division] = root(to)
		}
		return first[division]
	}
	of := make([][]string, len(landed))
	for i := range landed {
		f := &landed[i]
		of[i] = f.divisions()
		for _, d := range of[i] {
			if _, known := first[d]; !known {
				first[d] = d
			}
			if f.couples() {
				first[root(d)] = root(of[i][0])
			}
		}
	}
	place := map[string]int{}
	for i, divisions := range of {
		for _, d := range divisions {
			at, known := place[root(d)]
			if !known {
				at = len(units)
				place[root(d)], units = at, append(units, unit{})
			}
			u := &units[at]
			if !slices.Contains(u.divisions, d) {
				u.divisions = append(u.divisions, d)
			}
			if n := len(u.files); n == 0 || u.files[n-1] != i {
				u.files = append(u.files, i)
			}
		}
	}
	for _, u := range units {
		slices.Sort(u.divisions)
	}
	slices.SortFunc(units, func(a, b unit) int { return cmp.Compare(a.divisions[0], b.divisions[0]) })
	return units
}

// key names all that a unit is merged from.
func (p *pass) key(u unit) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %q %q\n", p.program, p.aliases, u.divisions)
	for _, i := range u.files {
		f := &p.landed[i]
		fmt.Fprintf(sum, "%q %s %d %d %q %d\n", f.ID, f.SHA256, f.LandedAt, f.Again, f.names, p.coming[f.name()])
		for _, r := range f.unknown {
			fmt.Fprintf(sum, "%d %q\n", r.Line, r.Detail)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// merged reads what the units were merged to, and merges those that were not.
func (p *pass) merged(ctx context.Context) ([]merged, error) {
	all := make([]merged, len(p.units))
	keys := make([]string, len(p.units))
	missing := make([]bool, len(p.units))
	parallel.Each(len(p.units), func(i int) {
		keys[i] = p.key(p.units[i])
		path, found := p.lake.Derived(mergedKind).Get(keys[i])
		if found {
			var err error
			all[i], err = readMerged(path)
			found = err == nil
		}
		missing[i] = !found
	})
	var fresh []unit
	for i, u := range p.units {
		if missing[i] {
			fresh = append(fresh, u)
		}
	}
	if len(fresh) == 0 {
		return all, ctx.Err()
	}
	merge, err := p.merger(ctx, fresh)
	if err != nil {
		return nil, err
	}
	parallel.Each(len(p.units), func(i int) {
		if !missing[i] || ctx.Err() != nil {
			return
		}
		all[i] = merge(p.units[i])
		if p.keep(keys[i], &all[i]) != nil {
			all[i].keptNowhere()
			return
		}
		for _, f := range all[i].fixtures {
			f.Forget()
		}
	})
	return all, ctx.Err()
}

// merger reads the files of units, and gives what merges each.
func (p *pass) merger(ctx context.Context, units []unit) (merge func(unit) merged, err error) {
	uses := map[int]int{} // of a file
	for _, u := range units {
		for _, i := range u.files {
			uses[i]++
		}
	}
	payloads := make([][]byte, len(p.landed))
	if err := p.read(ctx, uses, payloads); err != nil {
		return nil, err
	}
	parsed := make([]func() Landed, len(p.landed))
	for i := range uses {
		parsed[i] = func() Landed {
			f := p.landed[i]
			f.parse(payloads[i])
			return f
		}
		if uses[i] > 1 { // one of coming fixtures as a rule
			parsed[i] = sync.OnceValue(parsed[i])
		}
	}
	return func(u unit) merged {
		files := make([]Landed, len(u.files))
		for n, i := range u.files {
			files[n] = parsed[i]()
		}
		return mergeFiles(files, u.divisions, p.aliases, p.coming)
	}, nil
}

// read reads the content of files, by their places in p.landed.
func (p *pass) read(ctx context.Context, wanted map[int]int, payloads [][]byte) error {
	places := map[string]int{}
	for i := range wanted {
		places[p.landed[i].SHA256] = i
	}
	read := map[string]bool{}
	for i := range wanted {
		in := p.landed[i].in
		if read[in.Path] {
			continue
		}
		read[in.Path] = true
		raws, err := readLanded(in)
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		for _, r := range raws {
			if i, is := places[r.SHA256]; is {
				payloads[i] = r.Payload
			}
		}
	}
	return nil
}

// facts puts together what the units were merged to.
func (p *pass) facts(all []merged) Facts {
	k := &kept{pass: p}
	for i, m := range all {
		for _, f := range m.fixtures {
			f.kept.details += int32(len(k.details))
		}
		k.details = append(k.details, m.details...)
		for range m.details {
			k.units = append(k.units, i)
		}
	}
	a := join(p.landed, all)
	a.kept = k
	return a
}
