package files

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"matchday/stages/staging/delimited"
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

// withPoint is a number that a spreadsheet wrote with a decimal comma, with a
// point; every other text is as it was.
func withPoint(s string) string {
	if strings.Count(s, ",") == 1 && !strings.ContainsAny(s, "./ ") {
		return strings.Replace(s, ",", ".", 1)
	}
	return s
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

// seasonLabel brings a season into the publisher's form, 2012 or 2012/2013. A
// spreadsheet makes 2012.0 of it, and 910 of 0910; people write 2012/13, 12-13 and
// 1213. Anything else stays as it is.
func seasonLabel(s string) string {
	n, number := count(s, 9999)
	if number && n >= delimited.FirstYear && n <= delimited.LastYear {
		return strconv.FormatInt(n, 10)
	}
	years := strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || unicode.Is(unicode.Dash, c) || c == '/' })
	if number && n >= 100 {
		code := fmt.Sprintf("%04d", n)
		years = []string{code[:2], code[2:]}
	}
	if len(years) != 2 {
		return s
	}
	year, ok := count(years[0], delimited.LastYear)
	if len(years[0]) == 2 {
		if year += 1900; year < delimited.FirstYear {
			year += 100
		}
	}
	next := strconv.FormatInt(year+1, 10)
	if !ok || year < delimited.FirstYear || years[1] != next && years[1] != next[2:] {
		return s
	}
	return strconv.FormatInt(year, 10) + "/" + next
}
