package api

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// writer appends JSON. Responses hold megabytes of small rows whose keys depend on
// the request, so they are not marshalled from structs.
type writer struct {
	b []byte
	// only holds, for each open object, the keys that the request picked; nil
	// picks all.
	only []map[string]bool
	// retype is the key whose values get a wrong JSON type, a fault; "" is none.
	retype string
	// loose, if not nil, gives numbers, truths and nulls another form, a fault.
	loose func(value []byte) []byte
}

// value gives what was appended from an index on another form, if the fault asks for
// it.
func (w *writer) value(from int) {
	if w.loose != nil {
		w.b = append(w.b[:from], w.loose(w.b[from:])...)
	}
}

// key writes a key and the comma before it; "" is a row without a key. It returns
// false if the request did not pick the key.
func (w *writer) key(k string) bool {
	if k != "" && len(w.only) > 0 {
		if picked := w.only[len(w.only)-1]; picked != nil && !picked[k] && k != "id" && !strings.HasSuffix(k, "_id") {
			return false
		}
	}
	if n := len(w.b); n > 0 && w.b[n-1] != '{' && w.b[n-1] != '[' && w.b[n-1] != ':' {
		w.b = append(w.b, ',')
	}
	if k != "" {
		w.b = append(w.b, '"')
		w.b = append(w.b, k...)
		w.b = append(w.b, '"', ':')
	}
	return true
}

// object opens an object. Only its picked keys and its ids are written.
func (w *writer) object(k string, picked map[string]bool) {
	w.compositeKey(k)
	w.b = append(w.b, '{')
	w.only = append(w.only, picked)
}

func (w *writer) array(k string) {
	w.compositeKey(k)
	w.b = append(w.b, '[')
	w.only = append(w.only, nil)
}

// compositeKey writes the key of an object or a list, which is never left out.
func (w *writer) compositeKey(k string) {
	n := len(w.only)
	if n == 0 {
		w.key(k)
		return
	}
	picked := w.only[n-1]
	w.only[n-1] = nil
	w.key(k)
	w.only[n-1] = picked
}

func (w *writer) endObject() { w.end('}') }
func (w *writer) endArray()  { w.end(']') }

func (w *writer) end(c byte) {
	w.b = append(w.b, c)
	w.only = w.only[:len(w.only)-1]
}

func (w *writer) int(k string, v int64) {
	if !w.key(k) {
		return
	}
	if k == w.retype && k != "" {
		w.b = append(strconv.AppendInt(append(w.b, '"'), v, 10), '"')
		return
	}
	from := len(w.b)
	w.b = strconv.AppendInt(w.b, v, 10)
	w.value(from)
}

// id writes an id, null for zero.
func (w *writer) id(k string, v int64) {
	if v == 0 {
		w.null(k)
		return
	}
	w.int(k, v)
}

func (w *writer) float(k string, v float64) {
	if !w.key(k) {
		return
	}
	if k == w.retype && k != "" {
		w.b = append(strconv.AppendFloat(append(w.b, '"'), v, 'f', -1, 64), '"')
		return
	}
	w.b = strconv.AppendFloat(w.b, v, 'f', -1, 64)
}

func (w *writer) bool(k string, v bool) {
	if w.key(k) {
		from := len(w.b)
		w.b = strconv.AppendBool(w.b, v)
		w.value(from)
	}
}

func (w *writer) null(k string) {
	if w.key(k) {
		from := len(w.b)
		w.b = append(w.b, "null"...)
		w.value(from)
	}
}

func (w *writer) text(k, v string) {
	if !w.key(k) {
		return
	}
	if k == w.retype && k != "" {
		if x, err := strconv.ParseFloat(v, 64); err == nil {
			w.b = strconv.AppendFloat(w.b, x, 'f', -1, 64)
			return
		}
		w.b = append(w.b, "true"...)
		return
	}
	w.quote(v)
}

// textOrNull writes null for the empty string.
func (w *writer) textOrNull(k, v string) {
	if v == "" {
		w.null(k)
		return
	}
	w.text(k, v)
}

func (w *writer) quote(v string) {
	for i := range len(v) {
		if c := v[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x80 {
			text, _ := json.Marshal(v) // a string always marshals
			w.b = append(w.b, text...)
			return
		}
	}
	w.b = append(append(append(w.b, '"'), v...), '"')
}

// moment writes a time as the source does, without a zone; null for zero.
func (w *writer) moment(k string, t time.Time) { w.when(k, t, time.DateTime) }

func (w *writer) date(k string, t time.Time) { w.when(k, t, time.DateOnly) }

func (w *writer) when(k string, t time.Time, layout string) {
	if t.IsZero() {
		w.null(k)
		return
	}
	if w.key(k) {
		w.b = append(t.AppendFormat(append(w.b, '"'), layout), '"')
	}
}
