package answers

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// object is what every payload type of this package is: it can say which of
// the fields that it cannot do without the source left out or null, "" if none.
type object interface{ missing() string }

// FieldError says which field of an object has the wrong type, or is not there
// although the object means nothing without it.
type FieldError struct {
	Field string // path from the object, "scores.goals"; empty: the object itself
	Got   string // "string", "null or nothing"
	Want  string
}

func (e *FieldError) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("want %s, got %s", e.Want, e.Got)
	}
	return fmt.Sprintf("field %s: want %s, got %s", e.Field, e.Want, e.Got)
}

// Decode reads one object. Fields that it does not know are ignored: the types
// hold what is read and no more, so that what nobody reads may come in any form.
// Missing and null ones are nil. A whole number may be written 10.0. A wrong type, or the lack of a field without which
// the object means nothing (its ids), is a *FieldError; broken JSON is another
// error. Lists inside are not looked at before their Decode.
func Decode[T any, P interface {
	*T
	object
}](payload []byte) (T, error) {
	var out T
	err := decode(payload, P(&out))
	return out, err
}

func decode(payload []byte, into object) error {
	err := json.Unmarshal(payload, into)
	if errors.As(err, new(*json.UnmarshalTypeError)) {
		// Some write whole numbers as 10.0.
		err = json.Unmarshal(wholeNumbers(payload), into)
	}
	if err != nil {
		return fieldError(err)
	}
	if field := into.missing(); field != "" {
		return &FieldError{Field: field, Got: "null or nothing", Want: "a value"}
	}
	return nil
}

// fieldError translates encoding/json's error of a wrong type.
func fieldError(err error) error {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return fmt.Errorf("broken JSON: %w", err)
	}
	return &FieldError{Field: wrong.Field, Got: wrong.Value, Want: typeName(wrong.Type)}
}

// typeName is a type in the words of JSON.
func typeName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		return "an integer"
	case reflect.Float64:
		return "a number"
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	}
	if t == reflect.TypeFor[Time]() {
		return `a moment such as "2026-06-26 02:00:00"`
	}
	return "an object"
}

// firstMissing names the first of (name, is there) pairs that is not there.
func firstMissing(fields ...field) string {
	for _, f := range fields {
		if !f.there {
			return f.name
		}
	}
	return ""
}

type field struct {
	name  string
	there bool
}

// Rows is a list inside an object: a fixture's scores, line-ups or odds. It
// keeps the bytes until Decode, because a response holds thousands of rows that
// nobody asks for, and because one broken row must not cost the others.
type Rows[T any] struct {
	raw   []byte      // nil: the response had no such key, or null
	wrong *FieldError // what came was no list
}

// BadRow is a row of a list that Decode could not read.
type BadRow struct {
	Index int    // in the list, from 0
	Row   []byte // its bytes
	Err   error  // a *FieldError, or what is broken
}

// Asked reports whether the response has the list, be it empty: the request asked
// for it.
func (r Rows[T]) Asked() bool { return r.raw != nil }

// Err is a *FieldError if what came in the list's place is none; there are no
// rows then. It costs the object around it nothing else.
func (r Rows[T]) Err() error {
	if r.wrong == nil {
		return nil
	}
	return r.wrong
}

// UnmarshalJSON keeps a list's bytes. {} counts as empty, null as not there;
// any other type is for Err to say.
func (r *Rows[T]) UnmarshalJSON(b []byte) error {
	switch {
	case string(b) == "null":
		return nil
	case b[0] == '[':
		r.raw = append(make([]byte, 0, len(b)), b...)
		return nil
	case b[0] == '{' && strings.TrimSpace(string(b[1:len(b)-1])) == "":
		r.raw = []byte("[]")
		return nil
	}
	errors.As(fieldError(wrongType(b, reflect.TypeFor[[]T]())), &r.wrong)
	return nil
}

// Part is an object inside an object. Like the rows of a list it keeps its bytes
// until Decode: what is wrong in it costs the object around it nothing.
type Part[T any] struct{ raw []byte }

// UnmarshalJSON keeps the bytes; null and [], an empty map, are no part.
func (p *Part[T]) UnmarshalJSON(b []byte) error {
	if s := string(b); s != "null" && s != "[]" {
		p.raw = append(make([]byte, 0, len(b)), b...)
	}
	return nil
}

// Decode reads the part; nil if the response has none. *T must be a payload type
// of this package.
func (p Part[T]) Decode() (*T, error) {
	if p.raw == nil {
		return nil, nil
	}
	var out T
	if err := decode(p.raw, any(&out).(object)); err != nil {
		return nil, err
	}
	return &out, nil
}

// Decode reads the list's rows in their order; rows that cannot be read are in
// bad. *T must be a payload type of this package.
func (r Rows[T]) Decode() (good []T, bad []BadRow) {
	for i, raw := range r.All() {
		var row T
		if err := decode(raw, any(&row).(object)); err != nil {
			bad = append(bad, BadRow{Index: i, Row: raw, Err: err})
			continue
		}
		good = append(good, row)
	}
	return good, bad
}
