package players

// choice is a player who may take part, with the weights of a line-up.
type choice struct {
	*member
	usual        float64 // share of starts over five matches
	regular      float64 // likewise over ten
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
func (past *history) lineup(m *Match, side int, at int64) lineup {
	t := past.team(m.teamIDs()[side])
	out := lineup{known: t.matches[over2] > 0, choices: make([]choice, 0, len(t.members)+fullSheet)}
	for _, c := range t.members {
		out.add(t, c, at)
	}
	sheet := m.sheetAt(side, at)
	if sheet != nil {
		for i := range sheet.Players {
			if a := &sheet.Players[i]; a.Player != "" && t.index[a.Player] == nil {
				out.add(t, &member{player: past.listed(a)}, at)
			}
		}
	}
	for _, absence := range m.Absent[side] {
		if c := out.find(absence.Player); c != nil && absence.KnownAt.Unix() <= at {
			c.start, c.squad = 0, 0
		}
	}
	out.scale()
	if sheet != nil {
		out.announce(sheet)
	}
	return out
}

// add adds a candidate with his probabilities.
func (x *lineup) add(t *team, c *member, at int64) {
	signals := t.signals(c, at)
	x.choices = append(x.choices, choice{
		member: c, usual: t.share(c, over5), regular: t.share(c, over10),
		start: probability(&signals, &startWeights), squad: probability(&signals, &squadWeights),
	})
}

// find finds a candidate; nil if the player is none. Thirty names are compared
// sooner than looked up in a table made for the purpose.
func (x *lineup) find(player string) *choice {
	for i := range x.choices {
		if x.choices[i].key == player {
			return &x.choices[i]
		}
	}
	return nil
}

// listed is a player of a sheet, who stays unknown to the history until he has
// played.
func (past *history) listed(a *Appearance) *player {
	if p, ok := past.players[a.Player]; ok {
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
func (x *lineup) announce(sheet *Sheet) {
	for i := range x.choices {
		x.choices[i].start, x.choices[i].squad = 0, 0
	}
	for i := range sheet.Players {
		a := &sheet.Players[i]
		if c := x.find(a.Player); c != nil {
			c.squad = 1
			if a.Started {
				c.start = 1
			}
		}
	}
	x.announced = true
}
