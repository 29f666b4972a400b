package appearances

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/charmap"
)

// Limits of a compressed table: files packed with --long=27 need a window of
// 128 MB; nothing unpacks to more than maxUnpacked bytes.
const (
	maxWindow   = 1 << 27
	maxUnpacked = 1 << 28
)

var zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}

// Unpack is a table's text: the payload itself, or what is in it if it begins
// like a zstd file.
func Unpack(payload []byte) ([]byte, error) {
	if !bytes.HasPrefix(payload, zstdMagic) {
		return payload, nil
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderMaxMemory(maxUnpacked), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	text, err := d.DecodeAll(payload, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack zstd: %w", err)
	}
	return text, nil
}

// trimmed decodes a cell and trims it. A cell that is not UTF-8 is
// Windows-1252.
func trimmed(cell string) string {
	if !utf8.ValidString(cell) {
		if s, err := charmap.Windows1252.NewDecoder().String(cell); err == nil {
			cell = s
		}
	}
	return strings.TrimSpace(cell)
}
