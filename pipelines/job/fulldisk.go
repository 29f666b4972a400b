package job

import (
	"errors"

	"matchday/warehouse/duck"
)

// FullDiskError is an error whose cause is that a disk is full, or a quota of it.
type FullDiskError struct{ cause error }

func (e *FullDiskError) Error() string { return "the disk is full, make room: " + e.cause.Error() }

func (e *FullDiskError) Unwrap() error { return e.cause }

// NameFullDisk makes a FullDiskError of an error that a full disk caused, and returns any
// other as it is.
func NameFullDisk(err error) error {
	if !duck.DiskFull(err) || errors.As(err, new(*FullDiskError)) {
		return err
	}
	return &FullDiskError{err}
}
