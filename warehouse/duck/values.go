package duck

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/shopspring/decimal"
)

// JSONValue turns a driver's value into one that encoding/json writes as people
// expect it: exact numbers, RFC 3339 times, nil for NULL. The driver does not
// say what lies inside structs and maps, so that a date there is its midnight.
func JSONValue(v any, kind string) any {
	switch v := v.(type) {
	case duckdb.Decimal:
		return json.Number(decimal.NewFromBigInt(v.Value, -int32(v.Scale)).StringFixed(int32(v.Scale)))
	case *big.Int:
		return json.Number(v.String())
	case float32:
		return JSONValue(float64(v), kind)
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
			out[i] = JSONValue(x, strings.TrimSuffix(kind, "[]"))
		}
		return out
	case map[string]any: // a struct, or an object of JSON
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[k] = JSONValue(x, "")
		}
		return out
	case duckdb.OrderedMap:
		out := make(map[string]any, v.Len())
		for i, k := range v.Keys() {
			out[TextValue(k, "", "NULL")] = JSONValue(v.Values()[i], "")
		}
		return out
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

// TextValue is a value on one line of text; null stands for NULL.
func TextValue(v any, kind, null string) string {
	switch v := JSONValue(v, kind).(type) {
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
