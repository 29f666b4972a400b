package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
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
	generation string                // the lake's sum
	program    string                // the sum of the statements by which a copy is made
	anew       time.Time             // clock of the last run when the file was made from nothing; zero: there was none
	updates    int64                 // how often it was brought up to date since
	commit     int64                 // the last that it holds
	grown      map[string]delta.Mark // by table of the warehouse
	staged     map[string]stagedRows // by table
}

// stagedRows are the rows of the files of a staged table, by the file's name in its layer.
type stagedRows map[string]int64

// next is what a copy that is made now is made of, but for the rows.
func (h Home) next(ctx context.Context, conn *sql.Conn, staged lake.Manifest) (p published, err error) {
	if p.program, err = programSum(); err != nil {
		return p, err
	}
	p.generation, p.grown, p.staged = generationOf(staged), map[string]delta.Mark{}, map[string]stagedRows{}
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

// write fills the table.
func (p published) write(ctx context.Context, conn *sql.Conn) error {
	rows := []string{
		publishedRow("lake", "generation", p.generation, -1),
		publishedRow("copy", "program", p.program, -1),
		publishedRow("copy", "made anew", p.anew.Format(time.RFC3339Nano), p.updates),
		publishedRow("warehouse", "last commit", strconv.FormatInt(p.commit, 10), -1),
	}
	for table, mark := range p.grown {
		rows = append(rows, publishedRow("warehouse", table, mark.Last, mark.Rows))
	}
	for table, files := range p.staged {
		for file, n := range files {
			rows = append(rows, publishedRow("lake", table, file, n))
		}
	}
	_, err := conn.ExecContext(ctx, "delete from published; insert into published from (values "+strings.Join(rows, ", ")+") order by all")
	return err
}

// publishedRow writes a row of the table; a negative number of rows is none.
func publishedRow(source, name, content string, n int64) string {
	count := "null"
	if n >= 0 {
		count = strconv.FormatInt(n, 10)
	}
	return fmt.Sprintf("(%s, %s, %s, %s::bigint)", duck.Literal(source), duck.Literal(name), duck.Literal(content), count)
}

// readPublished reads the table of a copy.
func readPublished(ctx context.Context, conn querier) (p published, err error) {
	p.grown, p.staged = map[string]delta.Mark{}, map[string]stagedRows{}
	err = each(ctx, conn, "from published", func(scan func(...any) error) error {
		var source, name, content string
		var n sql.NullInt64
		if err := scan(&source, &name, &content, &n); err != nil {
			return err
		}
		return p.take(source, name, content, n.Int64)
	})
	if err == nil && p.program == "" {
		err = errors.New("the copy does not say by which program it was made")
	}
	return p, err
}

// take takes a row of the table.
func (p *published) take(source, name, content string, n int64) (err error) {
	switch {
	case source == "lake" && name == "generation":
		p.generation = content
	case source == "copy" && name == "program":
		p.program = content
	case source == "copy" && name == "made anew":
		p.updates = n
		p.anew, err = time.Parse(time.RFC3339Nano, content)
	case source == "warehouse" && name == "last commit":
		p.commit, err = strconv.ParseInt(content, 10, 64)
	case source == "warehouse":
		p.grown[name] = delta.Mark{Rows: n, Last: content}
	case source == "lake":
		if p.staged[name] == nil {
			p.staged[name] = stagedRows{}
		}
		p.staged[name][content] = n
	}
	return err
}
