package players

// choice is a player who may take part, with the weights of a line-up.
type choice struct {
	*member
	usual        float64 // share of starts over ten matches
	likely       float64 // probability to start, before the line-up is known
	start, squad float64 // weights: probabilities, or 0 and 1
}

// lineup is a side's line-up, announced or expected.
type lineup struct {
	choices   []choice
	announced bool
	known     bool // the team has a history
}

// lineup is the side's line-up as of a moment: the announced one if there is
// one, else what is to be expected. Candidates are all members of the team and
// whoever stands on its sheet.
func (l *ledger) lineup(m *Match, side int, at int64) lineup {
	t := l.team(m.teamIDs()[side])
	out := lineup{known: t.matches[over2] > 0}
	place := map[string]int{}
	add := func(c *member) {
		x := t.signals(c, at)
		place[c.key] = len(out.choices)
		out.choices = append(out.choices, choice{
			member: c, usual: t.share(c, over10),
			start: probability(x, startWeights), squad: probability(x, squadWeights),
		})
	}
	for _, c := range t.members {
		add(c)
	}
	sheet := m.sheetAt(side, at)
	if sheet != nil {
		for i := range sheet.Players {
			a := &sheet.Players[i]
			if _, ok := place[a.Player]; !ok && a.Player != "" {
				add(&member{player: l.listed(a)})
			}
		}
	}
	for _, absence := range m.Absent[side] {
		if i, ok := place[absence.Player]; ok && absence.KnownAt.Unix() <= at {
			out.choices[i].start, out.choices[i].squad = 0, 0
		}
	}
	out.scale()
	if sheet != nil {
		out.announce(sheet, place)
	}
	return out
}

// listed is a player of a sheet, who stays unknown to the ledger until he has
// played.
func (l *ledger) listed(a *Appearance) *player {
	if p, ok := l.players[a.Player]; ok {
		return p
	}
	return &player{key: a.Player, position: a.Position}
}

// scale makes the probabilities to start those of eleven players, and of one
// goalkeeper.
func (x *lineup) scale() {
	var sums, targets [2]float64
	targets[0], targets[1] = fullSheet-1, 1
	kind := func(c *choice) int {
		if c.position == Goalkeeper {
			return 1
		}
		return 0
	}
	for i := range x.choices {
		sums[kind(&x.choices[i])] += x.choices[i].start
	}
	for i := range x.choices {
		c := &x.choices[i]
		if k := kind(c); sums[k] > 0 {
			c.start = min(1, c.start*targets[k]/sums[k])
		}
		c.squad = max(c.squad, c.start)
		c.likely = c.start
	}
}

// announce replaces the probabilities by what the sheet says.
func (x *lineup) announce(sheet *Sheet, place map[string]int) {
	for i := range x.choices {
		x.choices[i].start, x.choices[i].squad = 0, 0
	}
	for i := range sheet.Players {
		a := &sheet.Players[i]
		if k, ok := place[a.Player]; ok {
			x.choices[k].squad = 1
			if a.Started {
				x.choices[k].start = 1
			}
		}
	}
	x.announced = true
}
