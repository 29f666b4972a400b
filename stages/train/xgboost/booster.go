package xgboost

/*
#cgo pkg-config: xgboost
#include <stdlib.h>
#include <xgboost/c_api.h>
*/
import "C"

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"strings"
	"unsafe"
)

// This file is the whole border to the C library. Two of its habits shape it:
// prediction caches, error texts and result buffers belong to the calling
// operating-system thread, and handles must be freed by hand. Handles
// therefore never outlive one call of onThread: whatever lasts, lasts as bytes.
//
// The library itself runs on one thread here and boosters beside each other.
// Its own threads wait for one another by spinning, many times a tree, and on a
// machine with other work a fit on two of them takes eight times as long.

// classes is the number of outcomes: home win, draw, away win.
const classes = 3

// onThread runs f without letting its goroutine change threads. A booster that
// was created on one thread and trained on another fails with "0 feature is
// supplied", since its matrices are remembered by thread.
func onThread(f func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return f()
}

// check turns a return code into the library's message, without the C++ stack
// trace that follows its first line. It must run on the thread of the call.
func check(code C.int, doing string) error {
	if code == 0 {
		return nil
	}
	text, _, _ := strings.Cut(C.GoString(C.XGBGetLastError()), "\n")
	return fmt.Errorf("xgboost: %s: %s", doing, strings.TrimSpace(text))
}

// matrix is a DMatrix: rows of float32 features, NaN is missing.
type matrix struct {
	handle C.DMatrixHandle
	rows   int
	cols   int
}

// newMatrix copies row-major values of cols columns.
func newMatrix(values []float32, cols int) (*matrix, error) {
	if cols < 1 || len(values) == 0 || len(values)%cols != 0 {
		return nil, fmt.Errorf("xgboost: a matrix of %d values cannot have %d columns", len(values), cols)
	}
	m := &matrix{rows: len(values) / cols, cols: cols}
	code := C.XGDMatrixCreateFromMat_omp((*C.float)(&values[0]), C.bst_ulong(m.rows), C.bst_ulong(cols),
		C.float(math.NaN()), &m.handle, 1)
	if err := check(code, "copy rows"); err != nil {
		return nil, err
	}
	return m, nil
}

// set gives the rows a field: "label" and "weight" one value a row,
// "base_margin" one a row and class, row-major.
func (m *matrix) set(field string, values []float32) error {
	want := m.rows
	if field == "base_margin" {
		want *= classes
	}
	if len(values) != want {
		return fmt.Errorf("xgboost: %d values for field %q of %d rows; want %d", len(values), field, m.rows, want)
	}
	name := C.CString(field)
	defer C.free(unsafe.Pointer(name))
	return check(C.XGDMatrixSetFloatInfo(m.handle, name, (*C.float)(&values[0]), C.bst_ulong(len(values))), "set "+field)
}

func (m *matrix) free() { C.XGDMatrixFree(m.handle) }

// param is one of the library's parameters.
type param struct{ name, value string }

// booster is a model of the library; its boosting rounds grow one tree a class.
type booster struct {
	handle C.BoosterHandle
	cols   int
}

// newBooster makes an untrained booster for named features. The library keeps
// running predictions of the seen matrices, so that scoring after every round
// costs one tree and not all; they must outlive the booster.
func newBooster(params []param, features []string, seen ...*matrix) (*booster, error) {
	handles := make([]C.DMatrixHandle, len(seen)+1) // one more, so that the first can be pointed at
	for i, m := range seen {
		handles[i] = m.handle
	}
	b := &booster{cols: len(features)}
	if err := check(C.XGBoosterCreate(&handles[0], C.bst_ulong(len(seen)), &b.handle), "create booster"); err != nil {
		return nil, err
	}
	for _, p := range append(params, param{"num_feature", strconv.Itoa(len(features))}) {
		if err := b.setParam(p); err != nil {
			b.free()
			return nil, err
		}
	}
	if err := b.setNames(features); err != nil {
		b.free()
		return nil, err
	}
	return b, nil
}

