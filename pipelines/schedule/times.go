package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Schedule is the minutes at which a job runs, the five fields of a line in a crontab.
// Day of the month and month must be stars. Each other field is a star, a number, or a
// step such as */15.
type Schedule struct{ minute, hour, weekday field }

// field is one field of a schedule: the values first, first+step, and so on.
type field struct{ first, step int }

// ParseSchedule reads five fields.
func ParseSchedule(text string) (s Schedule, err error) {
	fields := strings.Fields(text)
	if len(fields) != 5 || fields[2] != "*" || fields[3] != "*" {
		return s, fmt.Errorf("schedule %q: want the five fields minute, hour, *, * and weekday", text)
	}
	for _, f := range []struct {
		into *field
		text string
		most int
	}{{&s.minute, fields[0], 59}, {&s.hour, fields[1], 23}, {&s.weekday, fields[4], 6}} {
		if *f.into, err = parseField(f.text, f.most); err != nil {
			return s, fmt.Errorf("schedule %q: %w", text, err)
		}
	}
	return s, nil
}

func parseField(text string, most int) (field, error) {
	if text == "*" {
		return field{0, 1}, nil
	}
	rest, stepped := strings.CutPrefix(text, "*/")
	n, err := strconv.Atoi(rest)
	if err != nil || n < 0 || n > most || stepped && n == 0 {
		return field{}, fmt.Errorf("%q is neither *, a number up to %d nor */step", text, most)
	}
	if stepped {
		return field{0, n}, nil
	}
	return field{n, most + 1}, nil
}

func (f field) includes(v int) bool { return v >= f.first && (v-f.first)%f.step == 0 }

// Fires reports whether the job runs in the minute of t, in UTC.
func (s Schedule) Fires(t time.Time) bool {
	t = t.UTC()
	return s.minute.includes(t.Minute()) && s.hour.includes(t.Hour()) && s.weekday.includes(int(t.Weekday()))
}
