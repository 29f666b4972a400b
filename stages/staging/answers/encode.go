package answers

import (
	"slices"
	"time"

	"matchday/stages/staging/compact"
	"matchday/stages/staging/table"
)

// These functions describe what a payload was decoded to, so that it need not be
// decoded again. What names the object, and what its request says, stand in the index.

// code is the object's content.
func (o *Object) code(c *compact.Coder) {
	compact.List(c, &o.rejects, o.codeReject)
	compact.List(c, &o.Responses, func(c *compact.Coder, a **Response) {
		if c.Reading() {
			*a = &Response{Object: o}
		}
		(*a).code(c)
	})
	o.codeValue(c)
}

func (o *Object) codeReject(c *compact.Coder, r *table.Reject) {
	compact.Number(c, &r.Line)
	c.Repeated(&r.Reason)
	c.Text(&r.Detail)
	c.Text(&r.Row)
	if c.Reading() {
		*r = o.rejectOf(int(r.Line), r.Reason, r.Detail, r.Row)
	}
}

// codeValue is the object's Value: the number of its type, and what is in it.
func (o *Object) codeValue(c *compact.Coder) {
	kind := slices.IndexFunc(values, func(v valueCoder) bool { return v.is(o.Value) })
	if compact.Number(c, &kind); kind >= 0 && kind < len(values) {
		o.Value = values[kind].code(c, o.Value)
	}
}

// valueCoder codes one type that a Value may have.
type valueCoder struct {
	is   func(any) bool
	code func(*compact.Coder, any) any
}

func valueOf[T any](code func(*T, *compact.Coder)) valueCoder {
	return valueCoder{
		func(v any) bool { _, ok := v.(*T); return ok },
		func(c *compact.Coder, v any) any {
			x, _ := v.(*T)
			if c.Reading() {
				x = new(T)
			}
			code(x, c)
			return x
		},
	}
}

// values are the types that a Value may have.
var values = []valueCoder{
	valueOf((*League).code), valueOf((*Season).code), valueOf((*TeamObject).code), valueOf((*Player).code),
	valueOf((*Squad).code), valueOf((*StandingObject).code), valueOf((*Sideline).code),
}

func (a *Response) code(c *compact.Coder) {
	compact.Number(c, &a.fixture)
	compact.Number(c, &a.League)
	compact.Number(c, &a.Season)
	compact.Number(c, &a.state)
	compact.Number(c, &a.Kickoff)
	c.Bool(&a.timed)
	c.Repeated(&a.stage)
	c.Repeated(&a.round)
	c.Repeated(&a.venue)
	c.Bool(&a.placeholder)
	c.Bool(&a.oddsOnly)
	c.Bool(&a.TeamsFromElsewhere)
	c.Bool(&a.againstItself)
	for side := range a.Teams {
		compact.Optional(c, &a.Teams[side], codeNamedTeam)
		c.Repeated(&a.formations[side])
	}
	compact.Optional(c, &a.scores, codeScores)
	c.Bool(&a.asked)
	compact.List(c, &a.measures, codeMeasure)
	compact.List(c, &a.TeamSheets, pointer((*Sheet).code))
	compact.Optional(c, &a.confirmed, (*compact.Coder).Bool)
	compact.List(c, &a.Absences, codeAbsence)
	compact.List(c, &a.quotes, codeQuote)
	c.Bool(&a.priced)
	compact.Optional(c, &a.EmbeddedLeague, turned((*League).code))
	compact.Optional(c, &a.EmbeddedSeason, turned((*Season).code))
	compact.List(c, &a.Players, pointer((*Player).code))
}

// turned is a method as compact calls it.
func turned[T any](code func(*T, *compact.Coder)) func(*compact.Coder, *T) {
	return func(c *compact.Coder, x *T) { code(x, c) }
}

// pointer codes a pointer to what a method codes.
func pointer[T any](code func(*T, *compact.Coder)) func(*compact.Coder, **T) {
	return func(c *compact.Coder, x **T) { compact.Optional(c, x, turned(code)) }
}

func codeNamedTeam(c *compact.Coder, t *NamedTeam) {
	compact.Number(c, &t.ID)
	compact.Number(c, &t.Country)
	c.Repeated(&t.Name)
	c.Bool(&t.Placeholder)
}

func codeScores(c *compact.Coder, s *scoreSheet) {
	for _, period := range []*goals{&s.half, &s.secondHalf, &s.secondHalfOnly, &s.current, &s.extraTime, &s.shootOut} {
		compact.Number(c, &period[table.Home])
		compact.Number(c, &period[table.Away])
	}
}

func codeMeasure(c *compact.Coder, m *measure) {
	compact.Number(c, &m.side)
	compact.Number(c, &m.kind)
	c.Float(&m.value)
}

func (s *Sheet) code(c *compact.Coder) {
	compact.Number(c, &s.team)
	compact.Number(c, &s.place)
	compact.List(c, &s.Players, codeSheetPlayer)
	compact.Number(c, &s.starters)
	c.Bool(&s.details)
}

func codeSheetPlayer(c *compact.Coder, p *sheetPlayer) {
	compact.Number(c, &p.ID)
	c.Repeated(&p.Name)
	c.Bool(&p.started)
	c.Repeated(&p.Position)
	c.Repeated(&p.field)
	compact.Number(c, &p.place)
	compact.Number(c, &p.shirt)
	compact.Optional(c, &p.minutes, (*compact.Coder).Float)
	compact.Optional(c, &p.rating, (*compact.Coder).Float)
	compact.List(c, &p.measures, func(c *compact.Coder, v *table.NamedValue) {
		c.Repeated(&v.Name)
		c.Float(&v.Value)
	})
	compact.Number(c, &p.details)
}

