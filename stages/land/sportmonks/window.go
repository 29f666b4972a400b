package sportmonks

import "time"

// Window is a range of whole UTC days, both included.
type Window struct{ From, To time.Time }

// end is the first moment after the window.
func (w Window) end() time.Time { return w.To.AddDate(0, 0, 1) }

// String is "2024-01-01/2024-03-30".
func (w Window) String() string {
	return w.From.Format(time.DateOnly) + "/" + w.To.Format(time.DateOnly)
}

// windowsOf cuts a range of days into windows of at most so many days.
func windowsOf(from, to time.Time, days int) []Window {
	var out []Window
	from, to = day(from), day(to)
	for !from.After(to) {
		end := from.AddDate(0, 0, days-1)
		if end.After(to) {
			end = to
		}
		out = append(out, Window{from, end})
		from = end.AddDate(0, 0, 1)
	}
	return out
}

// day is midnight UTC of t's day.
func day(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
