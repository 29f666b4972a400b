// Package delimited reads delimited text as people and publishers really write
// it: separated by commas, semicolons or tabs, in UTF-8 or Windows-1252, with
// any line end, with quotes that hold line ends and with quotes that never
// close; and the dates in it, in whatever order. It knows no columns; the parsers
// of match files and of tables of who played do. Everything here is a pure function of bytes, in bounded memory.
package delimited

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// Limits of one file. The largest file that a publisher has is 10 MB, its
// longest line 2,000 bytes, its widest first row 300 columns; all match files
// of thirty years in one are 60 MB and 250,000 lines.
const (
	MaxBytes   = 128 << 20 // of the unpacked file
	MaxLines   = 1_000_000
	MaxLine    = 64 << 10 // bytes of one row, line ends in quotes included
	MaxColumns = 1000
)

// Limits of what is kept of what cannot be used.
const (
	MaxRejects = 50_000 // of one file
	MaxDetail  = 200    // bytes beside a reason
	MaxShown   = 2000   // bytes of a row
)

// maxCellLines is how many line ends one row may hold in quotes.
const maxCellLines = 20

// ErrTooLarge says that a file is larger than any that is read.
var ErrTooLarge = errors.New("too large")

// magics are the first bytes of what people take for delimited text.
var magics = []struct{ start, what string }{
	{"PK\x03\x04", "a ZIP archive or an Excel workbook: unpack it, or save it as CSV"},
	{"\x1f\x8b", "a gzip file: unpack it first"},
	{"\x28\xb5\x2f\xfd", "a zstd file: unpack it first"},
	{"BZh", "a bzip2 file: unpack it first"},
	{"\xfd7zXZ", "an xz file: unpack it first"},
	{"\xd0\xcf\x11\xe0", "an Excel workbook: save it as CSV"},
	{"\xff\xfe", "UTF-16 text: save it as UTF-8"},
	{"\xfe\xff", "UTF-16 text: save it as UTF-8"},
	{"%PDF", "a PDF document"},
}

// Check says why a payload is no delimited text that can be read: too large, or
// something else altogether. It looks at its first bytes and counts its lines.
func Check(payload []byte) error {
	if len(payload) > MaxBytes {
		return TooLarge(int64(len(payload)))
	}
	for _, m := range magics {
		if bytes.HasPrefix(payload, []byte(m.start)) {
			return fmt.Errorf("it is %s", m.what)
		}
	}
	head := strings.TrimPrefix(string(payload[:min(len(payload), 64)]), byteOrderMark)
	if strings.HasPrefix(strings.TrimSpace(head), "<") {
		return errors.New("it is a web page: the download went wrong")
	}
	if n := max(bytes.Count(payload, []byte("\n")), bytes.Count(payload, []byte("\r"))); n > MaxLines {
		return fmt.Errorf("%w: it has %d lines, at most %d are read; split it", ErrTooLarge, n, MaxLines)
	}
	return nil
}

// TooLarge is the error of a file of so many bytes.
func TooLarge(size int64) error {
	return fmt.Errorf("%w: it has %d MB, at most %d are read; split it", ErrTooLarge, size>>20, MaxBytes>>20)
}
