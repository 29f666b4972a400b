package warehouse

import (
	"database/sql"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The system refuses to let the file grow once all rows are committed to its log, as a
// full disk would.
func TestADiskThatFillsWhileADatabaseIsWrittenIsNotTakenForALogInTheWay(t *testing.T) {
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ)
	h := Home{Dir: t.TempDir(), NoSync: true}
	path := filepath.Join(h.Dir, "small.duckdb")
	err := h.build(t.Context(), path, func(db *sql.DB) error {
		_, err := db.ExecContext(t.Context(), "create table words as select md5(i::varchar) as word from range(5000) as r(i)")
		if err == nil {
			limit := before
			limit.Cur = 1 << 14
			err = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
		}
		return err
	})
	if restored := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); restored != nil {
		t.Fatal(restored)
	}
	if err == nil || strings.Contains(err.Error(), "still there") || !strings.Contains(err.Error(), "File too large") {
		t.Errorf("got %v", err)
	}
	left, err := filepath.Glob(path + "*")
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left (%v)", left, err)
	}
}
