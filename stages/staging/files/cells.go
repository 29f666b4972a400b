package files

import (
	"strconv"
	"strings"
	"time"

	"matchday"
)

// Scale of prices: they are kept in ten-thousandths, DECIMAL(9,4).
const (
	priceUnit = 10_000
	maxPrice  = 1_000_000_000 - 1
)

// decimal reads digits with at most one point, and a sign, in ten-thousandths,
// rounded half away from zero. It takes nothing else: no exponent, no comma.
func decimal(s string) (tenThousandths int64, ok bool) {
	negative := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative = s[0] == '-'
		s = s[1:]
	}
	var v int64
	digits, decimals := 0, -1
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '.' && decimals < 0:
			decimals = 0
			continue
		case c < '0' || c > '9':
			return 0, false
		}
		digits++
		if decimals >= 0 {
			decimals++
		}
		switch {
		case decimals <= 4:
			if v = v*10 + int64(c-'0'); v > 1e15 {
				return 0, false
			}
		case decimals == 5 && c >= '5':
			v++
		}
	}
	for d := max(decimals, 0); d < 4; d++ {
		v *= 10
	}
	if negative {
		v = -v
	}
	return v, digits > 0
}

// count reads a whole number from 0 to most ("3", "3.0").
func count(s string, most int64) (n int64, ok bool) {
	v, ok := decimal(s)
	if !ok || v < 0 || v%priceUnit != 0 || v/priceUnit > most {
		return 0, false
	}
	return v / priceUnit, true
}

// line reads a handicap in hundredths of a goal: a multiple of a quarter, as
// one number ("-0.75"), as the two halves of a split stake ("-0.5,-1",
// "-1.5/-2") or with a fraction ("-1 1/4").
func line(s string) (hundredths int64, ok bool) {
	quarter := func(v int64, ok bool) (int64, bool) {
		return v / 100, ok && v%(priceUnit/4) == 0 && v <= 20*priceUnit && v >= -20*priceUnit
	}
	if v, ok := decimal(s); ok {
		return quarter(v, true)
	}
	if whole, fraction, found := strings.Cut(s, " "); found {
		v, ok := decimal(whole)
		part, known := map[string]int64{"1/4": 2500, "1/2": 5000, "3/4": 7500}[fraction]
		if strings.HasPrefix(whole, "-") {
			part = -part
		}
		return quarter(v+part, ok && known)
	}
	for _, separator := range []string{",", "/"} {
		if a, b, found := strings.Cut(s, separator); found {
			x, okX := decimal(strings.TrimSpace(a))
			y, okY := decimal(strings.TrimSpace(b))
			gap := x - y
			return quarter((x+y)/2, okX && okY && (gap == priceUnit/2 || gap == -priceUnit/2))
		}
	}
	return 0, false
}

// firstYear is the earliest year that a two-digit one can mean: the publisher's
// oldest season is 1993/94.
const firstYear = 1970

// date reads dd/mm/yy and dd/mm/yyyy as midnight UTC.
func date(s string) (time.Time, bool) {
	d, rest, ok1 := strings.Cut(s, "/")
	m, y, ok2 := strings.Cut(rest, "/")
	if !ok1 || !ok2 || len(d) > 2 || len(m) > 2 || (len(y) != 2 && len(y) != 4) {
		return time.Time{}, false
	}
	day, err1 := strconv.ParseUint(d, 10, 8)
	month, err2 := strconv.ParseUint(m, 10, 8)
	year, err3 := strconv.ParseUint(y, 10, 16)
	if err1 != nil || err2 != nil || err3 != nil {
		return time.Time{}, false
	}
	if len(y) == 2 {
		year += 1900
		if year < firstYear {
			year += 100
		}
	}
	t := matchday.Date(int(year), time.Month(month), int(day))
	// time.Date normalises 31/02 to March: what does not come back as it went in is no date.
	if year < firstYear || t.Day() != int(day) || t.Month() != time.Month(month) {
		return time.Time{}, false
	}
	return t, true
}

// clock reads a time of day, hh:mm or hh:mm:ss.
func clock(s string) (hour, minute int, ok bool) {
	h, rest, found := strings.Cut(s, ":")
	m, _, _ := strings.Cut(rest, ":")
	if !found || len(h) > 2 || len(m) != 2 {
		return 0, 0, false
	}
	hh, err1 := strconv.ParseUint(h, 10, 8)
	mm, err2 := strconv.ParseUint(m, 10, 8)
	return int(hh), int(mm), err1 == nil && err2 == nil && hh < 24 && mm < 60
}
