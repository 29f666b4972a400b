package delimited

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"matchday"
)

// The years that a date can have: the publisher's oldest season is 1993/94. A
// two-digit year is the one of them that is not before FirstYear.
const FirstYear, LastYear = 1970, 2099

// ExpectedDates says which dates can be read.
const ExpectedDates = "expected dd/mm/yyyy, dd/mm/yy or yyyy-mm-dd"

// ErrDateOrder says that a file's dates are of two orders, so that none of them
// can be trusted.
var ErrDateOrder = errors.New("the dates are neither all day first nor all month first")

// DateOrder counts the dates of a file that say by a number above 12 which of
// their numbers is the day.
type DateOrder struct {
	day, month           int
	firstDay, firstMonth string // the first of each, with its line
}

// FewDates is how many dates there are to one of the other order that is taken
// for a mistyped one: more than a match day's share of a season.
const FewDates = 50

// Count takes a cell of the column of dates into account.
func (o *DateOrder) Count(cell string, line int) {
	d, ok := figures(dayOf(cell))
	if !ok || d.yearFirst {
		return
	}
	a, b := d.numbers[0], d.numbers[1]
	switch {
	case a > 12 && b <= 12:
		if o.day++; o.firstDay == "" {
			o.firstDay = fmt.Sprintf("line %d: %s", line, cell)
		}
	case b > 12 && a <= 12:
		if o.month++; o.firstMonth == "" {
			o.firstMonth = fmt.Sprintf("line %d: %s", line, cell)
		}
	}
}

// MonthFirst reports whether the file's dates are month first, or an error if
// they are of both orders.
func (o *DateOrder) MonthFirst() (bool, error) {
	if o.day*FewDates > o.month && o.month*FewDates > o.day {
		return false, fmt.Errorf("%w (%s; %s): %s, one of them in the whole file", ErrDateOrder, o.firstDay, o.firstMonth, ExpectedDates)
	}
	return o.month > o.day, nil
}

// TimeOfDay is a time of day in London, if it is known.
type TimeOfDay struct {
	Hour, Minute int
	Known        bool
}

// figured is a date in figures, in the order in which they stand.
type figured struct {
	numbers   [3]int
	yearFirst bool
	short     bool // the year has two digits
}

// figures splits a date of three numbers: dd/mm/yy, dd/mm/yyyy or yyyy/mm/dd,
// with dots and hyphens too. A two-digit year behind hyphens is none: nobody
// knows which number it is.
func figures(s string) (d figured, ok bool) {
	i := strings.IndexAny(s, "/-.")
	if i < 0 {
		return d, false
	}
	first, rest := s[:i], s[i+1:]
	j := strings.IndexByte(rest, s[i])
	if j < 0 {
		return d, false
	}
	second, third := rest[:j], rest[j+1:]
	for i, part := range [...]string{first, second, third} {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil || len(part) > 4 {
			return d, false
		}
		d.numbers[i] = int(n)
	}
	d.yearFirst, d.short = len(first) == 4, len(third) == 2
	if d.yearFirst {
		return d, len(second) <= 2 && len(third) <= 2
	}
	return d, len(first) <= 2 && len(second) <= 2 && (len(third) == 4 || d.short && s[i] != '-')
}

// named are the forms of a date with the month's name.
var named = []string{"2-Jan-06", "2-Jan-2006", "2 Jan 2006", "2 January 2006", "January 2, 2006", "Jan 2, 2006"}

// Date reads a date as midnight UTC.
func Date(s string, monthFirst bool) (time.Time, bool) {
	d, ok := figures(s)
	if !ok {
		for _, form := range named {
			if t, err := time.Parse(form, s); err == nil {
				return t, t.Year() >= FirstYear && t.Year() <= LastYear
			}
		}
		return time.Time{}, false
	}
	day, month, year := d.numbers[0], d.numbers[1], d.numbers[2]
	switch {
	case d.yearFirst:
		year, day = day, year
	case monthFirst:
		day, month = month, day
	}
	if d.short && !d.yearFirst {
		if year += 1900; year < FirstYear {
			year += 100
		}
	}
	t := matchday.Date(year, time.Month(month), day)
	// time.Date normalises 31/02 to March: what does not come back as it went in is no date.
	if year < FirstYear || year > LastYear || t.Day() != day || t.Month() != time.Month(month) {
		return time.Time{}, false
	}
	return t, true
}

// dayOf is the date of a cell that may hold a time of day too.
func dayOf(cell string) string {
	day, _, _ := cutTime(cell)
	return day
}

// DateAndTime reads a cell that holds a date, and perhaps a time of day as
// programs write it behind a date (2018-08-12 00:00:00). Midnight is no time; a
// time of another zone than London's makes the cell unreadable.
func DateAndTime(cell string, monthFirst bool) (day time.Time, start TimeOfDay, ok bool) {
	text, start, ok := cutTime(cell)
	if !ok {
		return time.Time{}, TimeOfDay{}, false
	}
	day, ok = Date(text, monthFirst)
	return day, start, ok
}

// cutTime parts a date from the time of day behind it, if there is one.
func cutTime(cell string) (day string, start TimeOfDay, ok bool) {
	i := strings.LastIndexAny(cell, " T")
	if i < 0 || i+1 >= len(cell) || !strings.Contains(cell[i+1:], ":") {
		return cell, TimeOfDay{}, true
	}
	text, zoned := cell[i+1:], false
	for _, zone := range []string{"Z", "+00:00", "+0000"} {
		if cut, found := strings.CutSuffix(text, zone); found {
			text, zoned = cut, true
			break
		}
	}
	text, _, _ = strings.Cut(text, ".") // fractions of a second
	hour, minute, ok := Clock(text)
	midnight := hour == 0 && minute == 0
	return cell[:i], TimeOfDay{hour, minute, ok && !midnight}, ok && (midnight || !zoned)
}

// Clock reads a time of day, hh:mm or hh:mm:ss.
func Clock(s string) (hour, minute int, ok bool) {
	h, rest, found := strings.Cut(s, ":")
	m, seconds, more := strings.Cut(rest, ":")
	if !found || len(h) > 2 || len(m) != 2 || more && len(seconds) != 2 {
		return 0, 0, false
	}
	hh, err1 := strconv.ParseUint(h, 10, 8)
	mm, err2 := strconv.ParseUint(m, 10, 8)
	return int(hh), int(mm), err1 == nil && err2 == nil && hh < 24 && mm < 60
}
