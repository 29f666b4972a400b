package job

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

func TestAFullDiskIsCalledAFullDisk(t *testing.T) {
	for _, err := range []error{
		&fs.PathError{Op: "write", Path: "staged.parquet", Err: syscall.ENOSPC},
		fmt.Errorf("land: %w", syscall.EDQUOT),
		errors.New(`FATAL Error: Failed to create checkpoint because of error: Could not write file "x.building": No space left on device`),
	} {
		named := NameFullDisk(err)
		if !strings.HasPrefix(named.Error(), "the disk is full, make room: ") || !errors.Is(named, err) {
			t.Errorf("%v: %v", err, named)
		}
		if again := NameFullDisk(fmt.Errorf("weekly failed: %w", named)); strings.Count(again.Error(), "the disk is full") != 1 {
			t.Errorf("said twice: %v", again)
		}
	}
	for _, err := range []error{nil, syscall.EIO, errors.New("warehouse.duckdb cannot be read")} {
		if named := NameFullDisk(err); fmt.Sprint(named) != fmt.Sprint(err) || !errors.Is(named, err) {
			t.Errorf("%v became %v", err, named)
		}
	}
}
