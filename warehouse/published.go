package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	statements "matchday/sql"
	"matchday/warehouse/delta"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// How long a copy is brought up to date before it is made anew: its file keeps some room
// that nobody uses, and damage in it that nobody has read.
const (
	mostUpdates = 1000
	mostAge     = 7 * 24 * time.Hour // by the runs' clock
)

// published says of what a copy was made. It stands in the table of that name.
type published struct {
	generation string                 // the lake's sum
	program    string                 // the sum of the statements by which a copy is made
	anew       time.Time              // clock of the last run when the file was made from nothing; zero: there was none
	updates    int64                  // how often it was brought up to date since
	commit     int64                  // the last that it holds
	grown      map[string]delta.Mark  // by table of the warehouse
	staged     map[string]stagedFiles // by table
}

// stagedFiles are those of a staged table, by their names in its layer.
type stagedFiles map[string]stagedFile

// stagedFile is what is known of a file of which the copy has the rows.
type stagedFile struct {
	rows  int64
	since time.Time // when the earliest of them was known; zero: that is not known of all
}

// heldRows is a condition that all rows of some files meet: a scan that asks for it leaves
// out what was known before.
func heldRows(files []stagedFile) string {
	if len(files) == 0 {
		return "false"
	}
	first := files[0].since
	for _, f := range files {
		if f.since.IsZero() {
			return ""
		}
		first = earlier(first, f.since)
	}
	return "known_at >= timestamptz " + duck.Literal(first.UTC().Format("2006-01-02 15:04:05.999999")+"+00")
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// next is what a copy that is made now is made of, but for the rows.
func (h Home) next(ctx context.Context, conn *sql.Conn, staged lake.Manifest) (p published, err error) {
	if p.program, err = programSum(); err != nil {
		return p, err
	}
	p.generation, p.grown, p.staged = generationOf(staged), map[string]delta.Mark{}, map[string]stagedFiles{}
	var clock sql.NullTime
	err = conn.QueryRowContext(ctx, "select (select max(as_of) from warehouse.runs), (select coalesce(max(commit_no), 0) from warehouse.commits)").Scan(&clock, &p.commit)
	p.anew = clock.Time.UTC()
	return p, err
}

// generationOf names what is staged; empty: no sum tells it.
func generationOf(staged lake.Manifest) string {
	if len(staged.Tables) == 0 {
		return "nothing is staged"
	}
	return staged.Sum
}

// programSum is the sum of the statements of which a copy is made.
func programSum() (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, copiedTables)
	files, err := statements.Folder(".")
	if err != nil {
		return "", err
	}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		fmt.Fprintf(sum, "%s %d %s\n", name, len(text), text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// write fills the table, which holds what was published before.
func (p published) write(ctx context.Context, conn *sql.Conn, was published) error {
	next, before := p.rows(), was.rows()
	gone := slices.DeleteFunc(slices.Clone(before), func(row string) bool { return slices.Contains(next, row) })
	come := slices.DeleteFunc(next, func(row string) bool { return slices.Contains(before, row) })
	for _, change := range []struct {
		how  string
		rows []string
	}{{"delete from published where (source, name, content) in (select (a, b, c) from (values %s) t(a, b, c, d, e))", gone}, {"insert into published from (values %s) order by all", come}} {
		if len(change.rows) == 0 {
			continue
		}
		if _, err := conn.ExecContext(ctx, fmt.Sprintf(change.how, strings.Join(change.rows, ", "))); err != nil {
			return err
		}
	}
	return nil
}

// rows are those of the table, as SQL; none if nothing was published.
func (p published) rows() []string {
	if p.program == "" {
		return nil
	}
	rows := []string{
		publishedRow("lake", "generation", p.generation, stagedFile{rows: -1}),
		publishedRow("copy", "program", p.program, stagedFile{rows: -1}),
		publishedRow("copy", "made anew", p.anew.Format(time.RFC3339Nano), stagedFile{rows: p.updates}),
		publishedRow("warehouse", "last commit", strconv.FormatInt(p.commit, 10), stagedFile{rows: -1}),
	}
	for table, mark := range p.grown {
		rows = append(rows, publishedRow("warehouse", table, mark.Last, stagedFile{rows: mark.Rows}))
	}
	for table, files := range p.staged {
		for file, of := range files {
			rows = append(rows, publishedRow("lake", table, file, of))
		}
	}
	return rows
}

// publishedRow writes a row of the table; a negative number of rows is none.
func publishedRow(source, name, content string, of stagedFile) string {
	count, since := "null", "null"
	if of.rows >= 0 {
		count = strconv.FormatInt(of.rows, 10)
	}
	if !of.since.IsZero() {
		since = duck.Literal(of.since.UTC().Format("2006-01-02 15:04:05.999999") + "+00")
	}
	return fmt.Sprintf("(%s, %s, %s, %s::bigint, %s::timestamptz)", duck.Literal(source), duck.Literal(name), duck.Literal(content), count, since)
}

// readPublished reads the table of a copy.
func readPublished(ctx context.Context, conn querier) (p published, err error) {
	p.grown, p.staged = map[string]delta.Mark{}, map[string]stagedFiles{}
	err = each(ctx, conn, "from published", func(scan func(...any) error) error {
		var source, name, content string
		var n sql.NullInt64
		var since sql.NullTime
		if err := scan(&source, &name, &content, &n, &since); err != nil {
			return err
		}
		return p.take(source, name, content, stagedFile{n.Int64, since.Time})
	})
	if err == nil && p.program == "" {
		err = errors.New("the copy does not say by which program it was made")
	}
	return p, err
}

// take takes a row of the table.
func (p *published) take(source, name, content string, of stagedFile) (err error) {
	switch {
	case source == "lake" && name == "generation":
		p.generation = content
	case source == "copy" && name == "program":
		p.program = content
	case source == "copy" && name == "made anew":
		p.updates = of.rows
		p.anew, err = time.Parse(time.RFC3339Nano, content)
	case source == "warehouse" && name == "last commit":
		p.commit, err = strconv.ParseInt(content, 10, 64)
	case source == "warehouse":
		p.grown[name] = delta.Mark{Rows: of.rows, Last: content}
	case source == "lake":
		if p.staged[name] == nil {
			p.staged[name] = stagedFiles{}
		}
		p.staged[name][content] = of
	}
	return err
}
