package api

import (
	"time"

	"matchday/invented/world"
)

// period is a half, or the whole of extra time.
type period struct {
	id, kind      int64
	label         string
	from, to      time.Time
	counts, added int // minutes before it, and its stoppage time
	length        int
}

// periodsOf are the periods that have begun, in their order.
func periodsOf(f *world.Fixture, now time.Time) []period {
	h := f.Timeline()
	add1, add2 := f.Stoppage()
	var out []period
	for i, p := range []period{
		{kind: 1, label: "1st-half", from: h.Start, to: h.HalfTime, added: add1, length: 45},
		{kind: 2, label: "2nd-half", from: h.SecondHalf, to: h.FullTime, counts: 45, added: add2, length: 45},
		{kind: 3, label: "extra-time", from: h.ExtraTime, to: h.ExtraTimeEnd, counts: 90, added: 1, length: 30},
	} {
		reached := f.Stopped == 0 || i == 0 || i == 1 && f.Stopped > 45
		if !p.from.IsZero() && f.Begins() && reached && !now.Before(p.from) {
			p.id = f.ID*4 + int64(i)
			out = append(out, p)
		}
	}
	return out
}

// periodOf is the number of a minute's period, from 0.
func periodOf(minute int) int { return min(2, (minute-1)/45) }

func (v *view) periods(inc *include) {
	v.w.array("periods")
	for i, p := range periodsOf(v.f, v.now) {
		v.period("", i, p, inc)
	}
	v.w.endArray()
}

func (v *view) period(k string, i int, p period, inc *include) {
	w := v.w
	over := !v.now.Before(p.to)
	w.object(k, inc.picked)
	w.int("id", p.id)
	w.int("fixture_id", v.f.ID)
	w.int("type_id", p.kind)
	w.int("started", p.from.Unix())
	if over {
		w.int("ended", p.to.Unix())
	} else {
		w.null("ended")
	}
	w.int("counts_from", int64(p.counts))
	w.bool("ticking", !over && world.InPlay(v.state))
	w.int("sort_order", int64(i+1))
	w.text("description", p.label)
	w.int("time_added", int64(p.added))
	w.int("period_length", int64(p.length))
	w.int("minutes", int64(p.counts+min(p.length+p.added, int(v.now.Sub(p.from)/time.Minute))))
	w.int("seconds", 0)
	w.bool("has_timer", false)
	v.kind(inc, p.kind)
	w.endObject()
}
