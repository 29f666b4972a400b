package warehouse

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/shopspring/decimal"
)

// Formats names what FormatTo writes.
var Formats = []string{"table", "csv", "json"}

// FormatTo writes an answer to w as an aligned table, as CSV (RFC 4180; NULL is
// an empty cell, an empty text is "") or as a JSON array of objects. Decimals
// are exact numbers, times RFC 3339 in UTC. Another name is an error.
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

// plain turns a driver's value into one that encoding/json writes as people
// expect it: exact numbers, RFC 3339 times, nil for NULL.
func plain(v any, kind string) any {
	switch v := v.(type) {
	case duckdb.Decimal:
		return json.Number(decimal.NewFromBigInt(v.Value, -int32(v.Scale)).StringFixed(int32(v.Scale)))
	case *big.Int:
		return json.Number(v.String())
	case float32:
		return plain(float64(v), kind)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Sprint(v) // JSON has no such numbers
		}
		return json.Number(number(v))
	case time.Time:
		return moment(v, kind)
	case duckdb.Interval:
		return fmt.Sprintf("%d months %d days %s", v.Months, v.Days, time.Duration(v.Micros)*time.Microsecond)
	case []byte:
		return bytesText(v, kind)
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = plain(x, strings.TrimSuffix(kind, "[]"))
		}
		return out
	case map[string]any: // a struct, or an object of JSON
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[k] = plain(x, "")
		}
		return out
	case duckdb.OrderedMap:
		return fmt.Sprint(v)
	}
	return v
}

// number writes a float so that reading it gives the same bits.
func number(v float64) string {
	if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e21) {
		return strconv.FormatFloat(v, 'e', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func moment(t time.Time, kind string) string {
	switch {
	case kind == "DATE":
		return t.Format(time.DateOnly)
	case kind == "TIME" || kind == "TIMETZ":
		return t.UTC().Format("15:04:05.999999")
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// bytesText is a UUID in its usual form, other bytes in hexadecimal.
func bytesText(b []byte, kind string) string {
	if kind == "UUID" && len(b) == 16 {
		return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
	}
	return fmt.Sprintf("%x", b)
}

// cell is a value on one line of text; null stands for NULL.
func cell(v any, kind, null string) string {
	switch v := plain(v, kind).(type) {
	case nil:
		return null
	case string:
		return v
	case json.Number:
		return v.String()
	case []any, map[string]any:
		b, err := json.Marshal(v)
		if err != nil {
			return fmt.Sprint(v)
		}
		return string(b)
	default:
		return fmt.Sprint(v)
	}
}

// tableWriter keeps all rows, since widths are known only at the end.
type tableWriter struct {
	w       io.Writer
	columns []Column
	rows    [][]string
}

func (t *tableWriter) Header(columns []Column) error {
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
		row[i] = strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(cell(v, t.columns[i].Type, "NULL"))
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
	n := len(t.rows) - 1
	fmt.Fprintf(w, "(%d %s)\n", n, map[bool]string{true: "row", false: "rows"}[n == 1])
	return w.Flush()
}

// numeric tells columns that are aligned to the right.
func numeric(kind string) bool {
	for _, n := range []string{"DECIMAL", "DOUBLE", "FLOAT", "INT", "HUGEINT", "BIGINT", "UINT", "UBIGINT", "SMALLINT", "TINYINT", "USMALLINT", "UTINYINT"} {
		if strings.HasPrefix(kind, n) && !strings.HasPrefix(kind, "INTERVAL") && !strings.HasSuffix(kind, "[]") {
			return true
		}
	}
	return false
}

type csvWriter struct {
	w       *bufio.Writer
	columns []Column
}

func (c *csvWriter) Header(columns []Column) error {
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
			row[i] = csvCell(cell(v, c.columns[i].Type, ""))
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
	j.columns = columns
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
		value, err := marshal(plain(v, j.columns[i].Type))
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
