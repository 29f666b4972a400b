package train

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"time"

	"matchday"
)

// coverage is the share of the rows at that have each feature, in whole per
// cent, rounded down.
func coverage(rows *matchday.Rows, at []int) map[string]int {
	out := make(map[string]int, len(rows.Names))
	for c, name := range rows.Names {
		n := 0
		for _, i := range at {
			if !math.IsNaN(rows.Columns[c][i]) {
				n++
			}
		}
		out[name] = 100 * n / max(1, len(at))
	}
	return out
}

// Fingerprint is the SHA-256 of rows: identity, moments, results and features.
func Fingerprint(rows *matchday.Rows, at []int) string {
	hash := sha256.New()
	for _, name := range rows.Names {
		fmt.Fprintln(hash, name)
	}
	block := make([]byte, 0, 8*(len(rows.Columns)+6))
	number := func(x float64) {
		bits := math.Float64bits(x)
		if math.IsNaN(x) { // missing is missing, whatever its bits
			bits = math.Float64bits(math.NaN())
		}
		block = binary.LittleEndian.AppendUint64(block, bits)
	}
	for _, i := range at {
		block = binary.LittleEndian.AppendUint64(block[:0], uint64(rows.Fixtures[i].AsOf.UnixMicro()))
		block = binary.LittleEndian.AppendUint64(block, uint64(rows.KnownAt[i].UnixMicro()))
		for _, c := range [][]float64{rows.HomeGoals, rows.AwayGoals, rows.HomeMix, rows.AwayMix} {
			number(c[i])
		}
		for _, c := range rows.Columns {
			number(c[i])
		}
		fmt.Fprintln(hash, rows.Fixtures[i].ID)
		hash.Write(block)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// LearnedFrom sums up the rows at that models learned from, without their
// fingerprint.
func LearnedFrom(rows *matchday.Rows, at []int) matchday.LearnedFrom {
	t := matchday.LearnedFrom{Rows: len(at), Divisions: map[string]int{}, Covered: coverage(rows, at)}
	for _, i := range at {
		f := &rows.Fixtures[i]
		day := f.MatchDate.Format(time.DateOnly)
		if t.First == "" || day < t.First {
			t.First = day
		}
		t.Last = max(t.Last, day)
		t.Divisions[f.Division]++
	}
	return t
}
