package warehouse

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"matchday/warehouse/duck"
)

// Formats names what FormatTo writes.
var Formats = []string{"table", "csv", "json"}

// FormatTo writes an answer to w as an aligned table, as CSV (RFC 4180; NULL is
// an empty cell, an empty text is "") or as a JSON array of objects. Decimals
// are exact numbers, times RFC 3339 in UTC. A second answer stands below the
// first: tables and CSV after an empty line, JSON as an array of its own.
// Another name is an error.
func FormatTo(w io.Writer, format string) (RowWriter, error) {
	switch format {
	case "table":
		return &tableWriter{w: w}, nil
	case "csv":
		return &csvWriter{w: bufio.NewWriter(w)}, nil
	case "json":
		return &jsonWriter{w: bufio.NewWriter(w)}, nil
	}
	return nil, fmt.Errorf("format %q is unknown: want one of %s", format, strings.Join(Formats, ", "))
}

// tableWriter keeps all rows, since widths are known only at the end.
type tableWriter struct {
	w       io.Writer
	columns []Column
	rows    [][]string
}

func (t *tableWriter) Header(columns []Column) error {
	if t.columns != nil { // a second answer
		if _, err := io.WriteString(t.w, "\n"); err != nil {
			return err
		}
	}
	t.columns = columns
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	t.rows = [][]string{names}
	return nil
}

func (t *tableWriter) Row(values []any) error {
	row := make([]string, len(values))
	for i, v := range values {
		row[i] = oneLine(duck.TextValue(v, t.columns[i].Type, "NULL"))
	}
	t.rows = append(t.rows, row)
	return nil
}

func (t *tableWriter) Close() error {
	widths := make([]int, len(t.columns))
	for _, row := range t.rows {
		for i, c := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	rule := make([]string, len(widths))
	for i, n := range widths {
		rule[i] = strings.Repeat("-", n)
	}
	w := bufio.NewWriter(t.w)
	for _, row := range slices.Insert(t.rows, 1, rule) {
		for i, c := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c))
			if numeric(t.columns[i].Type) {
				row[i] = pad + c
			} else {
				row[i] = c + pad
			}
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(row, "  "), " "))
	}
	rows := "rows"
	if len(t.rows) == 2 { // the names and one
		rows = "row"
	}
	fmt.Fprintf(w, "(%d %s)\n", len(t.rows)-1, rows)
	return w.Flush()
}

// oneLine keeps a table's row on its line.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\r\t") {
		return s
	}
	return strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s)
}

// numeric tells columns that are aligned to the right.
func numeric(kind string) bool {
	if strings.HasSuffix(kind, "[]") || kind == "INTERVAL" {
		return false
	}
	return strings.Contains(kind, "INT") || strings.HasPrefix(kind, "DECIMAL") || kind == "DOUBLE" || kind == "FLOAT"
}

type csvWriter struct {
	w       *bufio.Writer
	columns []Column
}

func (c *csvWriter) Header(columns []Column) error {
	if c.columns != nil { // a second answer
		c.w.WriteString("\n")
	}
	c.columns = columns
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = csvCell(column.Name)
	}
	return c.line(names)
}

func (c *csvWriter) Row(values []any) error {
	row := make([]string, len(values))
	for i, v := range values {
		if v != nil {
			row[i] = csvCell(duck.TextValue(v, c.columns[i].Type, ""))
		}
	}
	return c.line(row)
}

func (c *csvWriter) Close() error { return c.w.Flush() }

func (c *csvWriter) line(cells []string) error {
	_, err := c.w.WriteString(strings.Join(cells, ",") + "\n")
	return err
}

// csvCell quotes what needs it, and an empty text, which is not NULL.
func csvCell(s string) string {
	if s == "" || strings.ContainsAny(s, ",\"\r\n") || s[0] == ' ' || s[len(s)-1] == ' ' {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// jsonWriter writes one object a line, keys in the order of the columns.
type jsonWriter struct {
	w       *bufio.Writer
	columns []Column
	keys    []string
	rows    int
}

func (j *jsonWriter) Header(columns []Column) error {
	j.columns, j.keys, j.rows = columns, nil, 0
	for _, c := range columns {
		name := c.Name
		for n := 1; slices.Contains(j.keys, name); n++ {
			name = fmt.Sprintf("%s_%d", c.Name, n) // an object's keys differ
		}
		j.keys = append(j.keys, name)
	}
	_, err := j.w.WriteString("[")
	return err
}

func (j *jsonWriter) Row(values []any) error {
	separator := ",\n "
	if j.rows == 0 {
		separator = "\n "
	}
	j.rows++
	j.w.WriteString(separator + "{")
	for i, v := range values {
		key, err := marshal(j.keys[i])
		if err != nil {
			return err
		}
		value, err := marshal(duck.JSONValue(v, j.columns[i].Type))
		if err != nil {
			return fmt.Errorf("column %s: %w", j.keys[i], err)
		}
		if i > 0 {
			j.w.WriteString(", ")
		}
		j.w.WriteString(key + ": " + value)
	}
	_, err := j.w.WriteString("}")
	return err
}

func (j *jsonWriter) Close() error {
	end := "\n]\n"
	if j.rows == 0 {
		end = "]\n"
	}
	j.w.WriteString(end)
	return j.w.Flush()
}

// marshal is JSON without the escapes that are meant for HTML.
func marshal(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