func codeAbsence(c *compact.Coder, x *Absence) {
	compact.Number(c, &x.Side)
	compact.Number(c, &x.Team)
	compact.Number(c, &x.Player)
	compact.Number(c, &x.ID)
	compact.Number(c, &x.Kind)
	c.Repeated(&x.Category)
	compact.Number(c, &x.Start)
	compact.Number(c, &x.End)
	compact.Optional(c, &x.GamesMissed, compact.Number)
	compact.Optional(c, &x.Completed, (*compact.Coder).Bool)
}

func codeQuote(c *compact.Coder, q *quote) {
	compact.Number(c, &q.bookmaker)
	c.Repeated(&q.market)
	c.Repeated(&q.selection)
	compact.Number(c, &q.price)
	compact.Number(c, &q.line)
	compact.Number(c, &q.rank)
	c.Bool(&q.stopped)
	compact.Number(c, &q.stamp)
	compact.Number(c, &q.row)
	compact.Number(c, &q.index)
	c.Repeated(&q.label)
}

func (l *League) code(c *compact.Coder) {
	compact.Number(c, &l.ID)
	compact.Optional(c, &l.CountryID, compact.Number)
	compact.Optional(c, &l.Name, (*compact.Coder).Text)
	compact.Optional(c, &l.CurrentSeason, turned((*Season).code))
	codeRows(c, &l.Seasons)
}

func (s *Season) code(c *compact.Coder) {
	compact.Number(c, &s.ID)
	compact.Number(c, &s.LeagueID)
	compact.Optional(c, &s.Name, (*compact.Coder).Text)
}

func (t *Team) code(c *compact.Coder) {
	compact.Number(c, &t.ID)
	compact.Optional(c, &t.CountryID, compact.Number)
	compact.Optional(c, &t.Name, (*compact.Coder).Text)
	compact.Optional(c, &t.Placeholder, (*compact.Coder).Bool)
	codeRows(c, &t.Sidelined)
}

func (t *TeamObject) code(c *compact.Coder) {
	t.Team.code(c)
	compact.List(c, &t.Absences, codeAbsence)
}

func (p *Player) code(c *compact.Coder) {
	compact.Number(c, &p.ID)
	for _, n := range []**int64{&p.NationalityID, &p.PositionID, &p.Height, &p.Weight} {
		compact.Optional(c, n, compact.Number)
	}
	for _, name := range []**string{&p.FirstName, &p.LastName, &p.Name, &p.DisplayName} {
		compact.Optional(c, name, (*compact.Coder).Text)
	}
	compact.Optional(c, &p.DateOfBirth, codeTime)
}

func (s *Squad) code(c *compact.Coder) {
	compact.Number(c, &s.ID)
	compact.Number(c, &s.PlayerID)
	compact.Number(c, &s.TeamID)
	for _, n := range []**int64{&s.SeasonID, &s.PositionID, &s.JerseyNumber} {
		compact.Optional(c, n, compact.Number)
	}
	compact.Optional(c, &s.Start, codeTime)
	compact.Optional(c, &s.End, codeTime)
	compact.Optional(c, &s.Captain, (*compact.Coder).Bool)
	compact.Optional(c, &s.Player, turned((*Player).code))
}

func (s *Standing) code(c *compact.Coder) {
	compact.Number(c, &s.ID)
	compact.Number(c, &s.ParticipantID)
	compact.Number(c, &s.SeasonID)
	for _, n := range []**int64{&s.LeagueID, &s.StageID, &s.GroupID, &s.RoundID, &s.Position, &s.Points} {
		compact.Optional(c, n, compact.Number)
	}
	compact.Optional(c, &s.Participant, turned((*Team).code))
	codeRows(c, &s.Details)
}

// code lists the figures by their types: a map has no order of its own.
func (s *StandingObject) code(c *compact.Coder) {
	type figure struct {
		kind  int64
		value int32
	}
	s.Standing.code(c)
	var figures []figure
	for kind, value := range s.Figures {
		figures = append(figures, figure{kind, value})
	}
	slices.SortFunc(figures, func(a, b figure) int { return int(a.kind - b.kind) })
	compact.List(c, &figures, func(c *compact.Coder, f *figure) {
		compact.Number(c, &f.kind)
		compact.Number(c, &f.value)
	})
	if s.Figures == nil {
		s.Figures = make(map[int64]int32, len(figures))
	}
	for _, f := range figures {
		s.Figures[f.kind] = f.value
	}
}

func (s *Sideline) code(c *compact.Coder) {
	for _, n := range []**int64{&s.ID, &s.PlayerID, &s.TeamID, &s.SeasonID, &s.TypeID, &s.GamesMissed} {
		compact.Optional(c, n, compact.Number)
	}
	compact.Optional(c, &s.Category, (*compact.Coder).Text)
	compact.Optional(c, &s.StartDate, codeTime)
	compact.Optional(c, &s.EndDate, codeTime)
	compact.Optional(c, &s.Completed, (*compact.Coder).Bool)
}

// codeRows is a list that has not been read.
func codeRows[T any](c *compact.Coder, r *Rows[T]) {
	c.Raw(&r.raw)
	compact.Optional(c, &r.wrong, func(c *compact.Coder, e *FieldError) {
		c.Text(&e.Field)
		c.Text(&e.Got)
		c.Text(&e.Want)
	})
}

func codeTime(c *compact.Coder, t *Time) {
	seconds, rest := t.Unix(), t.Nanosecond()
	compact.Number(c, &seconds)
	compact.Number(c, &rest)
	c.Bool(&t.zoneless)
	if c.Reading() {
		t.Time = time.Unix(seconds, int64(rest)).UTC()
	}
}
