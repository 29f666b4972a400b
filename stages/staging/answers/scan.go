package answers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// ErrTruncated says that a JSON value ends before it is closed.
var ErrTruncated = fmt.Errorf("the JSON is cut off: %w", io.ErrUnexpectedEOF)

var errNotJSON = errors.New("not JSON")

// Limits of one answer of the API, and of one object in it. The largest real answers
// have 25 MB and some 100,000 objects, nested 8 deep.
const (
	MaxAnswer  = 128 << 20 // bytes, unpacked
	MaxNesting = 64        // objects and lists inside one another
	MaxObjects = 1_000_000 // objects and lists
)

// What is beyond the limits is refused before it is parsed: a few kilobytes can unpack
// to more than any memory holds, or exhaust the stack of whoever reads them.
var (
	ErrTooLarge  = fmt.Errorf("it has more than %d MB", MaxAnswer>>20)
	ErrTooNested = fmt.Errorf("its objects and lists stand more than %d deep in one another, which no answer of the API does", MaxNesting)
	ErrTooMany   = fmt.Errorf("it holds more than %d objects and lists, which no answer of the API does", MaxObjects)
)

// What a byte means for finding the end of a value.
const (
	quotation byte = iota + 1
	open
	shut
)

var meaning = [256]byte{'"': quotation, '{': open, '[': open, '}': shut, ']': shut}

// Skip finds the end of the JSON value that starts at b[i]: objects, lists and
// strings by their brackets and quotation marks, everything else by the next
// delimiter. It does not check what is inside: that is what makes it many times
// faster than a parser, and understanding payloads is staging's job. A value beyond
// the limits is an error.
func Skip(b []byte, i int) (end int, err error) {
	if i >= len(b) {
		return 0, ErrTruncated
	}
	switch meaning[b[i]] {
	case quotation:
		return skipString(b, i)
	case open:
		return skipNested(b, i)
	case shut:
		return 0, errNotJSON
	}
	for end = i; end < len(b) && !delimiter(b[end]); end++ {
	}
	if end == i {
		return 0, errNotJSON
	}
	return end, nil
}

func skipNested(b []byte, i int) (int, error) {
	depth, opened := 0, 0
	for i < len(b) {
		switch meaning[b[i]] {
		case open:
			depth++
			opened++
			switch {
			case depth > MaxNesting:
				return 0, ErrTooNested
			case opened > MaxObjects:
				return 0, ErrTooMany
			}
		case shut:
			if depth--; depth == 0 {
				return i + 1, nil
			}
		case quotation:
			end, err := skipString(b, i)
			if err != nil {
				return 0, err
			}
			i = end
			continue
		}
		i++
	}
	return 0, ErrTruncated
}

// skipString returns the index after the string that starts at b[i].
func skipString(b []byte, i int) (int, error) {
	for j := i + 1; j < len(b); j++ {
		if b[j] == '"' {
			return j + 1, nil
		}
		if b[j] == '\\' {
			j++
		}
	}
	return 0, ErrTruncated
}

func delimiter(c byte) bool {
	return c == ',' || c == ':' || c == '}' || c == ']' || space(c)
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// SkipSpace is the first index from i on that is not white space.
func SkipSpace(b []byte, i int) int {
	for i < len(b) && space(b[i]) {
		i++
	}
	return i
}

// Fields calls visit for the keys of the object at b[i], in their order, until
// it returns false. visit is given the key's bytes (escapes as they are) and
// the index at which its value starts, and returns the index at which it ends,
// or 0 to have Fields skip the value. The index after the object is returned,
// or after the last value visited.
func Fields(b []byte, i int, visit func(key []byte, value int) (end int, more bool, err error)) (int, error) {
	if i >= len(b) || b[i] != '{' {
		return 0, errNotJSON
	}
	for i = SkipSpace(b, i+1); i < len(b) && b[i] != '}'; {
		keyEnd, err := Skip(b, i)
		if err != nil {
			return 0, err
		}
		if b[i] != '"' {
			return 0, errNotJSON
		}
		key := b[i+1 : keyEnd-1]
		if i = SkipSpace(b, keyEnd); i >= len(b) {
			return 0, ErrTruncated
		}
		if b[i] != ':' {
			return 0, errNotJSON
		}
		value := SkipSpace(b, i+1)
		end, more, err := visit(key, value)
		if err == nil && end == 0 {
			end, err = Skip(b, value)
		}
		if err != nil || !more {
			return end, err
		}
		if i, err = next(b, end, '}'); err != nil {
			return 0, err
		}
	}
	if i >= len(b) {
		return 0, ErrTruncated
	}
	return i + 1, nil
}

// Elements calls visit with the index of each element of the list at b[i];
// visit returns the index after the element. The index after the list is
// returned.
func Elements(b []byte, i int, visit func(value int) (end int, err error)) (int, error) {
	if i >= len(b) || b[i] != '[' {
		return 0, errNotJSON
	}
	for i = SkipSpace(b, i+1); i < len(b) && b[i] != ']'; {
		end, err := visit(i)
		if err != nil {
			return 0, err
		}
		if i, err = next(b, end, ']'); err != nil {
			return 0, err
		}
	}
	if i >= len(b) {
		return 0, ErrTruncated
	}
	return i + 1, nil
}

// next goes from the end of a value to the next one or to the closing bracket.
func next(b []byte, i int, closing byte) (int, error) {
	i = SkipSpace(b, i)
	switch {
	case i >= len(b):
		return 0, ErrTruncated
	case b[i] == closing:
		return i, nil
	case b[i] != ',':
		return 0, errNotJSON
	}
	if i = SkipSpace(b, i+1); i < len(b) && b[i] == closing {
		return 0, errNotJSON
	}
	return i, nil
}

// wholeNumbers writes numbers such as 10.0 without their fraction.
func wholeNumbers(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		end := i + 1
		switch c := b[i]; {
		case c == '"':
			if stop, err := Skip(b, i); err == nil {
				end = stop
			}
		case c == '-' || c >= '0' && c <= '9':
			for end < len(b) && strings.IndexByte("0123456789.eE+-", b[end]) >= 0 {
				end++
			}
			if whole, fraction, ok := bytes.Cut(b[i:end], []byte(".")); ok && len(bytes.Trim(fraction, "0")) == 0 {
				out = append(out, whole...)
				i = end
				continue
			}
		}
		out = append(out, b[i:end]...)
		i = end
	}
	return out
}

// All ranges over the undecoded rows of the list.
func (r Rows[T]) All() iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		if r.raw == nil {
			return
		}
		n := 0
		_, _ = Elements(r.raw, 0, func(i int) (int, error) {
			end, err := Skip(r.raw, i)
			if err != nil {
				return 0, err
			}
			if !yield(n, bytes.TrimSpace(r.raw[i:end])) {
				return 0, io.EOF
			}
			n++
			return end, nil
		}) // the bytes are valid JSON: only yield ends the walk
	}
}
