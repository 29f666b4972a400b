package download

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"matchday/warehouse/wholefile"
)

// Records are the last answers by URL. They are kept in a file of their own, without
// which every file is asked for whole: it may be deleted at any time.
type Records map[string]Record

// ReadRecords reads the file; one that is not there holds nothing, and so does one
// that cannot be read.
func ReadRecords(path string) (Records, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Records{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read what football-data.co.uk answered last: %w", err)
	}
	r := Records{}
	if json.Unmarshal(text, &r) != nil {
		return Records{}, nil
	}
	return r, nil
}

// Write replaces the file.
func (r Records) Write(path string, w wholefile.Writer) error {
	text, err := json.MarshalIndent(r, "", " ")
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = w.Write(path, append(text, '\n'))
	}
	if err != nil {
		return fmt.Errorf("keep what football-data.co.uk answered: %w", err)
	}
	return nil
}