// loadBooster reads what save wrote; cols is the number of features that the
// caller will offer, which the library itself does not compare.
func loadBooster(saved []byte, cols int) (*booster, error) {
	if len(saved) == 0 {
		return nil, errors.New("xgboost: load booster: no bytes")
	}
	b := &booster{cols: cols}
	if err := check(C.XGBoosterCreate(nil, 0, &b.handle), "create booster"); err != nil {
		return nil, err
	}
	var err error
	for _, p := range []param{{"nthread", "1"}, {"verbosity", "0"}} {
		err = errors.Join(err, b.setParam(p))
	}
	if err == nil {
		err = check(C.XGBoosterLoadModelFromBuffer(b.handle, unsafe.Pointer(&saved[0]), C.bst_ulong(len(saved))), "load booster")
	}
	var n C.bst_ulong
	if err == nil {
		err = check(C.XGBoosterGetNumFeature(b.handle, &n), "count features")
	}
	if err == nil && int(n) != cols {
		err = fmt.Errorf("xgboost: load booster: it was trained on %d features; its model names %d", n, cols)
	}
	if err != nil {
		b.free()
		return nil, err
	}
	return b, nil
}

func (b *booster) setParam(p param) error {
	name, value := C.CString(p.name), C.CString(p.value)
	defer C.free(unsafe.Pointer(name))
	defer C.free(unsafe.Pointer(value))
	return check(C.XGBoosterSetParam(b.handle, name, value), "set "+p.name)
}

// setNames writes the features' names into the model, for those who open it
// with another of the library's tools.
func (b *booster) setNames(features []string) error {
	names := make([]*C.char, len(features)+1)
	for i, f := range features {
		names[i] = C.CString(f)
		defer C.free(unsafe.Pointer(names[i]))
	}
	field := C.CString("feature_name")
	defer C.free(unsafe.Pointer(field))
	return check(C.XGBoosterSetStrFeatureInfo(b.handle, field, &names[0], C.bst_ulong(len(features))), "name features")
}

// update grows the trees of round i (from 0).
func (b *booster) update(i int, train *matrix) error {
	return check(C.XGBoosterUpdateOneIter(b.handle, C.int(i), train.handle), "train round "+strconv.Itoa(i))
}

// What predict returns, by the library's numbers.
const (
	asMargin        = 1 // log-odds up to a constant: rows × classes
	asContributions = 2 // rows × classes × (features + 1), the last being base margin and bias
)

// predict copies out the library's result for every row, row-major.
func (b *booster) predict(m *matrix, kind int) ([]float32, error) {
	if m.cols != b.cols {
		return nil, fmt.Errorf("xgboost: predict: %d features; the booster was trained on %d", m.cols, b.cols)
	}
	config := C.CString(fmt.Sprintf(`{"type":%d,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true}`, kind))
	defer C.free(unsafe.Pointer(config))
	var shape *C.bst_ulong
	var dims C.bst_ulong
	var result *C.float
	if err := check(C.XGBoosterPredictFromDMatrix(b.handle, m.handle, config, &shape, &dims, &result), "predict"); err != nil {
		return nil, err
	}
	n := 1
	for _, d := range unsafe.Slice(shape, int(dims)) {
		n *= int(d)
	}
	out := make([]float32, n)
	for i, x := range unsafe.Slice(result, n) {
		out[i] = float32(x)
	}
	return out, nil
}

// save gives the model in the library's JSON format, whose numbers read back
// exactly.
func (b *booster) save() ([]byte, error) {
	config := C.CString(`{"format":"json"}`)
	defer C.free(unsafe.Pointer(config))
	var n C.bst_ulong
	var text *C.char
	if err := check(C.XGBoosterSaveModelToBuffer(b.handle, config, &n, &text), "save booster"); err != nil {
		return nil, err
	}
	return C.GoBytes(unsafe.Pointer(text), C.int(n)), nil
}

func (b *booster) free() { C.XGBoosterFree(b.handle) }

// libraryVersion is the library's own, e.g. "1.7.4".
func libraryVersion() string {
	var major, minor, patch C.int
	C.XGBoostVersion(&major, &minor, &patch)
	return fmt.Sprintf("%d.%d.%d", major, minor, patch)
}
