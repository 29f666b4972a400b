package appearances

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"matchday/stages/staging/delimited"
)

// maxWindow is what files packed with --long=27 need.
const maxWindow = 1 << 27

var zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}

// Unpack is a table's text: the payload itself, or what is in it if it begins
// like a zstd file.
func Unpack(payload []byte) ([]byte, error) {
	if !bytes.HasPrefix(payload, zstdMagic) {
		return payload, nil
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderMaxMemory(delimited.MaxBytes), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	text, err := d.DecodeAll(payload, nil)
	switch {
	case errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded):
		return nil, fmt.Errorf("%w: it unpacks to more than %d MB; split it", delimited.ErrTooLarge, delimited.MaxBytes>>20)
	case err != nil:
		return nil, fmt.Errorf("unpack zstd: %w", err)
	}
	return text, nil
}
